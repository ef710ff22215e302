import type { WorkspaceId } from '../../core/model/ids.js';
import {
  type AuditAnchor,
  type AuditEvent,
  type AuditHead,
  type AuditRecord,
  auditEvent,
  NO_RECORDS,
} from '../../core/audit/audit-event.js';
import type { AuditTrail } from '../../core/audit/audit-trail.js';
import type { Commit, Part, Store } from '../../core/store.js';
import { Problem } from '../../core/problem.js';
import { INSTALLED, UNINSTALLED } from '../../core/workspace/uninstall.js';
import { hashOf, nextRecord } from './audit-chain.js';
import type { AuditIndex } from './audit-index.js';
import { anchorKey, auditKey } from './audit-key.js';
import { findEnd } from './find-end.js';
import { trailReading } from './trail-reading.js';

/**
 * A head that is known for longer is asked of the store again. It must be far shorter than any retention: a
 * head whose successor was cut meanwhile would find its place free, and fork the chain.
 */
const HEAD_GOOD_FOR_MS = 10 * 60_000;
/** Behind a head that is known for longer, the anchor is read beside the append: uninstalling cuts at once. */
const SURELY_UNCUT_FOR_MS = 500;
/** A head takes some 200 bytes. */
const HEADS_KEPT_AT_MOST = 10_000;
/** Losing more often in a row means that more than one record was appended meanwhile. */
const LOSSES_BY_ONE = 2;
/** Each has two index entries at most: a batch holds them all. */
const CUT_AT_ONCE = 100;
const TRY_AGAIN_AFTER_MS = 1_000;
const TRY_AGAIN_AT_THE_LATEST_AFTER_MS = 30_000;

export interface AuditTrailParts {
  readonly records: Store<AuditRecord>;
  /** The beginnings of chains whose oldest records were cut. */
  readonly anchors: Store<AuditAnchor>;
  /** Its entries are written and removed together with the records. */
  readonly index: AuditIndex;
  readonly commit: Commit;
  /** What is written together with each record. */
  readonly beside?: (record: AuditRecord) => readonly Part[];
  readonly now: () => Date;
  /** Milliseconds on a clock that is never set; `performance.now` when absent. */
  readonly elapsed?: () => number;
  /** Rejects when the process stops: then nothing is tried again any more. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Told each time that the outcome of an act could not be written. */
  readonly unwritten: (error: unknown, event: AuditEvent) => void;
  /** Told of an outcome that is not written, as the trail has ended: the app was uninstalled meanwhile. */
  readonly afterTheEnd?: (event: AuditEvent) => void;
  /** Told of every record that this process has appended. */
  readonly appended?: (record: AuditRecord) => void;
}

interface KnownHead extends AuditHead {
  readonly asOf: number;
  /** Its record says that the app was uninstalled. */
  readonly isEnd: boolean;
}

/** What is to be appended; an outcome is of an act that began before. */
interface Appended {
  readonly time: Date;
  readonly event: AuditEvent;
  readonly isOutcome: boolean;
}

/** What may stand behind an uninstallation: the next installation, and an operator's export. */
const followsEnd = ({ actor, action }: AuditEvent): boolean =>
  actor === 'operator' || action === INSTALLED || action === UNINSTALLED;

/**
 * The trail over any store. Putting a record under the next free number appends it, so numbers
 * have no gaps and each record names the hash of the very one before it, however many processes append.
 * Within a process a workspace's appends queue: each costs one round trip while no other process appends.
 */
export function auditTrail(parts: AuditTrailParts): AuditTrail & { lateOutcomes(): number } {
  const { records, anchors, index, commit, now, sleep, unwritten, elapsed = () => performance.now() } = parts;
  const heads = new Map<WorkspaceId, KnownHead>();
  const queues = new Map<WorkspaceId, Promise<unknown>>();
  let lateOutcomes = 0;

  const at = (workspace: WorkspaceId, sequence: number) => records.get(auditKey(workspace, sequence));

  /** `false` where another process has put a record there. */
  const put = async (key: string, record: AuditRecord): Promise<boolean> => {
    const { part } = records;
    const beside = [...index.entriesOf(record), ...(parts.beside?.(record) ?? [])];
    const landed = await commit([part.expect(key, undefined), part.put(key, record), ...beside]);
    return landed.kind === 'done';
  };

  const removed = (workspace: WorkspaceId, sequence: number, record: AuditRecord | undefined): Part[] => [
    records.part.delete(auditKey(workspace, sequence)),
    ...(record === undefined
      ? []
      : index.entriesOf(record).map(({ key }): Part => ({ kind: 'delete', key }))),
  ];

  const know = (workspace: WorkspaceId, head: AuditHead | AuditRecord): KnownHead => {
    if (heads.size >= HEADS_KEPT_AT_MOST && !heads.has(workspace)) heads.clear();
    const { sequence, hash } = head;
    const isEnd = 'action' in head && head.action === UNINSTALLED;
    const known = { sequence, hash, asOf: elapsed(), isEnd };
    heads.set(workspace, known);
    return known;
  };

  const findHead = async (workspace: WorkspaceId): Promise<KnownHead> => {
    const known = heads.get(workspace);
    const standing = known && (await at(workspace, known.sequence));
    const start =
      standing !== undefined && standing.hash === known?.hash
        ? standing
        : ((await anchors.get(anchorKey(workspace))) ?? NO_RECORDS);
    const last = await findEnd(start.sequence, (sequence) => at(workspace, sequence));
    return know(workspace, last ?? start);
  };

  const knownHead = async (workspace: WorkspaceId): Promise<KnownHead> => {
    const known = heads.get(workspace);
    if (known !== undefined && elapsed() - known.asOf < HEAD_GOOD_FOR_MS) return known;
    return findHead(workspace);
  };

  /** `undefined` for an outcome behind the trail's end. */
  const appendNow = async (
    workspace: WorkspaceId,
    { time, event, isOutcome }: Appended,
  ): Promise<AuditRecord | undefined> => {
    try {
      let head = await knownHead(workspace);
      for (let losses = 1; ; losses += 1) {
        // Installed again meanwhile, it goes on.
        if (head.isEnd && !followsEnd(event)) head = await findHead(workspace);
        if (head.isEnd && !followsEnd(event)) {
          if (!isOutcome) throw new Problem({ kind: 'uninstalled' });
          parts.afterTheEnd?.(event);
          return undefined;
        }
        const record = nextRecord(head, workspace, time, event);
        const key = auditKey(workspace, record.sequence);
        const mayBeCut = elapsed() - head.asOf >= SURELY_UNCUT_FOR_MS;
        const [isFirst, anchor] = await Promise.all([
          put(key, record),
          mayBeCut ? anchors.get(anchorKey(workspace)) : undefined,
        ]);
        if (isFirst && anchor !== undefined && anchor.sequence >= record.sequence) {
          // Its place was free because what stood there is cut: it is no link of the chain.
          await commit(removed(workspace, record.sequence, record));
          head = await findHead(workspace);
          continue;
        }
        if (isFirst) {
          know(workspace, record);
          parts.appended?.(record);
          return record;
        }
        // Another process was first.
        const winner = losses > LOSSES_BY_ONE ? undefined : await at(workspace, record.sequence);
        head = winner === undefined ? await findHead(workspace) : know(workspace, winner);
      }
    } catch (error) {
      // A write that was reported as failed may land all the same.
      heads.delete(workspace);
      throw error;
    }
  };

  const append = (workspace: WorkspaceId, what: Appended): Promise<AuditRecord | undefined> => {
    const before = queues.get(workspace) ?? Promise.resolve();
    const appended = before.then(
      () => appendNow(workspace, what),
      () => appendNow(workspace, what),
    );
    queues.set(workspace, appended);
    const leave = (): void => {
      if (queues.get(workspace) === appended) queues.delete(workspace);
    };
    appended.then(leave, leave);
    return appended;
  };

  const keepTrying = async (workspace: WorkspaceId, outcome: Appended): Promise<void> => {
    for (let pause = TRY_AGAIN_AFTER_MS; ; pause = Math.min(2 * pause, TRY_AGAIN_AT_THE_LATEST_AFTER_MS)) {
      await sleep(pause);
      try {
        await append(workspace, outcome);
        return;
      } catch (error) {
        unwritten(error, outcome.event);
      }
    }
  };

  const finishCut = async (workspace: WorkspaceId): Promise<void> => {
    const anchor = await anchors.get(anchorKey(workspace));
    if (anchor?.leftFrom === undefined) return;
    const { leftFrom, ...done } = anchor;
    for (let first = leftFrom; first <= done.sequence; first += CUT_AT_ONCE) {
      const count = Math.min(CUT_AT_ONCE, done.sequence - first + 1);
      const sequences = Array.from({ length: count }, (_, more) => first + more);
      const left = await records.getAll(sequences.map((sequence) => auditKey(workspace, sequence)));
      await commit(sequences.flatMap((sequence, at) => removed(workspace, sequence, left[at])));
    }
    await anchors.replace(anchorKey(workspace), anchor, done);
  };

  const head = async (workspace: WorkspaceId): Promise<AuditHead> => {
    const { sequence, hash } = await findHead(workspace);
    return { sequence, hash };
  };

  return {
    ...trailReading({ records, anchors, index, head }),
    head,

    async append(workspace, event) {
      const what = { time: now(), event: auditEvent(event), isOutcome: false };
      const record = await append(workspace, what);
      if (record === undefined) throw new Error('only an outcome is left out');
      return record;
    },

    async conclude(workspace, event) {
      const outcome = { time: now(), event: auditEvent(event), isOutcome: true };
      try {
        await append(workspace, outcome);
      } catch (error) {
        unwritten(error, outcome.event);
        lateOutcomes += 1;
        keepTrying(workspace, outcome)
          .catch((stopped: unknown) => unwritten(stopped, outcome.event))
          .finally(() => (lateOutcomes -= 1));
      }
    },

    isWhole: ({ hash, ...content }) => hashOf(content) === hash,

    async cut(workspace, { sequence, hash }) {
      const anchor = await anchors.get(anchorKey(workspace));
      if (anchor !== undefined && anchor.sequence >= sequence) return;
      const leftFrom = anchor?.leftFrom ?? (anchor?.sequence ?? 0) + 1;
      // The anchor first: from then on nobody reads what it cuts off, gone or not.
      await anchors.put(anchorKey(workspace), { sequence, hash, cutAt: now().toISOString(), leftFrom });
      await finishCut(workspace);
    },

    finishCut,

    /** Outcomes that wait for the store to take them. */
    lateOutcomes: () => lateOutcomes,
  };
}
