import { audited, conclusionOf } from '../../audit/audited.js';
import type { CreateOutcome } from '../../connection/alphaus.js';
import type { IssueIntent } from '../../intents/intent.js';
import { Problem, type ProblemFacts } from '../../problem.js';
import type { Part } from '../../store.js';
import { Announcement } from './announcement.js';
import {
  type Alongside,
  type Concluding,
  concludingWith,
  type Created,
  doneWith,
  UNANSWERED,
} from './concluding.js';
import { handOver } from './hand-over.js';
import type { IssueContext } from './issue-context.js';
import { recordOf } from './prepare-issue.js';
import { lookAfterUnanswered } from './unanswered-create.js';

export type Issued =
  | Created
  /** Nobody knows whether a client was made: the person was told, and hears again when it is found out. */
  | { readonly kind: 'ambiguous' };

/** The action that the trail tells of. */
const ACTION = { create: 'create', collect: 'collect-request', replace: 'create', rotate: 'rotate' } as const;

/** A client that may be made now. */
export interface Making {
  readonly intent: IssueIntent;
  /** The rule that allowed it. */
  readonly rule: string;
  /** Written in one batch with the attempt's record. */
  readonly also?: readonly Part[];
  /** What is wrong where a condition among these does not hold. */
  readonly otherwise?: ProblemFacts;
  /** Resolves to the intent as it stands on disk then. Nothing is created where it rejects. */
  readonly written: () => Promise<IssueIntent>;
  /** Written in one batch with the outcome's record. */
  readonly alongside?: Alongside | undefined;
}

/**
 * Creates an API client and hands its secret over. Before the create one round trip to the store is waited for: the
 * attempt's record and the intent are written together, the rest beside them. A client whose secret could not be handed
 * over, or that could not be recorded, is deleted at once: nobody holds its secret.
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
  const announcement = new Announcement(context, intent);

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
    await Promise.all([lookAfterUnanswered(context, intent, lost), announcement.takeBack()]);
    return { kind: 'ambiguous' };
  }

  const { client } = outcome;
  const { id, createdAt } = client;
  connection.directory.added({ id, name: client.name, user: client.user, createdAt });
  const { place: receipt } = announcement;
  const record = { ...recordOf(context, intent, id), ...(receipt !== undefined && { receipt }) };
  const handing = { intent, client, record, opened, announcement, concluding };
  const { trial, isConcluded } = await handOver(context, handing);
  // Behind a predecessor there is more to do once the receipt stands.
  const endsWithReceipt = isConcluded && record.predecessor === undefined;
  const left = await handover.leaveReceipt(record, {
    announced: await announcement.noted(),
    also: endsWithReceipt ? intents.ending(intent) : [],
  });
  // What is missing is looked after later.
  const isLeftOpen = left === 'nobody' || !endsWithReceipt;
  if (left !== 'missing' && isConcluded && isLeftOpen) await intents.settle(intent);
  return { kind: 'created', record, ...(trial !== undefined && { trial }) };
}
