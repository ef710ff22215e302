import type { WorkspaceId } from '../core/model/ids.js';
import type { ClientRecord } from '../core/model/client-record.js';
import type { ClientRecords } from '../core/clients/client-records.js';

const REMIND_AFTER_MS = 24 * 3_600_000;

export interface Reminding {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly now: () => Date;
  readonly remind: (record: ClientRecord) => Promise<void>;
}

/** Reminds, once, each person who has not said for a day whether a secret is saved. */
export async function remindUnconfirmed(reminding: Reminding): Promise<void> {
  const { workspace, records } = reminding;
  const now = reminding.now();
  const due = (record: ClientRecord): boolean =>
    record.savedAt === undefined &&
    record.remindedAt === undefined &&
    record.closed === undefined &&
    now.getTime() - Date.parse(record.createdAt) >= REMIND_AFTER_MS;

  const failures: unknown[] = [];
  for (const record of (await openOnes(reminding)).filter(due)) {
    let mine = false;
    // Written first, so that several replicas, or a crash in between, remind once and not twice.
    await records.change(workspace, record.id, (current) => {
      mine = due(current);
      return mine ? { ...current, remindedAt: now.toISOString() } : undefined;
    });
    if (!mine) continue;
    try {
      await reminding.remind(record);
    } catch (error) {
      failures.push(error);
      // Tried again at the next run; the others are not kept waiting for this one.
      await records.change(workspace, record.id, notReminded);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some reminders could not be sent');
}

async function openOnes({ workspace, records }: Reminding): Promise<readonly ClientRecord[]> {
  const found: ClientRecord[] = [];
  for await (const { id } of records.ofUsers(workspace)) {
    const record = await records.find(workspace, id);
    if (record !== undefined) found.push(record);
  }
  return found;
}

function notReminded(record: ClientRecord): ClientRecord {
  const changed = { ...record };
  delete changed.remindedAt;
  return changed;
}
