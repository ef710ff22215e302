import type { Part } from '../../core/store.js';
import { type Backend, MOST_KEYS_OF_A_BATCH } from '../backends/backend.js';
import { committing } from '../backends/commit.js';

/** Takes puts and deletions of which each stands by itself, and writes as many of them at once as a batch holds. */
export interface BatchWriter {
  add(parts: readonly Part[]): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
}

export function batchWriter(backend: Backend): BatchWriter {
  const commit = committing(backend);
  let waiting: Part[] = [];
  const end = async (): Promise<void> => {
    const parts = waiting;
    waiting = [];
    if (parts.length > 0) await commit(parts);
  };
  return {
    async add(parts) {
      if (waiting.length + parts.length > MOST_KEYS_OF_A_BATCH) await end();
      waiting.push(...parts);
    },
    end,
  };
}
