import { type ActContext, recordRefusal, rightTo } from '../../audit/right-on-record.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import type { ClientRecords } from '../client-records.js';

export interface ReceiptContext extends ActContext {
  readonly records: ClientRecords;
  readonly now: () => Date;
}

/** The person of the receipt, and the client. */
export interface OfReceipt {
  readonly person: PersonId;
  readonly id: ClientId;
}

/** Notes that the requester has saved the secret; resolves to the record as it stands then. */
export async function confirmSaved(
  context: ReceiptContext,
  { person, id }: OfReceipt,
): Promise<ClientRecord> {
  const record = await recordOfRequester(context, { person, id });
  await context.beforeChanges?.();
  const changed = await context.records.change(context.workspace, id, (current) =>
    current.savedAt === undefined && current.closed === undefined
      ? { ...current, savedAt: context.now().toISOString() }
      : undefined,
  );
  return changed ?? record;
}

/** The record of a client that the person was given the secret of; a `Problem`, on record, for anybody else. */
export async function recordOfRequester(
  context: ReceiptContext,
  { person, id }: OfReceipt,
): Promise<ClientRecord> {
  await rightTo(context, { person, action: 'confirm-receipt', target: 'any' });
  const record = await context.records.find(context.workspace, id);
  if (record?.requester === person) return record;
  const target = record === undefined ? { clientId: id } : { clientId: id, user: record.user };
  const reason = record === undefined ? 'client-not-found' : 'not-requester';
  await recordRefusal(context, { person, action: 'confirm-receipt', target, reason });
  throw new Problem({ kind: 'client-not-found' });
}
