import type { WorkspaceId } from '../../core/model/ids.js';
import {
  type AuditAnchor,
  type AuditEvent,
  type AuditHead,
  type AuditRecord,
  auditEvent,
} from '../../core/audit/audit-event.js';
import type { AuditTrail } from '../../core/audit/audit-trail.js';
import { isMet } from '../../core/committing-with.js';
import type { Commit, Part, Refused, Store } from '../../core/store.js';
import { Problem } from '../../core/problem.js';
import { INSTALLED, UNINSTALLED } from '../../core/workspace/uninstall.js';
import { hashOf, nextRecord } from './audit-chain.js';
import type { AuditIndex } from './audit-index.js';
import { auditKey } from './audit-key.js';
import { gapEvent, type TrailGap } from '../../core/audit/trail-gap.js';
import { trailCutting } from './trail-cutting.js';
import { type TrailEnd, trailEnds } from './trail-end.js';
import { trailReading } from './trail-reading.js';

/** A head takes some 500 bytes. */
const HEADS_KEPT_AT_MOST = 10_000;
/** Losing more often in a row means that more than one record was appended meanwhile. */
const LOSSES_BY_ONE = 2;
/** An outcome that is written so long after it happened is late: its time says nothing about its place in the trail. */
const LATE_AFTER_MS = 10_000;
const TRY_AGAIN_AFTER_MS = 1_000;
const TRY_AGAIN_AT_THE_LATEST_AFTER_MS = 30_000;

export interface AuditTrailParts {
  readonly records: Store<AuditRecord>;
  /** The beginnings of chains whose oldest records were cut. */
  readonly anchors: Store<AuditAnchor>;
  /** The entries of this index are written and removed together with the records. */
  readonly index: AuditIndex;
  readonly commit: Commit;
  /** What is written together with each record. */
  readonly beside?: (record: AuditRecord) => readonly Part[];
  readonly now: () => Date;
  /** Up to which record somebody was told of the trail, so that it must have been there; 0 when absent. */
  readonly toldUpTo?: (workspace: WorkspaceId) => Promise<number>;
  /** Told of records that the store has lost. */
  readonly gap?: (workspace: WorkspaceId, gap: TrailGap) => void;
  /** Rejects when the process stops: then nothing is tried again any more. */
  readonly sleep: (ms: number) => Promise<void>;
  /** Told each time that the outcome of an act could not be written. */
  readonly unwritten: (error: unknown, event: AuditEvent) => void;
  /** Told of an outcome that is not written, as the trail has ended: the app was uninstalled meanwhile. */
  readonly afterTheEnd?: (event: AuditEvent) => void;
  /** Told of every record that this process has appended. */
  readonly appended?: (record: AuditRecord) => void;
}

/** What this process knows of the end of a chain. */
interface Known {
  /** `undefined`: the store has to be asked. */
  readonly end: TrailEnd | undefined;
  readonly highest: number;
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
 * The trail over any store. A record is put under the next free number while the one before it stands there, so each
 * names the hash of the very one before it, however many processes append. Where the store has lost records, the next
 * one says so.
 * Within a process a workspace's appends queue: each costs one round trip while no other process appends.
 */
export function auditTrail(parts: AuditTrailParts): AuditTrail & { lateOutcomes(): number } {
  const { records, anchors, index, commit, now, sleep, unwritten } = parts;
  const ends = trailEnds({ records, anchors, toldUpTo: parts.toldUpTo ?? (() => Promise.resolve(0)) });
  const heads = new Map<WorkspaceId, Known>();
  const queues = new Map<WorkspaceId, Promise<unknown>>();
  let lateOutcomes = 0;

  /** A record that another process has put there; `lost`: the one before it does not stand there any more. */
  const put = async (
    end: TrailEnd,
    record: AuditRecord,
    { time, also, isOutcome }: Pick<Appended, 'time' | 'also' | 'isOutcome'>,
  ): Promise<{ readonly taken: AuditRecord } | 'put' | 'lost' | Refused> => {
    const { part } = records;
    const key = auditKey(record.workspace, record.sequence);
    const free = part.expect(key, undefined);
    const byTime = index.timeOf(record);
    const isLate = isOutcome && byTime.length > 0 && now().getTime() - time.getTime() > LATE_AFTER_MS;
    const beside = [
      ...index.entriesOf(record),
      ...(isLate ? [] : byTime),
      ...(parts.beside?.(record) ?? []),
      ...also,
    ];
    const landed = await commit([end.stands, free, part.put(key, record), ...beside]);
    if (landed.kind === 'done') return 'put';
    const taken = free.standing(landed);
    if (taken !== undefined) return { taken };
    return isMet(end.stands, landed) ? landed : 'lost';
  };

  const know = (workspace: WorkspaceId, end: TrailEnd): TrailEnd => {
    if (heads.size >= HEADS_KEPT_AT_MOST && !heads.has(workspace)) heads.clear();
    // An end without a record is asked for each time.
    heads.set(workspace, { end: end.record && end, highest: end.highest });
    return end;
  };

  const findEnd = async (workspace: WorkspaceId): Promise<TrailEnd> =>
    know(workspace, await ends.find(workspace, heads.get(workspace)?.highest ?? 0));

  /** `undefined` for an outcome behind the trail's end. */
  const appendNow = async (
    workspace: WorkspaceId,
    { time, event, isOutcome, also }: Appended,
  ): Promise<Written | undefined> => {
    const isEnded = ({ record }: TrailEnd): boolean => record?.action === UNINSTALLED && !followsEnd(event);
    let end = heads.get(workspace)?.end ?? (await findEnd(workspace));
    for (let losses = 1; ; ) {
      // Installed again meanwhile, it goes on.
      if (isEnded(end)) end = await findEnd(workspace);
      if (isEnded(end)) {
        if (!isOutcome) throw new Problem({ kind: 'uninstalled' });
        parts.afterTheEnd?.(event);
        return undefined;
      }
      const { head, highest } = end;
      const gap = highest > head.sequence ? { from: head.sequence + 1, to: highest } : undefined;
      const record =
        gap === undefined
          ? nextRecord(head, workspace, time, event)
          : nextRecord({ ...head, sequence: highest }, workspace, now(), gapEvent(gap, event.reference));
      const outcome = await put(end, record, { time, isOutcome, also: gap === undefined ? also : [] });
      if (outcome === 'put') {
        end = know(workspace, ends.after(record));
        parts.appended?.(record);
        if (gap === undefined) return { kind: 'done', record };
        parts.gap?.(workspace, gap);
        continue;
      }
      if (outcome !== 'lost' && 'kind' in outcome) return outcome;
      // Another process was first, or the store has lost the head.
      const next = outcome === 'lost' || losses > LOSSES_BY_ONE ? undefined : outcome.taken;
      const isNext = next?.previousHash === head.hash;
      end = isNext ? know(workspace, ends.after(next)) : await findEnd(workspace);
      losses += 1;
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
    const { sequence, hash } = (await findEnd(workspace)).head;
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
    ...trailReading({ records, anchors, index }),
    ...trailCutting(parts),
    head,

    async append(workspace, event) {
      const written = await appendWith(workspace, event, []);
      if (written.kind === 'refused') throw new Error('nothing was required');
      return written.record;
    },

    appendWith,

    async concludeWith(workspace, event, also) {
      const outcome = { time: now(), event: auditEvent(event), isOutcome: true, also };
      return (await append(workspace, outcome)) ?? commit(also);
    },

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
