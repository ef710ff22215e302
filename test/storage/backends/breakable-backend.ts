import type { Backend } from '../../../src/storage/backends/backend.js';

export type StoreState = 'up' | 'refusing' | 'hanging' | 'answerless';

/**
 * A store that can go down: refusing, it fails at once; hanging, it never answers; answerless, it does what it is
 * asked and is cut off before it can say so.
 */
export function breakable(backend: Backend, state: () => StoreState): Backend {
  const unlessDown = async <Result>(operation: () => Promise<Result>): Promise<Result> => {
    if (state() === 'refusing') throw new Error('connection refused');
    if (state() === 'hanging') await new Promise(() => {});
    const result = await operation();
    if (state() === 'answerless') throw new Error('connection reset');
    return result;
  };
  return {
    ...backend,
    get: (key) => unlessDown(() => backend.get(key)),
    set: (key, text, ttlMs) => unlessDown(() => backend.set(key, text, ttlMs)),
    delete: (key) => unlessDown(() => backend.delete(key)),
    putIfAbsent: (key, text, ttlMs) => unlessDown(() => backend.putIfAbsent(key, text, ttlMs)),
    replace: (key, expected, next, ttlMs) => unlessDown(() => backend.replace(key, expected, next, ttlMs)),
    health: () => unlessDown(() => backend.health()),
    async *scan(prefix) {
      await unlessDown(() => Promise.resolve());
      yield* backend.scan(prefix);
    },
  };
}
