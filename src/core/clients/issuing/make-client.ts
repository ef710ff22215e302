import { waitForAll } from '../../async/wait-for-all.js';
import { accountOf } from '../../connection/same-account.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import type { IssuedApiClient } from '../../model/api-client.js';
import { audited, conclusionOf } from '../../audit/audited.js';
import {
  type Alongside,
  type Concluding,
  concludingWith,
  type Created,
  doneWith,
  UNANSWERED,
} from './concluding.js';
import type { ClientRecord, ClientSpec } from '../../model/client-record.js';
import { Announcement } from './announcement.js';
import { findMade } from './find-made.js';
import type { IssueContext } from './issue-context.js';
import { type IssueIntent, type IssueStage, type Offer, offerOf } from '../../intents/intent.js';
import type { Part } from '../../store.js';
import type { CreateOutcome, Handed, Trial } from '../../connection/alphaus.js';
import { unlessProblem } from '../../unless-problem.js';
import { Problem } from '../../problem.js';
import type { Shown } from './secret-handover.js';
import { notingSuccessor } from './succession.js';
import { deleteUndelivered } from './undelivered-client.js';
import { TooLate, within } from '../../async/within.js';

/** The person waits: what is not found by then is looked for later. */
const LOOK_FOR_MS = 5_000;

export type Issued =
  | Created
  /** Nobody knows whether a client was made: the person was told, and hears again when it is found out. */
  | { readonly kind: 'ambiguous' };

/** A client that is about to be made. */
interface Planned {
  readonly person: PersonId;
  readonly spec: ClientSpec;
  readonly kind: IssueIntent['kind'];
  readonly predecessor?: ClientId | undefined;
  /** For so long the predecessor is to be used beside it; the new client is tried before its secret goes out. */
  readonly overlapDays?: number | undefined;
  readonly stage: IssueStage;
}

/** An intent of this process; nothing is written yet. */
export function prepareIssue(
  { intents, workspace, connection, reference }: IssueContext,
  { person, spec, kind, predecessor, overlapDays, stage }: Planned,
): IssueIntent {
  const { user, name, purpose, owner, endsAt, request, approver, furtherApprovers = [], approvedAt } = spec;
  const account = accountOf(connection, user);
  return intents.prepare({
    kind,
    workspace,
    person,
    reference,
    ...(account !== undefined && { account }),
    wish: {
      user,
      name,
      purpose,
      owner,
      ...(endsAt !== undefined && { endsAt }),
      ...(request !== undefined && { request }),
      ...(approver !== undefined && { approver }),
      ...(furtherApprovers.length > 0 && { furtherApprovers: [...furtherApprovers] }),
      ...(approvedAt !== undefined && { approvedAt }),
    },
    ...(predecessor !== undefined && { predecessor }),
    ...(overlapDays !== undefined && { overlapDays }),
    stage,
  });
}

/** The action that the trail tells of. */
const ACTION = { create: 'create', collect: 'collect-request', replace: 'create', rotate: 'rotate' } as const;

/** A client that may be made now. */
export interface Making {
  readonly intent: IssueIntent;
  /** The rule that allowed it. */
  readonly rule: string;
  /** Written in one batch with the attempt's record. */
  readonly also?: readonly Part[];
  /** Thrown where a condition among these does not hold. */
  readonly otherwise?: Problem;
  /** Resolves to the intent as it stands on disk then. Nothing is created where it rejects. */
  readonly written: () => Promise<IssueIntent>;
  /** Written in one batch with the outcome's record. */
  readonly alongside?: Alongside | undefined;
}

/**
 * Creates an API client and hands its secret over. Before the create one round trip to the store is waited for: the
 * attempt's record and the intent are written together, the rest beside them. A client whose secret could not be handed over, or that
 * could not be recorded, is deleted at once: nobody holds its secret.
 */
export async function makeClient(
  context: IssueContext,
  { intent, rule, also = [], otherwise, written, alongside }: Making,
): Promise<Issued> {
  const { intents, audit, workspace, reference } = context;
  const { user, name, request } = intent.wish;
  const old = intent.overlapDays === undefined ? undefined : intent.predecessor;
  let standing: IssueIntent | undefined;
  let begun = false;
  try {
    return await audited({
      audit,
      workspace,
      facts: {
        actor: intent.person,
        action: ACTION[intent.kind],
        target: { user, name, ...(old !== undefined && { clientId: old }) },
        ...(request !== undefined && { request }),
        rule,
        reference,
      },
      work: (recording) => {
        begun = true;
        return create(context, standing ?? intent, concludingWith(recording, alongside));
      },
      outcomeOf: (issued) => (issued.kind === 'created' ? doneWith(intent, issued) : UNANSWERED),
      also,
      ...(otherwise !== undefined && { otherwise }),
      beside: async () => {
        standing = await written();
      },
    });
  } finally {
    // The API was not asked to make anything: there is nothing to find out.
    if (!begun) await intents.settle(intent);
    intents.leave(intent);
  }
}

async function create(context: IssueContext, intent: IssueIntent, concluding: Concluding): Promise<Issued> {
  const { connection, handover, intents } = context;
  const { user, name } = intent.wish;
  // Beside the create, not before it. Whether it worked is asked when it matters.
  const opened = handover.isOpen ? undefined : handover.open();
  opened?.catch(() => undefined);
  const announcement = new Announcement(handover, intent);

  let outcome: CreateOutcome;
  try {
    outcome = await connection.alphaus.clients.create(user, name);
  } catch (problem) {
    // A certain refusal: nothing was made. Whatever else was thrown leaves the intent to be looked into.
    await Promise.all([
      announcement.takeBack(),
      ...(problem instanceof Problem
        ? [intents.settle(intent, concluding({ kind: 'nothing' }, conclusionOf(problem)))]
        : []),
    ]);
    throw problem;
  }
  if (outcome.kind === 'ambiguous') {
    const lost = { ...outcome, concluding };
    const [issued] = await Promise.all([lookAfter(context, intent, lost), announcement.takeBack()]);
    return issued;
  }

  const { client } = outcome;
  const { id, createdAt } = client;
  connection.directory.added({ id, name: client.name, user: client.user, createdAt });
  const { place: receipt } = announcement;
  const record = { ...recordOf(context, intent, id), ...(receipt !== undefined && { receipt }) };
  const handing = { intent, client, record, opened, announcement, concluding };
  const { latest, trial, isConcluded } = await handOver(context, handing);
  // Behind a predecessor there is more to do once the receipt stands.
  const endsWithReceipt = isConcluded && record.predecessor === undefined;
  const left = await handover.leaveReceipt(record, {
    announced: await announcement.posted(),
    also: endsWithReceipt ? intents.ending(latest) : [],
  });
  // What is missing is looked after later.
  const isLeftOpen = left === 'nobody' || !endsWithReceipt;
  if (left !== 'missing' && isConcluded && isLeftOpen) await intents.settle(latest);
  return { kind: 'created', record, ...(trial !== undefined && { trial }) };
}

export function recordOf(
  { workspace, now }: Pick<IssueContext, 'workspace' | 'now'>,
  { id: intent, wish, person, predecessor, account }: IssueIntent,
  id: ClientId,
): ClientRecord {
  return {
    workspace,
    id,
    ...wish,
    requester: person,
    createdAt: now().toISOString(),
    ...(account !== undefined && { account }),
    ...(predecessor !== undefined && { predecessor }),
    intent,
  };
}

/** A client whose secret is in its person's hands. */
interface HandedOver {
  /** The intent as it stands then. */
  readonly latest: IssueIntent;
  /** `undefined` where it was not to be tried. */
  readonly trial: Handed | undefined;
  /** Whether the outcome is on record, with all that follows from it. */
  readonly isConcluded: boolean;
}

/** A client that was just created, whose secret its person does not have yet. */
interface HandingOver {
  readonly intent: IssueIntent;
  readonly client: IssuedApiClient;
  readonly record: ClientRecord;
  /** The way to the person, where it was not open. */
  readonly opened: Promise<void> | undefined;
  readonly announcement: Announcement;
  readonly concluding: Concluding;
}

/**
 * Records the client, tries it where another one goes on living beside it, and shows its secret. Throws once the client is
 * deleted again.
 */
async function handOver(
  context: IssueContext,
  { intent, client, record, opened, announcement, concluding }: HandingOver,
): Promise<HandedOver> {
  const { connection, handover, intents, records } = context;
  const isTried = intent.overlapDays !== undefined;
  let latest = intent;
  let trial: Trial | undefined;
  let shown: Shown | 'withheld' = 'withheld';
  // When the person's DM is already open, the secret goes out right after this round trip.
  const isStraight = handover.isOpen && !isTried;
  const first = isStraight ? 'handing-over' : 'made';
  const advance = async (at: 'made' | 'handing-over'): Promise<void> => {
    const also = at === first ? records.adding(record) : [];
    const advanced = await intents.advance(latest, { at, client: client.id }, { also });
    // Another process took this one for dead: it deletes the client, so its secret must not be shown.
    if (advanced === undefined) throw new Error('the intent was taken over');
    latest = advanced;
  };
  try {
    await waitForAll([advance(first), announcement.aboveTheSecret()]);
    if (isTried) trial = await connection.alphaus.tryOut(client);
    if (trial !== 'refused') {
      if (!isStraight) {
        await opened;
        await advance('handing-over');
      }
      shown = await handover.show(client, record, trial);
    }
  } catch (cause) {
    const undelivered = await deleteUndelivered(context, { intent: latest, record, concluding, cause });
    await announcement.takeBack();
    throw undelivered;
  }
  if (trial === 'refused' || shown !== 'handed-over') {
    const undelivered = await deleteUndelivered(context, {
      intent: latest,
      record,
      concluding,
      isShut: shown === 'shut',
      isRefused: trial === 'refused',
    });
    await announcement.takeBack();
    throw undelivered;
  }
  // From here on the secret is in the person's hands: the client lives on, whatever fails.
  const made = { kind: 'created', client: client.id } as const;
  const done = concluding(made, doneWith(intent, { record, trial }), () =>
    notingSuccessor(context, intent, client.id),
  );
  const advanced = await unlessProblem(
    intents.advance(latest, { at: 'handed-over', client: client.id }, { commit: done }),
  );
  return { latest: advanced ?? latest, trial, isConcluded: advanced !== undefined };
}

/** Looks while the person waits. What is not found now, the settling job looks for once more. */
async function lookAfter(
  context: IssueContext,
  intent: IssueIntent,
  {
    sentAt,
    gaveUpAt,
    concluding,
  }: Extract<CreateOutcome, { kind: 'ambiguous' }> & { readonly concluding: Concluding },
): Promise<Issued> {
  const { handover, intents } = context;
  const unanswered = await unlessProblem(
    intents.advance(
      intent,
      { at: 'unanswered', sentAt: sentAt.toISOString(), gaveUpAt: gaveUpAt.toISOString() },
      { commit: concluding({ kind: 'ambiguous' }, UNANSWERED) },
    ),
  );
  const open = unanswered ?? intent;
  const offer = await offerFor(context, open);
  await handover.tellUnclear(open, offer);
  if (offer !== undefined) await intents.settle(open);
  return { kind: 'ambiguous' };
}

async function offerFor(context: IssueContext, intent: IssueIntent): Promise<Offer | undefined> {
  try {
    const { candidates } = await within(LOOK_FOR_MS, findMade(context, intent));
    if (candidates.length === 0) return undefined;
    const offer = offerOf(intent, candidates);
    await context.intents.offer(offer);
    return offer;
  } catch (error) {
    if (error instanceof Problem || error instanceof TooLate) return undefined;
    throw error;
  }
}
