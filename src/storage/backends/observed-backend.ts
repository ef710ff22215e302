import type { Backend } from './backend.js';

export type BackendOperation = Exclude<keyof Backend, 'shared' | 'close'>;

/** Told how long each operation took, a scan's pages together without what its reader does. It must not throw. */
export type ObserveOperation = (
  operation: BackendOperation,
  outcome: 'ok' | 'failed',
  seconds: number,
) => void;

/** The same backend, watched. */
export function observed(backend: Backend, observe: ObserveOperation): Backend {
  const watch = async <Result>(operation: BackendOperation, work: Promise<Result>): Promise<Result> => {
    const from = performance.now();
    let outcome: 'ok' | 'failed' = 'failed';
    try {
      const result = await work;
      outcome = 'ok';
      return result;
    } finally {
      observe(operation, outcome, (performance.now() - from) / 1000);
    }
  };
  return {
    shared: backend.shared,
    get: (key) => watch('get', backend.get(key)),
    set: (key, text, ttlMs) => watch('set', backend.set(key, text, ttlMs)),
    delete: (key) => watch('delete', backend.delete(key)),
    putIfAbsent: (key, text, ttlMs) => watch('putIfAbsent', backend.putIfAbsent(key, text, ttlMs)),
    replace: (key, expected, next, ttlMs) => watch('replace', backend.replace(key, expected, next, ttlMs)),
    sweep: () => watch('sweep', backend.sweep()),
    health: () => watch('health', backend.health()),
    close: () => backend.close(),

    async *scan(prefix) {
      const records = backend.scan(prefix)[Symbol.asyncIterator]();
      let seconds = 0;
      let outcome: 'ok' | 'failed' = 'failed';
      try {
        for (;;) {
          const from = performance.now();
          const step = await records.next().finally(() => (seconds += (performance.now() - from) / 1000));
          if (step.done === true) break;
          yield step.value;
        }
        outcome = 'ok';
      } finally {
        observe('scan', outcome, seconds);
      }
    },
  };
}
