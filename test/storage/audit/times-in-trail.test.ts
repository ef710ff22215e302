import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditRecord, NO_RECORDS } from '../../../src/core/audit/audit-event.js';
import { nextRecord } from '../../../src/storage/audit/audit-chain.js';
import { auditIndex } from '../../../src/storage/audit/audit-index.js';
import { auditKey, paddedSequence } from '../../../src/storage/audit/audit-key.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { committing } from '../../../src/storage/backends/commit.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { counting } from '../backends/counting-backend.js';
import { textsUnder } from '../backends/texts.js';
import { event, trailOver, workspace } from './trail.js';

const BEGIN = Date.UTC(2026, 10, 24, 10);
const HOUR_MS = 3_600_000;
const minute = (count: number): Date => new Date(BEGIN + count * 60_000);

interface Written {
  readonly time: Date;
  readonly outcome?: AuditRecord['outcome'];
  /** An outcome that had to wait for the store. */
  readonly isLate?: boolean;
}

/** A trail of records with these times and outcomes, and how many of them were read since. */
async function trailAt(written: readonly Written[]) {
  const backend = memoryBackend();
  const counted = counting(backend);
  const records = createStore({ backend, schema: AuditRecord });
  const { entriesOf, timeOf } = auditIndex(backend);
  const commit = committing(backend);
  let head = NO_RECORDS;
  for (const { time, outcome = 'attempted', isLate = false } of written) {
    const record = nextRecord(head, workspace, time, event({ outcome }));
    const entries = [...entriesOf(record), ...(isLate ? [] : timeOf(record))];
    await commit([records.part.put(auditKey(workspace, record.sequence), record), ...entries]);
    head = record;
  }
  const trail = trailOver(counted.backend);
  counted.taken();
  return {
    first: async (since: Date) => (await trail.between(workspace, { since })).first,
    last: async (until: Date) => (await trail.between(workspace, { until })).last,
    asked: () => counted.taken(),
  };
}

describe('the time of a trail', () => {
  it('is found by an entry before it, and by reading from there', async () => {
    const { first, last, asked } = await trailAt(
      Array.from({ length: 2_000 }, (_, index) => ({
        time: minute(index + 1),
        outcome: index % 2 === 0 ? 'attempted' : 'done',
      })),
    );
    for (const count of [1, 2, 777, 1_024, 1_999, 2_000]) {
      expect(await first(minute(count))).toBe(count);
      expect(asked()).toEqual([
        'get audit-anchor',
        expect.stringMatching(/^scan audit-time: [01]$/),
        expect.stringMatching(/^scan audit: \d+$/),
      ]);
      expect(await last(minute(count))).toBe(count);
      expect(asked()).toHaveLength(4);
    }
    expect(await first(minute(0))).toBe(1);
    expect(await first(minute(2_001))).toBe(2_001);
    expect(await last(minute(0))).toBe(0);
    expect(await last(minute(9_999))).toBe(2_000);
  });

  it('is found without reading on to the end where no attempt is on record', async () => {
    const { last, asked } = await trailAt(
      Array.from({ length: 2_000 }, (_, index) => ({ time: minute(index + 1), outcome: 'done' })),
    );
    expect(await last(minute(1_024))).toBe(1_024);
    expect(asked()).toHaveLength(4);
  });

  it('of a trail without records is its beginning', async () => {
    const { first, last } = await trailAt([]);
    expect([await first(minute(5)), await last(minute(5))]).toEqual([1, 0]);
  });

  it('loses nothing where the clocks of replicas differ by seconds', async () => {
    await assert(
      asyncProperty(integer({ min: 0, max: 399 }), async (asked) => {
        // Every other record is of a replica whose clock is 25 s ahead.
        const written = Array.from({ length: 200 }, (_, index) => ({
          time: new Date(BEGIN + index * 1_000 + (index % 2) * 25_000),
        }));
        const { first, last } = await trailAt(written);
        const time = new Date(BEGIN + asked * 500);
        const sequences = written.map(({ time: at }, index) => ({ at, sequence: index + 1 }));
        expect(await first(time)).toBe(sequences.find(({ at }) => at >= time)?.sequence ?? 201);
        expect(await last(time)).toBe(sequences.findLast(({ at }) => at <= time)?.sequence ?? 0);
      }),
      { numRuns: 20 },
    );
  });

  it('is not mistaken where one replica wrote its outcomes hours late', async () => {
    // From record 100 on, three of four are outcomes of hours ago that wait for a store that is back.
    const written = Array.from({ length: 200 }, (_, index) =>
      index >= 100 && index % 4 !== 0
        ? { time: new Date(BEGIN + index), outcome: 'done' as const, isLate: true }
        : { time: new Date(BEGIN + index * HOUR_MS) },
    );
    const { first, last } = await trailAt(written);
    for (const hour of [40, 80, 100, 140]) {
      expect(await first(new Date(BEGIN + hour * HOUR_MS))).toBe(hour + 1);
      expect(await last(new Date(BEGIN + hour * HOUR_MS))).toBeLessThan(hour + 20);
    }
  });

  it('is looked for behind outcomes of later, where one may stand that had to wait', async () => {
    const late = { time: minute(1), outcome: 'done', isLate: true } as const;
    const { last } = await trailAt([
      { time: minute(1) },
      { time: minute(4), outcome: 'done' },
      late,
      { time: minute(4) },
      late,
    ]);
    expect(await last(minute(2))).toBe(3);
  });

  it('has no entry for an outcome that waited for the store', async () => {
    const backend = memoryBackend();
    let time = BEGIN;
    let isAway = false;
    const away: Backend = {
      ...backend,
      commit: (batch) => (isAway ? Promise.reject(new Error('away')) : backend.commit(batch)),
    };
    let isBack = (): void => undefined;
    const back = new Promise<void>((resolve) => {
      isBack = resolve;
    });
    const trail = trailOver(away, {
      now: () => new Date(time),
      sleep: () => back,
      unwritten: () => undefined,
    });
    for (let count = 1; count <= 15; count += 1) await trail.append(workspace, event());
    isAway = true;
    await trail.conclude(workspace, event({ outcome: 'done' }));
    time += HOUR_MS;
    isAway = false;
    isBack();
    await expect.poll(() => trail.lateOutcomes()).toBe(0);
    for (let count = 17; count <= 32; count += 1) await trail.append(workspace, event());
    expect((await trail.head(workspace)).sequence).toBe(32);
    expect((await textsUnder(backend, 'audit-time:')).map(([key]) => key)).toEqual([
      `audit-time:${workspace}:${new Date(time).toISOString()}:${paddedSequence(32)}`,
    ]);
  });

  it('has an entry for an outcome that was written within ten seconds', async () => {
    const backend = memoryBackend();
    let time = BEGIN;
    const trail = trailOver(backend, { now: () => new Date((time += 10_000)) });
    for (let count = 1; count <= 15; count += 1) await trail.append(workspace, event());
    const happened = new Date(time + 10_000);
    await trail.conclude(workspace, event({ outcome: 'done' }));
    expect((await textsUnder(backend, 'audit-time:')).map(([key]) => key)).toEqual([
      `audit-time:${workspace}:${happened.toISOString()}:${paddedSequence(16)}`,
    ]);
  });
});
