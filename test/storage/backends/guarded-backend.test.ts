import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Problem } from '../../../src/core/problem.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { scanAll } from '../../../src/storage/backends/scan-all.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { collect } from '../servers/stores-under-test.js';
import { putText } from './texts.js';

function everyOperation(answer: () => Promise<never>): Backend {
  const ask = { get: answer, getAll: answer, scan: answer, commit: answer, now: answer };
  return { shared: false, ...ask, sweep: answer, indexKeys: answer, health: answer, close: answer };
}

const failing = [
  { what: 'fails', answer: () => Promise.reject(new Error('the disk is full')), cause: 'the disk is full' },
  { what: 'never answers', answer: () => new Promise<never>(() => {}), cause: 'no answer within 20 ms' },
];

describe.each(failing)('a backend that $what', ({ answer, cause }) => {
  it('is a problem in every operation, never an absent record', async () => {
    const backend = guarded(everyOperation(answer), 20);
    const store = createStore({ backend, schema: z.string() });
    const operations = [
      () => store.get('key'),
      () => store.getAll(['key']),
      () => store.put('key', 'value'),
      () => store.delete('key'),
      () => store.putIfAbsent('key', 'value'),
      () => store.replace('key', 'value', 'next'),
      () => collect(store.scan('')),
      () => backend.now(),
      () => backend.sweep(),
      () => backend.health(),
      () => backend.close(),
    ];
    for (const operation of operations) {
      const failure: unknown = await operation().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(failure).toBeInstanceOf(Problem);
      expect(failure).toMatchObject({ facts: { kind: 'store-unavailable' }, cause: { message: cause } });
    }
  });
});

describe('a reader that takes its time between two records', () => {
  it('does not run into the deadline, and may leave early', async () => {
    const backend = guarded(memoryBackend(), 20);
    for (const key of ['a', 'b', 'c']) await putText(backend, key, key);
    const seen: string[] = [];
    for await (const [key] of scanAll(backend, '')) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      seen.push(key);
      if (key === 'b') break;
    }
    expect(seen).toEqual(['a', 'b']);
  });
});
