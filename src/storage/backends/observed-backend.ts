import type { Backend } from './backend.js';

export type BackendOperation = Exclude<keyof Backend, 'shared' | 'indexKeys' | 'close'>;

/** Told how long each operation took. It must not throw. */
export type ObserveOperation = (
  operation: BackendOperation,
  outcome: 'ok' | 'failed',
  seconds: number,
) => void;

/** Wraps a backend so that each operation is timed and counted. */
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
    getAll: (keys) => watch('getAll', backend.getAll(keys)),
    scan: (prefix, range) => watch('scan', backend.scan(prefix, range)),
    commit: (batch) => watch('commit', backend.commit(batch)),
    now: () => watch('now', backend.now()),
    sweep: () => watch('sweep', backend.sweep()),
    indexKeys: (progress) => backend.indexKeys(progress),
    health: () => watch('health', backend.health()),
    close: () => backend.close(),
  };
}
