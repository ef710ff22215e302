import { Problem } from '../../core/problem.js';
import type { Backend } from './backend.js';
import { within } from '../../core/async/within.js';

export const OPERATION_DEADLINE_MS = 5000;

/** The same backend, whose every operation ends in time; whatever fails is a `Problem` of kind `store-unavailable`. */
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
    set: (key, text, ttlMs) => guard(backend.set(key, text, ttlMs)),
    delete: (key) => guard(backend.delete(key)),
    putIfAbsent: (key, text, ttlMs) => guard(backend.putIfAbsent(key, text, ttlMs)),
    replace: (key, expected, next, ttlMs) => guard(backend.replace(key, expected, next, ttlMs)),
    sweep: () => guard(backend.sweep()),
    health: () => guard(backend.health()),
    close: () => guard(backend.close()),

    async *scan(prefix) {
      // Stepped by hand: the deadline is for each page, not for what the reader does between two of them.
      const records = backend.scan(prefix)[Symbol.asyncIterator]();
      for (;;) {
        const step = await guard(records.next());
        if (step.done === true) return;
        yield step.value;
      }
    },
  };
}
