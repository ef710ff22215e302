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
    getAll: (keys) => unlessDown(() => backend.getAll(keys)),
    scan: (prefix, range) => unlessDown(() => backend.scan(prefix, range)),
    commit: (batch) => unlessDown(() => backend.commit(batch)),
    now: () => unlessDown(() => backend.now()),
    health: () => unlessDown(() => backend.health()),
  };
}
