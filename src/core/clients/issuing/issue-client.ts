import { refusing } from '../../audit/right-on-record.js';
import type { ClientName } from '../../model/api-client.js';
import type { ClientRecord } from '../../model/client-record.js';
import { Problem } from '../../problem.js';
import { takeFromQuota } from '../../rights/hourly-quota.js';
import type { Part } from '../../store.js';
import {
  type Admitted,
  admit,
  type IssueReason,
  type IssueWanted,
  type NeedsApproval,
  type NotAdmitted,
  type Predecessor,
  predecessorOf,
} from './admission.js';
import { takePlace } from './client-limit.js';
import { auditedDeletion } from '../delete-client.js';
import type { Deletions } from '../deletions.js';
import { type Deleted, eraseOnRecord, mayHaveDeleted } from '../erase-client.js';
import type { Alongside } from './concluding.js';
import type { IssueContext } from './issue-context.js';
import { type Issued, makeClient } from './make-client.js';
import { prepareIssue } from './prepare-issue.js';

/** What issuing works with; `deletions` for a client that takes the place of another. */
export interface IssuingContext extends IssueContext {
  readonly deletions: Deletions;
}

/** Another click collects the request. */
export interface NotClaimed {
  readonly kind: 'not-claimed';
}

export type NotReplaced =
  /** Somebody else is deleting the old client, or has deleted it. */
  | Extract<Deleted, { kind: 'already' }>
  /** The old client is gone, here or elsewhere: nothing brings it back. */
  | { readonly kind: 'closed'; readonly closed: NonNullable<ClientRecord['closed']> }
  /** The old client is deleted, and the new one could not be made. */
  | { readonly kind: 'only-deleted'; readonly name: ClientName; readonly problem: Problem };

type WantedFor<Kind extends IssueReason['kind']> = IssueWanted & {
  readonly reason: Extract<IssueReason, { kind: Kind }>;
};

/**
 * The one way to an API client, whatever the reason: asks rights, patterns, existence, room and the hourly quota, in
 * this order, makes a clear place, creates, and hands the secret over. A refusal is a `Problem`, and on record.
 */
export async function issueClient(
  context: IssuingContext,
  wanted: WantedFor<'create'>,
): Promise<Issued | NotAdmitted>;
export async function issueClient(
  context: IssuingContext,
  wanted: WantedFor<'collect'>,
): Promise<Issued | NotClaimed>;
export async function issueClient(
  context: IssuingContext,
  wanted: WantedFor<'replace'>,
): Promise<Issued | NotReplaced>;
export async function issueClient(
  context: IssuingContext,
  wanted: WantedFor<'rotate'>,
): Promise<Issued | NeedsApproval>;
export async function issueClient(
  context: IssuingContext,
  wanted: IssueWanted,
): Promise<Issued | NotAdmitted | NotClaimed | NotReplaced> {
  const { person, reason } = wanted;
  const admitted = await admit(context, wanted);
  if (admitted.kind !== 'admitted') return admitted;
  // From here on something is left behind.
  await context.beforeChanges?.();
  const { act, policy } = admitted;
  const predecessor = predecessorOf(reason);
  const inPlaceOf = reason.kind === 'replace' ? reason.old.id : predecessor?.old.id;
  const giveBack = await refusing(context, act, () => takePlace(context, { policy, person, inPlaceOf }));
  try {
    if (reason.kind === 'replace') return await replace(context, { ...wanted, reason }, admitted);
    const held = reason.kind === 'collect' ? await reason.claim() : [];
    if (held === undefined) return { kind: 'not-claimed' };
    if (predecessor !== undefined) return await rotate(context, wanted, { ...admitted, held, predecessor });
    return await create(context, wanted, { ...admitted, held });
  } finally {
    await giveBack();
  }
}

/** What may be issued now. */
interface Held extends Admitted {
  /** What is written with the attempt: that the claim of a request has begun. */
  readonly held: readonly Part[];
}

function create(
  context: IssuingContext,
  { person, reason }: IssueWanted,
  { spec, rule, policy, held }: Held,
): Promise<Issued> {
  const intent = prepareIssue(context, { person, spec, kind: reason.kind, stage: { at: 'creating' } });
  return makeClient(context, {
    intent,
    rule,
    also: [...held, ...context.intents.beginning(intent)],
    otherwise: { kind: 'request-changed-meanwhile' },
    alongside: movingOf(reason),
    async written() {
      await takeFromQuota(context, policy, person, 'create');
      return intent;
    },
  });
}

/** What becomes of the request that is collected. */
const movingOf = (reason: IssueReason): Alongside | undefined =>
  reason.kind === 'collect' ? reason.moving : undefined;

/** Makes the new client beside the old one, which nobody else may have begun to rotate meanwhile. */
function rotate(
  context: IssuingContext,
  { person, reason }: IssueWanted,
  {
    spec,
    rule,
    policy,
    held,
    predecessor: { old, overlapDays },
  }: Held & { readonly predecessor: Predecessor },
): Promise<Issued> {
  const intent = prepareIssue(context, {
    person,
    spec,
    kind: reason.kind,
    predecessor: old.id,
    overlapDays,
    stage: { at: 'creating' },
  });
  return makeClient(context, {
    intent,
    rule,
    also: [
      ...held,
      ...context.intents.beginning(intent),
      ...context.records.changing(old, { ...old, rotating: intent.id }),
    ],
    otherwise: { kind: 'client-changed-meanwhile' },
    alongside: movingOf(reason),
    async written() {
      await takeFromQuota(context, policy, person, 'create');
      return intent;
    },
  });
}

/** Deletes the old client and makes the new one, under one intent. What is gone already is not replaced. */
async function replace(
  context: IssuingContext,
  { person, reason }: WantedFor<'replace'>,
  { spec, rule, policy }: Admitted,
): Promise<Issued | NotReplaced> {
  const { intents, records, workspace } = context;
  const { id, user } = reason.old;
  const intent = prepareIssue(context, {
    person,
    spec,
    kind: 'replace',
    predecessor: id,
    stage: { at: 'replacing' },
  });
  try {
    const deleted = await auditedDeletion(context, {
      user,
      id,
      person,
      rule,
      also: intents.beginning(intent),
      beside: () => takeFromQuota(context, policy, person, 'create'),
      work: (recording) =>
        eraseOnRecord(context, { user, id, by: person, how: 'replaced', intent: intent.id }, recording),
    });
    if (deleted.kind !== 'deleted' || deleted.earlier) {
      await intents.settle(intent);
      if (deleted.kind === 'already') return deleted;
      const closed = (await records.find(workspace, id))?.closed;
      if (closed === undefined) throw new Error('the record of a client that is gone is open');
      return { kind: 'closed', closed };
    }
    await reason.oldIsGone();
  } catch (error) {
    // What may have happened all the same stays open, to be looked into.
    if (!mayHaveDeleted(error)) await intents.settle(intent);
    intents.leave(intent);
    throw error;
  }
  try {
    return await makeClient(context, {
      intent,
      rule,
      async written() {
        // It may have been transferred until it was gone; a record that is closed keeps its owner.
        const owner = (await records.find(workspace, id))?.owner;
        const creating = await intents.advance(intent, { at: 'creating' }, { owner });
        if (creating === undefined) throw new Error('the intent was taken over');
        return creating;
      },
    });
  } catch (problem) {
    if (problem instanceof Problem) return { kind: 'only-deleted', name: spec.name, problem };
    throw problem;
  }
}
