import type { WorkspaceId } from '../core/model/ids.js';
import type { AuditHead, AuditRecord } from '../core/audit/audit-event.js';
import type { AuditChannelProgress } from '../core/audit/audit-channel-progress.js';
import type { AuditTrail } from '../core/audit/audit-trail.js';
import type { Rules } from '../core/rules/rules.js';
import type { Store } from '../core/store.js';
import { Problem } from '../core/problem.js';

/** As many lines as a message bears, however long they are. */
const RECORDS_A_MESSAGE = 10;
/** The change that named the channel is no further back: the channel is told soon after it. */
const LOOK_BACK = 100;
/** Longer than a message takes with all its repetitions: after this, the process that was posting has died. */
const TELLING_TAKES_AT_MOST_MS = 5 * 60_000;

/** Records for one message. */
export interface AuditLines {
  readonly records: readonly AuditRecord[];
  /** The records may be in the channel already: the process that posted them died before it could say so. */
  readonly isRepeated: boolean;
  /** They do not follow from what was posted before: the trail was rewritten. */
  readonly isBroken: boolean;
}

export interface TellingAuditChannel {
  readonly workspace: WorkspaceId;
  readonly audit: AuditTrail;
  readonly rules: Rules;
  readonly told: Store<AuditChannelProgress>;
  readonly now: () => Date;
  readonly post: (channel: string, lines: AuditLines) => Promise<void>;
  readonly postHead: (channel: string, head: AuditHead) => Promise<void>;
}

/** What is left to tell. */
export interface ToldSoFar {
  /** `false` while another replica is posting. */
  readonly isAll: boolean;
  /** When the day's head is to be posted, where today's stands already and more was told since. */
  readonly headDueAt: Date | undefined;
}

const OTHERS: ToldSoFar = { isAll: false, headDueAt: undefined };

export const toldKey = (workspace: WorkspaceId): string => `audit-told:${workspace}:channel`;

/**
 * Posts what the audit channel has not been told yet, in order, each record once however many replicas there
 * are; and once a day the chain's head. Only a process that dies between posting and saying so may leave a
 * message that comes again, which then says that of itself.
 */
export async function tellAuditChannel(telling: TellingAuditChannel): Promise<ToldSoFar> {
  const { workspace, audit, rules, told } = telling;
  const channel = (await rules.of(workspace)).policy.auditChannel;
  let state = await told.get(toldKey(workspace));
  if (channel === undefined) {
    if (state !== undefined) await told.delete(toldKey(workspace));
    return { isAll: true, headDueAt: undefined };
  }
  if (state?.channel !== channel) {
    const begun: AuditChannelProgress = { channel, sequence: (await firstToTell(audit, workspace)) - 1 };
    const isMine =
      state === undefined
        ? await told.putIfAbsent(toldKey(workspace), begun)
        : await told.replace(toldKey(workspace), state, begun);
    // Another replica has begun, and may have told something already.
    if (!isMine) return OTHERS;
    state = begun;
  }
  for (;;) {
    const next = await tellNext(telling, state);
    if (next === 'others') return OTHERS;
    if (next === undefined) break;
    state = next;
  }
  await tellHead(telling, state);
  return { isAll: true, headDueAt: headDueAt(telling, state) };
}

/** A channel is told of what happens from the change of the policy on that named it: the last one, so soon after. */
async function firstToTell(audit: AuditTrail, workspace: WorkspaceId): Promise<number> {
  const { sequence: newest } = await audit.head(workspace);
  let looked = 0;
  for await (const record of audit.backwards(workspace, newest + 1)) {
    if (record.action === 'change-policy' && record.outcome === 'done') return record.sequence;
    looked += 1;
    if (looked === LOOK_BACK) break;
  }
  return Math.max(1, newest);
}

/** Posts one message; resolves to the state after it, or `undefined` when there is nothing to tell. */
async function tellNext(
  telling: TellingAuditChannel,
  state: AuditChannelProgress,
): Promise<AuditChannelProgress | 'others' | undefined> {
  const { workspace, audit, told, now } = telling;
  const before = state.telling;
  if (before !== undefined && now().getTime() - Date.parse(before.at) < TELLING_TAKES_AT_MOST_MS)
    return 'others';

  const records: AuditRecord[] = [];
  // Numbers may be missing, where the store has lost records.
  for await (const record of audit.forwards(workspace, state.sequence, before?.until)) {
    records.push(record);
    if (before === undefined && records.length === RECORDS_A_MESSAGE) break;
  }
  const [first, last] = [records[0], records.at(-1)];
  if (first === undefined || last === undefined) return undefined;

  // The replica whose swap succeeds is the one that posts.
  const claimed: AuditChannelProgress = {
    ...state,
    telling: { until: last.sequence, at: now().toISOString() },
  };
  if (!(await told.replace(toldKey(workspace), state, claimed))) return 'others';
  try {
    await telling.post(state.channel, {
      records,
      isRepeated: before !== undefined,
      isBroken: !follows(records, state),
    });
  } catch (error) {
    // What Slack refused does not stand there; of anything else nobody knows.
    if (isRefusal(error)) await told.replace(toldKey(workspace), claimed, state);
    throw error;
  }
  const { telling: _, ...rest } = claimed;
  const done: AuditChannelProgress = { ...rest, sequence: last.sequence, hash: last.hash };
  return (await told.replace(toldKey(workspace), claimed, done)) ? done : 'others';
}

/** Slack's word for why it did not do something; a lost answer has a name of another form. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof Problem) || error.facts.kind !== 'slack-failed') return false;
  return (
    /^[a-z_]+( |$)/.test(error.facts.error) && !/^(internal|fatal)_error|^service_/.test(error.facts.error)
  );
}

function follows(records: readonly AuditRecord[], { sequence, hash }: AuditChannelProgress): boolean {
  let before = hash === undefined ? undefined : { sequence, hash };
  for (const record of records) {
    const isNext =
      before === undefined ||
      (record.sequence === before.sequence + 1 && record.previousHash === before.hash);
    if (!isNext) return false;
    before = record;
  }
  return true;
}

/** Today's head is posted by now, so what was told after it is covered by tomorrow's. */
function headDueAt({ now }: TellingAuditChannel, { head, sequence }: AuditChannelProgress): Date | undefined {
  if (head === undefined || head.sequence === sequence) return undefined;
  const at = now();
  return new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate() + 1));
}

async function tellHead(telling: TellingAuditChannel, state: AuditChannelProgress): Promise<void> {
  const { workspace, told, now } = telling;
  const on = now().toISOString().slice(0, 10);
  const { sequence, hash, head } = state;
  // A head that stands there already proves as much as one that is posted again.
  if (hash === undefined || head?.on === on || head?.sequence === sequence) return;
  if (!(await told.replace(toldKey(workspace), state, { ...state, head: { sequence, on } }))) return;
  await telling.postHead(state.channel, { sequence, hash });
}
