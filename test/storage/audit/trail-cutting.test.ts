import { describe, expect, it } from 'vitest';
import { AuditAnchor, type AuditRecord } from '../../../src/core/audit/audit-event.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { textsUnder } from '../backends/texts.js';
import { collect } from '../servers/stores-under-test.js';
import { event, trailOver, workspace } from './trail.js';

/** Two replicas over one trail of so many records. What the first commits waits until `goOn`, once it is told to. */
async function twoReplicas(count: number) {
  const backend = memoryBackend();
  let stalled: Promise<void> | undefined;
  let hasBegun = (): void => undefined;
  const stalling: Backend = {
    ...backend,
    async commit(batch) {
      hasBegun();
      await stalled;
      return backend.commit(batch);
    },
  };
  const other = trailOver(backend);
  const heads: AuditRecord[] = [];
  for (let record = 0; record < count; record += 1) heads.push(await other.append(workspace, event()));
  const anchors = createStore({ backend, schema: AuditAnchor });
  return {
    backend,
    stalling: trailOver(stalling),
    other,
    head: (sequence: number) => heads[sequence - 1] ?? expect.fail(`there is no record ${sequence}`),
    anchor: () => anchors.get(`audit-anchor:${workspace}`),
    kept: async () => (await collect(other.forwards(workspace, 0))).map(({ sequence }) => sequence),
    keys: async () => (await textsUnder(backend, 'audit')).map(([key]) => key),
    /** Resolves once the first replica commits something, which waits from now on. */
    stall: () => {
      let goOn = (): void => undefined;
      stalled = new Promise<void>((resolve) => (goOn = resolve));
      const begun = new Promise<void>((resolve) => (hasBegun = resolve));
      return { begun, goOn: () => goOn() };
    },
  };
}

describe('a cut', () => {
  it.each([
    ['earlier', 10, 12],
    ['later', 12, 10],
  ])(
    'on two replicas at once, of which the slow one ends %s, leaves an unbroken trail',
    async (_, slow, quick) => {
      const { stalling, other, head, anchor, kept, stall } = await twoReplicas(20);
      const { begun, goOn } = stall();
      // Their clocks differ a little. The slow one has read the anchor, and not yet written its own.
      const cutting = stalling.cut(workspace, head(slow));
      await begun;
      await other.cut(workspace, head(quick));
      goOn();
      await cutting;
      const { sequence, hash } = head(12);
      expect(await anchor()).toEqual({ sequence, hash, cutAt: expect.any(String) });
      expect(await kept()).toEqual([13, 14, 15, 16, 17, 18, 19, 20]);
    },
  );

  it.each([1, 100, 101, 102])(
    'of %d records, which is all of them, leaves nothing but the anchor',
    async (count) => {
      const { other, head, keys } = await twoReplicas(count);
      await other.cut(workspace, head(count));
      expect(await keys()).toEqual([`audit-anchor:${workspace}`]);
      expect(await other.append(workspace, event())).toMatchObject({
        sequence: count + 1,
        previousHash: head(count).hash,
      });
    },
  );

  it('up to where it was cut already, or before that, changes nothing', async () => {
    const { backend, other, head } = await twoReplicas(5);
    await other.cut(workspace, head(3));
    const before = await textsUnder(backend, 'audit');
    const later = trailOver(backend, { now: () => new Date('2099-01-01T00:00:00.000Z') });
    for (const sequence of [3, 2]) await later.cut(workspace, head(sequence));
    expect(await textsUnder(backend, 'audit')).toEqual(before);
  });

  it.each([0, 5])('of all records, %d and one more, lets no number be given twice', async (count) => {
    const { stalling, other, head, anchor, kept, stall } = await twoReplicas(count);
    if (count > 0) await other.cut(workspace, head(count));
    const { begun, goOn } = stall();
    // The slow replica appends where no record stands, and another one has appended and cut meanwhile.
    const appending = stalling.append(workspace, event({ action: 'delete' }));
    await begun;
    const next = await other.append(workspace, event());
    await other.cut(workspace, next);
    goOn();
    expect(await appending).toMatchObject({ sequence: count + 2, previousHash: next.hash });
    expect([(await anchor())?.sequence, await kept()]).toEqual([count + 1, [count + 2]]);
  });
});
