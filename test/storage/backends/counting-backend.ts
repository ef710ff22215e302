import type { Backend } from '../../../src/storage/backends/backend.js';

export interface Counting {
  readonly backend: Backend;
  /** What was asked of the store since the last call, by operation and kind of record, and how much each yielded. */
  taken(): readonly string[];
}

/** A backend that writes down what it is asked. */
export function counting(backend: Backend): Counting {
  let asked: { what: string }[] = [];
  const kindOf = (key: string): string => key.slice(0, key.indexOf(':'));
  const kindsOf = (keys: readonly string[]): string => [...new Set(keys.map(kindOf))].sort().join('+');
  return {
    taken() {
      const all = asked;
      asked = [];
      return all.map(({ what }) => what);
    },
    backend: {
      ...backend,
      async get(key) {
        asked.push({ what: `get ${kindOf(key)}` });
        return backend.get(key);
      },
      async getAll(keys) {
        asked.push({ what: `get ${keys.length} of ${kindsOf(keys)}` });
        return backend.getAll(keys);
      },
      async scan(prefix, range) {
        // In the order in which it is asked, whichever is answered first.
        const scan = { what: `scan ${kindOf(prefix)}` };
        asked.push(scan);
        const found = await backend.scan(prefix, range);
        scan.what += `: ${found.length}`;
        return found;
      },
      async commit(batch) {
        const { put = [], delete: removed = [] } = batch;
        asked.push({ what: `commit ${kindsOf([...put.map(({ key }) => key), ...removed])}` });
        return backend.commit(batch);
      },
    },
  };
}
