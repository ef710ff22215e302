import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { AuditRecord } from '../../../src/core/audit/audit-event.js';
import { gapEvent, type TrailGap } from '../../../src/core/audit/trail-gap.js';
import { soundInWords } from '../../../src/operator/text/verdict.js';
import { nextRecord } from '../../../src/storage/audit/audit-chain.js';
import { auditKey } from '../../../src/storage/audit/audit-key.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { deleteText, putText } from '../backends/texts.js';
import { collect, type Place, places } from '../servers/stores-under-test.js';
import { exportFile, verifyFile } from './exporting.js';
import { event, trailOver, workspace } from './trail.js';

describe.each(places)('a trail of which $name has lost the last records', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('is told of', () => {
    let place: Place;
    let backend: Backend;
    let gaps: TrailGap[];
    let trail: ReturnType<typeof trailOver>;
    beforeEach(async () => {
      place = newPlace();
      const opened = await openBackend(place.url, { allowVolatile: true, space: place.space });
      backend = { ...opened, setAside: () => undefined };
      gaps = [];
      trail = trailOver(backend, { gap: (_, gap) => gaps.push(gap) });
      for (let count = 0; count < 6; count += 1) await trail.append(workspace, event());
    });
    afterEach(async () => {
      await backend.close();
      await place.clear();
    });

    const lose = async (...sequences: readonly number[]): Promise<void> => {
      for (const sequence of sequences) await deleteText(backend, auditKey(workspace, sequence));
    };
    const standing = async () =>
      (await collect(createStore({ backend, schema: AuditRecord }).scan('audit:'))).map(
        ([, { sequence, action }]) => [sequence, action],
      );

    test('by the next record, which gives no number twice, and every later export verifies', async () => {
      await lose(5, 6);
      const next = await trail.append(workspace, event({ action: 'delete' }));
      expect(next.sequence).toBe(8);
      expect(gaps).toEqual([{ from: 5, to: 6 }]);
      expect((await standing()).slice(-3)).toEqual([
        [4, 'create'],
        [7, 'trail-gap'],
        [8, 'delete'],
      ]);
      for (const format of ['jsonl', 'csv'] as const) {
        const verdict = await verifyFile(await exportFile(backend, { format, trail }));
        if (verdict.kind !== 'sound') throw new Error(verdict.kind);
        expect(verdict.gaps).toEqual([{ from: 5, to: 6 }]);
        expect(soundInWords(verdict)).toContain('the store lost records 5 to 6, and record 7 says so');
      }
    });

    test('by a record of its own, and what belongs to the next one is written with that alone', async () => {
      await lose(6);
      const store = createStore({ backend, schema: z.string() });
      const also = [store.part.expect('act', undefined), store.part.put('act', 'done')];
      expect(await trail.appendWith(workspace, event(), also)).toMatchObject({
        kind: 'done',
        record: { sequence: 8 },
      });
      expect(await store.get('act')).toBe('done');
    });

    test('where all of them are lost', async () => {
      await lose(1, 2, 3, 4, 5, 6);
      await trail.append(workspace, event());
      expect(await standing()).toEqual([
        [7, 'trail-gap'],
        [8, 'create'],
      ]);
      expect((await verifyFile(await exportFile(backend, { trail }))).kind).toBe('sound');
    });

    test('also after the write that found out had failed, and by a process that only knows what was told', async () => {
      await lose(6);
      const other = trailOver(backend, { toldUpTo: () => Promise.resolve(6) });
      await other.append(workspace, event());
      await trail.append(workspace, event());
      expect((await standing()).slice(-4)).toEqual([
        [5, 'create'],
        [7, 'trail-gap'],
        [8, 'create'],
        [9, 'create'],
      ]);
    });

    test('where the last one cannot be read', async () => {
      await putText(backend, auditKey(workspace, 6), 'broken');
      const other = trailOver(backend, { gap: (_, gap) => gaps.push(gap) });
      expect((await other.append(workspace, event())).sequence).toBe(8);
      expect(gaps).toEqual([{ from: 6, to: 6 }]);
      expect((await verifyFile(await exportFile(backend, { trail: other }))).kind).toBe('sound');
    });

    test('although something else stands where records do', async () => {
      await lose(6);
      await putText(backend, `${auditKey(workspace, 5)}-copy`, 'broken');
      expect((await trail.append(workspace, event())).sequence).toBe(8);
      expect(gaps).toEqual([{ from: 6, to: 6 }]);
    });

    test('where it was the last that a cut left, and others that it left stand', async () => {
      const last = await trail.head(workspace);
      const breaking = trailOver({
        ...backend,
        commit: (batch) =>
          batch.delete?.length === 0 ? backend.commit(batch) : Promise.reject(new Error('down')),
      });
      await expect(breaking.cut(workspace, last)).rejects.toThrow('down');
      await lose(6);
      const next = await trailOver(backend).append(workspace, event());
      expect([next.sequence, next.previousHash]).toEqual([7, last.hash]);
    });

    test('and still missed where nobody tells of it', async () => {
      await lose(3, 5, 6);
      await trail.append(workspace, event());
      expect(await verifyFile(await exportFile(backend, { trail }))).toMatchObject({
        kind: 'missing',
        from: 3,
        to: 3,
      });
    });
  });
});

describe('a record that says which are missing is not believed', () => {
  /** The file of a trail that lost records 5 and 6, of which record 7 tells. */
  async function lines(reference: string) {
    const backend = memoryBackend();
    const trail = trailOver(backend);
    for (let count = 0; count < 6; count += 1) await trail.append(workspace, event({ reference }));
    for (const sequence of [5, 6]) await deleteText(backend, auditKey(workspace, sequence));
    await trail.append(workspace, event({ reference }));
    return (await exportFile(backend, { trail })).split(/(?<=\n)/);
  }
  const missing = (from: number, to: number) => ({ kind: 'missing', line: 6, from, to });

  test('behind other records than those it was written behind', async () => {
    const [one, other] = [await lines('ONE23456'), await lines('OTHER234')];
    // The head of each file is its own; the first four records are those of the other.
    const changed = [...one.slice(0, 1), ...other.slice(1, 5), ...one.slice(5)];
    expect(await verifyFile(one.join(''))).toMatchObject({ kind: 'sound', gaps: [{ from: 5, to: 6 }] });
    expect(await verifyFile(changed.join(''))).toEqual(missing(5, 6));
  });

  test.each([
    ['fewer', { from: 5, to: 5 }, 6],
    ['more', { from: 5, to: 7 }, 6],
    ['those before', { from: 4, to: 6 }, 6],
  ])('where %s are', async (_, gap, highest) => {
    const backend = memoryBackend();
    const records = createStore({ backend, schema: AuditRecord });
    const trail = trailOver(backend);
    for (let count = 0; count < 4; count += 1) await trail.append(workspace, event());
    const head = { ...(await trail.head(workspace)), sequence: highest };
    const record = nextRecord(head, workspace, new Date(), gapEvent(gap, 'REF23456'));
    await records.put(auditKey(workspace, record.sequence), record);
    const text = await exportFile(backend);
    expect(await verifyFile(text)).toEqual(missing(5, 6));
  });
});
