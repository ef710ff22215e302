import { UNCONFIRMED_FOR_MS, type ClientRecords } from '../core/clients/client-records.js';
import type { ClientId, WorkspaceId } from '../core/model/ids.js';
import type { ClientRecord } from '../core/model/client-record.js';

export interface Reminding {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly now: () => Date;
  readonly remind: (record: ClientRecord) => Promise<void>;
}

/** Reminds the person who has not said for a day whether a client's secret is saved: once. */
export async function remindUnconfirmed(reminding: Reminding, id: ClientId): Promise<void> {
  const { workspace, records } = reminding;
  const now = reminding.now();
  const due = (record: ClientRecord): boolean =>
    record.savedAt === undefined &&
    record.remindedAt === undefined &&
    record.closed === undefined &&
    now.getTime() - Date.parse(record.createdAt) >= UNCONFIRMED_FOR_MS;

  let mine: ClientRecord | undefined;
  // Written first, so that several replicas, or a crash in between, remind once and not twice.
  await records.change(workspace, id, (current) => {
    mine = due(current) ? current : undefined;
    return mine && { ...current, remindedAt: now.toISOString() };
  });
  if (mine === undefined) return;
  try {
    await reminding.remind(mine);
  } catch (error) {
    // The entry falls due again.
    await records.change(workspace, id, notReminded);
    throw error;
  }
}

function notReminded(record: ClientRecord): ClientRecord {
  const changed = { ...record };
  delete changed.remindedAt;
  return changed;
}
