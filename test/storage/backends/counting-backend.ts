import type { Backend } from '../../../src/storage/backends/backend.js';

export interface Counting {
  readonly backend: Backend;
  /** What was asked of the store since the last call, by operation and kind of record, and how much each yielded. */
  taken(): readonly string[];
}

/** The same backend, which writes down what it is asked. */
export function counting(backend: Backend): Counting {
  let asked: string[] = [];
  const kindOf = (key: string): string => key.slice(0, key.indexOf(':'));
  const kindsOf = (keys: readonly string[]): string => [...new Set(keys.map(kindOf))].sort().join('+');
  return {
    taken() {
      const all = asked;
      asked = [];
      return all;
    },
    backend: {
      ...backend,
      async get(key) {
        asked.push(`get ${kindOf(key)}`);
        return backend.get(key);
      },
      async getAll(keys) {
        asked.push(`get ${keys.length} of ${kindsOf(keys)}`);
        return backend.getAll(keys);
      },
      async scan(prefix, range) {
        const found = await backend.scan(prefix, range);
        asked.push(`scan ${kindOf(prefix)}: ${found.length}`);
        return found;
      },
      async commit(batch) {
        const { put = [], delete: removed = [] } = batch;
        asked.push(`commit ${kindsOf([...put.map(({ key }) => key), ...removed])}`);
        return backend.commit(batch);
      },
    },
  };
}
