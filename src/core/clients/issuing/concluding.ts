import type { AuditConclusion, Recording } from '../../audit/audited.js';
import { committingWith } from '../../committing-with.js';
import type { Handed } from '../../connection/alphaus.js';
import type { IssueIntent } from '../../intents/intent.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId } from '../../model/ids.js';
import type { Commit, Part } from '../../store.js';

/** The outcome of a create, as far as it is certain. */
export type Made =
  | { readonly kind: 'created'; readonly client: ClientId }
  | { readonly kind: 'ambiguous' }
  /** Nothing was made, or what was made is gone again. */
  | { readonly kind: 'nothing' };

/** Makes the parts of a batch that follow from an outcome, of what stands at that moment. */
export type Alongside = (made: Made) => Promise<readonly Part[]>;

/** Puts the outcome on record, in one batch with what the intent becomes and with all that follows from it. */
export type Concluding = (
  made: Made,
  conclusion: AuditConclusion,
  more?: () => Promise<readonly Part[]>,
) => Commit;

const nothing = (): Promise<readonly Part[]> => Promise.resolve([]);

export const concludingWith =
  (recording: Recording, alongside: Alongside = nothing): Concluding =>
  (made, conclusion, more = nothing) =>
    committingWith(recording(conclusion), async () => [...(await alongside(made)), ...(await more())]);

/** A client whose secret is in its person's hands. */
export interface Created {
  readonly kind: 'created';
  readonly record: ClientRecord;
  /** How trying it went, where it was tried before. */
  readonly trial?: Handed | undefined;
}

const TRIED = { accepted: 'successor-accepted', untried: 'successor-untried' } as const;

/** What the trail says of such a client. */
export function doneWith(
  { overlapDays, predecessor }: IssueIntent,
  { record, trial }: Pick<Created, 'record' | 'trial'>,
): AuditConclusion {
  const old = overlapDays === undefined ? undefined : predecessor;
  return {
    outcome: 'done',
    target: { clientId: record.id, ...(old !== undefined && { subject: old }) },
    ...(trial !== undefined && { reason: TRIED[trial] }),
  };
}

/** What the trail says of a create that got no answer. */
export const UNANSWERED: AuditConclusion = { outcome: 'ambiguous', reason: 'no-answer' };
