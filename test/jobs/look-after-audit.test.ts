import { describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../src/core/model/ids.js';
import {
  AUDIT_LOOK_EVERY_MS,
  lookAfterAudit,
  type LookingAfterAudit,
} from '../../src/jobs/look-after-audit.js';

const NOW = new Date('2026-11-24T10:00:00Z');
const tomorrow = new Date('2026-11-25T00:00:00Z');
const nextWeek = new Date('2026-12-01T00:00:00Z');

const look = (given: Partial<LookingAfterAudit>) =>
  lookAfterAudit({
    workspace: WorkspaceId.parse('T1ACME'),
    now: () => NOW,
    tell: () => Promise.resolve({ isAll: true, headDueAt: undefined }),
    cut: () => Promise.resolve(undefined),
    notTold: () => undefined,
    ...given,
  });

/** How long after now. */
const after = (at: Date | undefined): number => (at?.getTime() ?? Number.NaN) - NOW.getTime();

describe('an audit trail that is looked after', () => {
  test('rests where all is told and nothing is cut', async () => {
    expect(await look({})).toBeUndefined();
  });

  test('is looked at again when its head is due, or something is too old, whichever comes first', async () => {
    const tell = () => Promise.resolve({ isAll: true, headDueAt: tomorrow });
    expect(await look({ tell, cut: () => Promise.resolve(nextWeek) })).toEqual(tomorrow);
    expect(await look({ cut: () => Promise.resolve(nextWeek) })).toEqual(nextWeek);
  });

  test('is cut although its channel cannot be told, and told at the next common look', async () => {
    let cuts = 0;
    const failures: unknown[] = [];
    const again = await look({
      tell: () => Promise.reject(new Error('is_archived')),
      cut: () => Promise.resolve(void (cuts += 1)),
      notTold: (error) => failures.push(error),
    });
    expect([cuts, failures]).toEqual([1, [new Error('is_archived')]]);
    expect(after(again)).toBeGreaterThan(0);
    expect(after(again)).toBeLessThanOrEqual(AUDIT_LOOK_EVERY_MS);
  });

  test('is looked at again where another replica is posting: it may die before it says so', async () => {
    const again = await look({ tell: () => Promise.resolve({ isAll: false, headDueAt: undefined }) });
    expect(after(again)).toBeGreaterThan(0);
    expect(after(again)).toBeLessThanOrEqual(AUDIT_LOOK_EVERY_MS);
  });
});
