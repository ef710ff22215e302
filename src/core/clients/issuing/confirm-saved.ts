import { auditedChange } from '../../audit/audited-change.js';
import { type ActContext, recordRefusal, rightTo } from '../../audit/right-on-record.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { AllowRule } from '../../model/decision.js';
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
  const { record, rule } = await receiptOf(context, { person, id });
  if (record.savedAt !== undefined || record.closed !== undefined) return record;
  await context.beforeChanges?.();
  const { workspace, records, audit, reference, now } = context;
  const { user, name } = record;
  return auditedChange({
    audit,
    workspace,
    facts: {
      actor: person,
      action: 'confirm-receipt',
      target: { user, clientId: id, name },
      rule,
      reference,
    },
    work: async (recording) => {
      const saved = (current: ClientRecord): ClientRecord | undefined =>
        current.savedAt === undefined && current.closed === undefined
          ? { ...current, savedAt: now().toISOString() }
          : undefined;
      const how = { known: record, commit: () => recording() };
      return (await records.change(workspace, id, saved, how)) ?? record;
    },
    unchanged: ({ closed }) => ({
      outcome: 'refused',
      reason: closed === undefined ? 'saved' : 'client-closed',
    }),
  });
}

/** The record of a client that the person was given the secret of; a `Problem`, on record, for anybody else. */
export async function recordOfRequester(context: ReceiptContext, of: OfReceipt): Promise<ClientRecord> {
  return (await receiptOf(context, of)).record;
}

interface Receipt {
  readonly record: ClientRecord;
  /** The rule by which it is the person's. */
  readonly rule: AllowRule;
}

async function receiptOf(context: ReceiptContext, { person, id }: OfReceipt): Promise<Receipt> {
  const { rule } = await rightTo(context, { person, action: 'confirm-receipt', target: 'any' });
  const record = await context.records.find(context.workspace, id);
  if (record?.requester === person) return { record, rule };
  const target = record === undefined ? { clientId: id } : { clientId: id, user: record.user };
  const reason = record === undefined ? 'client-not-found' : 'not-requester';
  await recordRefusal(context, { person, action: 'confirm-receipt', target, reason });
  throw new Problem({ kind: 'client-not-found' });
}
