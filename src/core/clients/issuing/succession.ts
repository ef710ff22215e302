import type { IssueIntent } from '../../intents/intent.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId } from '../../model/ids.js';
import type { Part } from '../../store.js';
import type { ConnectedWorkspace } from '../connected-workspace.js';
import { DAY_MS } from '../../model/durations.js';

type Recorded = Pick<ConnectedWorkspace, 'workspace' | 'records'>;

/** Longer chains of clients that took each other's place are followed no further. */
const STEPS_AT_MOST = 20;

/**
 * The parts of a batch that note in a client's record which one takes its place, and until when both are to be used. None
 * where it says so already.
 */
export async function notingSuccessor(
  { workspace, records }: Recorded,
  { predecessor, overlapDays, begunAt }: IssueIntent,
  successor: ClientId,
): Promise<readonly Part[]> {
  if (predecessor === undefined) return [];
  const current = await records.find(workspace, predecessor);
  if (current === undefined || current.successor === successor) return [];
  const { rotating: _, switchRemindedAt: __, ...rest } = current;
  return records.changing(current, {
    ...rest,
    successor,
    ...(overlapDays !== undefined && {
      overlapEndsAt: new Date(Date.parse(begunAt) + overlapDays * DAY_MS).toISOString(),
    }),
  });
}

/**
 * The client that takes another's place now, as far as it is known here: one that was replaced or succeeded in its turn
 * is followed. `undefined` where none stands.
 */
export async function standingSuccessor(
  { workspace, records }: Recorded,
  { successor }: Pick<ClientRecord, 'successor'>,
): Promise<ClientRecord | undefined> {
  let id = successor;
  for (let step = 0; id !== undefined && step < STEPS_AT_MOST; step += 1) {
    const next = await records.find(workspace, id);
    if (next?.closed === undefined) return next;
    id = next.successor;
  }
  return undefined;
}

/** Where a client comes from, and what takes its place. */
export interface Lineage {
  readonly predecessor: ClientRecord | undefined;
  readonly successor: ClientRecord | undefined;
}

/** Reads nothing for a client that has neither. Clients that were only replaced are passed over while one stands behind them. */
export async function lineageOf(recorded: Recorded, record: ClientRecord): Promise<Lineage> {
  const [predecessor, successor] = await Promise.all([
    predecessorOf(recorded, record),
    standingSuccessor(recorded, record),
  ]);
  return { predecessor, successor };
}

async function predecessorOf(
  { workspace, records }: Recorded,
  record: ClientRecord,
): Promise<ClientRecord | undefined> {
  let before: ClientRecord | undefined;
  for (let id = record.predecessor, step = 0; id !== undefined && step < STEPS_AT_MOST; step += 1) {
    const found = await records.find(workspace, id);
    if (found === undefined) return before;
    before = found;
    if (found.closed?.how !== 'replaced') return before;
    id = found.predecessor;
  }
  return before;
}

/** An old client that is used beside its successor until it is given up. */
export interface Overlap {
  readonly old: ClientRecord;
  readonly successor: ClientRecord;
  readonly until: Date;
}

/** `undefined` for a client that is not in an overlap, on the old side or the new. */
export function overlapOf(record: ClientRecord, { predecessor, successor }: Lineage): Overlap | undefined {
  return between(record, successor) ?? between(predecessor, record);
}

function between(old: ClientRecord | undefined, successor: ClientRecord | undefined): Overlap | undefined {
  if (old?.overlapEndsAt === undefined || old.closed !== undefined) return undefined;
  if (successor === undefined || successor.closed !== undefined) return undefined;
  return { old, successor, until: new Date(old.overlapEndsAt) };
}
