import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { lastSeen } from '../../../src/storage/records/last-seen.js';
import { workspace } from '../../core/records.js';
import { counting } from '../backends/counting-backend.js';

const entries = (ids: Iterable<string>) => new Map([...ids].map((id) => [id, `of ${id}`]));
const many = (howMany: number) => Array.from({ length: howMany }, (_, index) => `client-${index}`);

describe('what has changed since the last look', () => {
  test('is told whatever there was and is, and nothing of it twice', async () => {
    const sets = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 500 }), { maxLength: 400 }), {
      minLength: 1,
      maxLength: 4,
    });
    await fc.assert(
      fc.asyncProperty(sets, async (looks) => {
        const seen = lastSeen(guarded(memoryBackend(Date.now)));
        let before = new Set<string>();
        for (const [index, look] of looks.entries()) {
          const now = new Set(look.map(String));
          const difference = await seen.compare(workspace, 'x', entries(now));
          expect(difference.isFirst).toBe(index === 0);
          expect(new Set(difference.added)).toEqual(new Set([...now].filter((id) => !before.has(id))));
          const gone = [...before].filter((id) => !now.has(id));
          expect(difference.gone).toEqual(entries(gone));
          await difference.keep();
          before = now;
        }
      }),
      { numRuns: 30 },
    );
  });

  test('is told again until it is kept', async () => {
    const seen = lastSeen(guarded(memoryBackend(Date.now)));
    for (let tries = 0; tries < 2; tries += 1) {
      expect((await seen.compare(workspace, 'x', entries(['a']))).added).toEqual(['a']);
    }
  });

  test('costs what changed, not what there is', async () => {
    const store = counting(guarded(memoryBackend(Date.now)));
    const seen = lastSeen(store.backend);
    await (await seen.compare(workspace, 'x', entries(many(20_000)))).keep();
    const costOf = async (ids: readonly string[]): Promise<readonly string[]> => {
      store.taken();
      const difference = await seen.compare(workspace, 'x', entries(ids));
      await difference.keep();
      return store.taken();
    };
    expect(await costOf(many(20_000))).toEqual(['get seen']);
    expect(await costOf([...many(20_000), 'one more'])).toEqual([
      'get seen',
      'get 1 of seen-part',
      'commit seen-part',
      'commit seen',
    ]);
  });
});
