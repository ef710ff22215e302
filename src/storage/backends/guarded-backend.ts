import { Problem } from '../../core/problem.js';
import { within } from '../../core/async/within.js';
import { type Backend, type Batch, MOST_KEYS_OF_A_BATCH } from './backend.js';

export const OPERATION_DEADLINE_MS = 5000;

/** Wraps a backend: every operation ends in time, every failure is a `Problem` of kind `store-unavailable`. */
export function guarded(backend: Backend, deadlineMs = OPERATION_DEADLINE_MS): Backend {
  const guard = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await within(deadlineMs, work);
    } catch (cause) {
      throw new Problem({ kind: 'store-unavailable' }, { cause });
    }
  };
  return {
    shared: backend.shared,
    get: (key) => guard(backend.get(key)),
    getAll: (keys) => guard(backend.getAll(keys)),
    scan: (prefix, range) => guard(backend.scan(prefix, range)),
    async commit(batch) {
      refuseMalformed(batch);
      return guard(backend.commit(batch));
    },
    now: () => guard(backend.now()),
    sweep: () => guard(backend.sweep()),
    // As long as it takes.
    indexKeys: (progress) => backend.indexKeys(progress),
    health: () => guard(backend.health()),
    close: () => guard(backend.close()),
  };
}

/** What some backend would refuse, or do in another order than others, is a mistake of the caller's on all of them. */
function refuseMalformed({ require = [], put = [], delete: removed = [] }: Batch): void {
  const changed = [...put.map(({ key }) => key), ...removed];
  const required = require.map(({ key }) => key);
  for (const keys of [changed, required]) {
    if (new Set(keys).size < keys.length) throw new RangeError('a batch names a key twice');
  }
  if (changed.length + required.length > MOST_KEYS_OF_A_BATCH) {
    throw new RangeError(`a batch has more than ${MOST_KEYS_OF_A_BATCH} keys`);
  }
}
