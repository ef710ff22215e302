import { UNCONFIRMED_FOR_MS, type ClientRecords } from '../core/clients/client-records.js';
import type { ClientId, WorkspaceId } from '../core/model/ids.js';
import type { ClientRecord } from '../core/model/client-record.js';

export interface Reminding {
  readonly workspace: WorkspaceId;
  readonly records: ClientRecords;
  readonly now: () => Date;
  readonly remind: (record: ClientRecord) => Promise<void>;
}

/**
 * Reminds a person once who has not said, a day after a client was made, whether its secret is saved. Resolves to when that
 * day is over, if it is not.
 */
export async function remindUnconfirmed(reminding: Reminding, id: ClientId): Promise<Date | undefined> {
  const { workspace, records } = reminding;
  const now = reminding.now();
  // Behind a rotation the new client's secret counts, and the old one is not asked about.
  const waits = ({ savedAt, remindedAt, closed, successor }: ClientRecord): boolean =>
    savedAt === undefined && remindedAt === undefined && closed === undefined && successor === undefined;
  const dayIsOver = ({ createdAt }: ClientRecord): Date =>
    new Date(Date.parse(createdAt) + UNCONFIRMED_FOR_MS);

  let mine: ClientRecord | undefined;
  // Written first, so that several replicas, or a crash in between, remind once and not twice.
  const standing = await records.change(workspace, id, (current) => {
    mine = waits(current) && dayIsOver(current) <= now ? current : undefined;
    return mine && { ...current, remindedAt: now.toISOString() };
  });
  if (mine === undefined) {
    return standing !== undefined && waits(standing) ? dayIsOver(standing) : undefined;
  }
  try {
    await reminding.remind(mine);
    return undefined;
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
