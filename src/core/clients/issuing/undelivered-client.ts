import type { ClientRecord } from '../../model/client-record.js';
import type { AuditConclusion } from '../../audit/audited.js';
import type { IssueIntent } from '../../intents/intent.js';
import { closingRecord } from '../erase-client.js';
import type { IssueContext } from './issue-context.js';
import type { Concluding } from './concluding.js';
import type { Part } from '../../store.js';
import { unlessProblem } from '../../unless-problem.js';
import { Problem } from '../../problem.js';

/** A client that was made, and whose secret did not reach its person. */
export interface Undelivered {
  readonly intent: IssueIntent;
  readonly record: ClientRecord;
  readonly concluding: Concluding;
  /** Why the secret was not handed over; `undefined` where Slack refused it. */
  readonly cause?: unknown;
  /** Slack lets the app write to nobody, as its settings say. */
  readonly isShut?: boolean;
  /** The token endpoint does not accept it: its secret was not even sent. */
  readonly isRefused?: boolean;
}

/**
 * Deletes a client whose secret nobody holds, and resolves to the `Problem` that says so. Settling deletes it later
 * where the API does not do it now.
 */
export async function deleteUndelivered(
  context: IssueContext,
  { intent, record, concluding, cause, isShut = false, isRefused = false }: Undelivered,
): Promise<Problem> {
  const { user, id } = record;
  const { intents } = context;
  const failures: unknown[] = cause === undefined ? [] : [cause];
  let cleanedUp = false;
  const withdrawing = intents.advance(intent, { at: 'withdrawing', client: id });
  try {
    await unlessProblem(withdrawing);
    await context.connection.alphaus.clients.delete(user, id);
    cleanedUp = true;
    const conclusion: AuditConclusion = {
      outcome: 'failed',
      reason: isRefused ? 'successor-refused' : 'secret-not-delivered',
      target: { clientId: id },
    };
    await intents.settleWith(
      intent,
      concluding({ kind: 'nothing' }, conclusion, () => closingUndelivered(context, record)),
    );
  } catch (error) {
    failures.push(error);
    // What is thrown now tells them; its record is closed once the store takes that.
    if (cleanedUp) intents.told(intent);
  }
  context.connection.directory.removed(user, id);
  return new Problem(
    isRefused
      ? { kind: 'successor-refused', id, cleanedUp }
      : { kind: 'secret-not-delivered', id, user, cleanedUp, isShut },
    failures.length === 0 ? {} : { cause: new AggregateError(failures) },
  );
}

/** The parts of a batch that close the record of a client that was deleted because nobody holds its secret. */
export function closingUndelivered(
  context: Pick<IssueContext, 'records' | 'workspace' | 'now'>,
  { id, requester }: Pick<ClientRecord, 'id' | 'requester'>,
): Promise<readonly Part[]> {
  return closingRecord(context, { id, how: 'secret-not-delivered', by: requester, at: context.now() });
}
