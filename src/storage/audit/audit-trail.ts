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
import type { Commit, Part, Refused, Store } from '../../core/store.js';
import { Problem } from '../../core/problem.js';
import { INSTALLED, UNINSTALLED } from '../../core/workspace/uninstall.js';
import { hashOf, nextRecord } from './audit-chain.js';
import type { AuditIndex } from './audit-index.js';
import { anchorKey, auditKey } from './audit-key.js';
import { findEnd } from './find-end.js';
import { removing, trailCutting } from './trail-cutting.js';
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
  /** Committed together with the record. */
  readonly also: readonly Part[];
}

type Written = { readonly kind: 'done'; readonly record: AuditRecord } | Refused;

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

  const put = async (
    key: string,
    record: AuditRecord,
    also: readonly Part[],
  ): Promise<'first' | 'taken' | Refused> => {
    const { part } = records;
    const beside = [...index.entriesOf(record), ...(parts.beside?.(record) ?? []), ...also];
    const landed = await commit([part.expect(key, undefined), part.put(key, record), ...beside]);
    if (landed.kind === 'done') return 'first';
    return landed.texts.get(key) === undefined ? landed : 'taken';
  };

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
    { time, event, isOutcome, ...given }: Appended,
  ): Promise<Written | undefined> => {
    let { also } = given;
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
        const [outcome, anchor] = await Promise.all([
          put(key, record, also),
          mayBeCut ? anchors.get(anchorKey(workspace)) : undefined,
        ]);
        if (typeof outcome === 'object') return outcome;
        const isFirst = outcome === 'first';
        if (isFirst && anchor !== undefined && anchor.sequence >= record.sequence) {
          // Its place was free because what stood there is cut: it is no link of the chain.
          await commit(removing(parts, key, record));
          // They have landed with it.
          also = [];
          head = await findHead(workspace);
          continue;
        }
        if (isFirst) {
          know(workspace, record);
          parts.appended?.(record);
          return { kind: 'done', record };
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

  const append = (workspace: WorkspaceId, what: Appended): Promise<Written | undefined> => {
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

  const head = async (workspace: WorkspaceId): Promise<AuditHead> => {
    const { sequence, hash } = await findHead(workspace);
    return { sequence, hash };
  };

  const appendWith = async (
    workspace: WorkspaceId,
    event: AuditEvent,
    also: readonly Part[],
  ): Promise<Written> => {
    const what = { time: now(), event: auditEvent(event), isOutcome: false, also };
    const written = await append(workspace, what);
    if (written === undefined) throw new Error('only an outcome is left out');
    return written;
  };

  return {
    ...trailReading({ records, anchors, index, head }),
    ...trailCutting(parts),
    head,

    async append(workspace, event) {
      const written = await appendWith(workspace, event, []);
      if (written.kind === 'refused') throw new Error('nothing was required');
      return written.record;
    },

    appendWith,

    async conclude(workspace, event) {
      const outcome = { time: now(), event: auditEvent(event), isOutcome: true, also: [] };
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

    /** Outcomes that wait for the store to take them. */
    lateOutcomes: () => lateOutcomes,
  };
}
