import { assert, asyncProperty, integer } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuditRecord } from '../../../src/core/audit/audit-event.js';
import { auditKey, auditPrefix } from '../../../src/storage/audit/audit-key.js';
import { firstAtOrAfter, lastAtOrBefore } from '../../../src/storage/audit/times-in-trail.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { collect } from '../servers/stores-under-test.js';
import { event, trailOver, workspace } from './trail.js';

const BEGIN = Date.UTC(2026, 10, 24, 10);
const HOUR_MS = 3_600_000;
const minute = (count: number): Date => new Date(BEGIN + count * 60_000);

/** A trail of records with these times and outcomes, and how often the store was asked since. */
async function trailAt(written: readonly { time: Date; outcome?: AuditRecord['outcome'] }[]) {
  const backend = memoryBackend();
  let reads = 0;
  const counted: Backend = {
    ...backend,
    get: (key) => {
      reads += 1;
      return backend.get(key);
    },
    scan: (prefix, range) => {
      reads += 1;
      return backend.scan(prefix, range);
    },
  };
  const records = createStore({ backend: counted, schema: AuditRecord });
  const times = written.map(({ time }) => time);
  const trail = trailOver(counted, { now: () => times.shift() ?? minute(0) });
  for (const { outcome = 'attempted' } of written) await trail.append(workspace, event({ outcome }));
  return {
    range: { first: 1, last: written.length },
    read: {
      at: (sequence: number) => records.get(auditKey(workspace, sequence)),
      next: async (sequence: number, limit: number) => {
        const after = auditKey(workspace, sequence);
        const found = await collect(records.scan(auditPrefix(workspace), { after, limit }));
        return found.map(([, record]) => record);
      },
      forwards: (after: number, last: number) => trail.forwards(workspace, after, last),
      backwards: (before: number) => trail.backwards(workspace, before),
    },
    reads: () => reads,
  };
}

describe('the time of a trail', () => {
  it('is found by reading some log2 of its records', async () => {
    const { range, read, reads } = await trailAt(
      Array.from({ length: 2_000 }, (_, index) => ({
        time: minute(index + 1),
        outcome: index % 2 === 0 ? 'attempted' : 'done',
      })),
    );
    let before = reads();
    const cost = (): number => {
      const asked = reads() - before;
      before = reads();
      return asked;
    };
    for (const count of [1, 2, 777, 1_024, 1_999, 2_000]) {
      expect(await firstAtOrAfter(minute(count), range, read)).toBe(count);
      expect(cost()).toBeLessThanOrEqual(2 * Math.log2(2_000) + 4);
      expect(await lastAtOrBefore(minute(count), range, read)).toBe(count);
      expect(cost()).toBeLessThanOrEqual(2 * Math.log2(2_000) + 4);
    }
    expect(await firstAtOrAfter(minute(0), range, read)).toBe(1);
    expect(await firstAtOrAfter(minute(2_001), range, read)).toBe(2_001);
    expect(await lastAtOrBefore(minute(0), range, read)).toBe(0);
    expect(await lastAtOrBefore(minute(9_999), range, read)).toBe(2_000);
    expect(await firstAtOrAfter(minute(5), { first: 1, last: 0 }, read)).toBe(1);
    expect(await lastAtOrBefore(minute(5), { first: 1, last: 0 }, read)).toBe(0);
  });

  it('loses nothing where the clocks of replicas differ by seconds', async () => {
    await assert(
      asyncProperty(integer({ min: 0, max: 399 }), async (asked) => {
        // Every other record is of a replica whose clock is 25 s ahead.
        const written = Array.from({ length: 200 }, (_, index) => ({
          time: new Date(BEGIN + index * 1_000 + (index % 2) * 25_000),
        }));
        const { range, read } = await trailAt(written);
        const time = new Date(BEGIN + asked * 500);
        const sequences = written.map(({ time: at }, index) => ({ at, sequence: index + 1 }));
        expect(await firstAtOrAfter(time, range, read)).toBe(
          sequences.find(({ at }) => at >= time)?.sequence ?? 201,
        );
        expect(await lastAtOrBefore(time, range, read)).toBe(
          sequences.findLast(({ at }) => at <= time)?.sequence ?? 0,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('is not mistaken where one replica wrote its outcomes hours late', async () => {
    // From record 100 on, three of four are outcomes of hours ago that wait for a store that is back.
    const written = Array.from({ length: 200 }, (_, index) =>
      index >= 100 && index % 4 !== 0
        ? { time: new Date(BEGIN + index), outcome: 'done' as const }
        : { time: new Date(BEGIN + index * HOUR_MS) },
    );
    const { range, read } = await trailAt(written);
    for (const hour of [40, 80, 100, 140]) {
      expect(await firstAtOrAfter(new Date(BEGIN + hour * HOUR_MS), range, read)).toBe(hour + 1);
    }
  });
});
