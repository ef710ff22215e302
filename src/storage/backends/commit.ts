import type { Commit, Condition, Landed, Part } from '../../core/store.js';
import type { Backend, Put } from './backend.js';

/** Commits the parts of batches that the stores over this backend make. */
export function committing(backend: Pick<Backend, 'commit'>): Commit {
  return (parts) => commit(backend, parts);
}

async function commit(backend: Pick<Backend, 'commit'>, parts: readonly Part[]): Promise<Landed> {
  const put: Put[] = [];
  const removed: string[] = [];
  let require: Condition[] = [];
  for (const part of parts) {
    if (part.kind === 'put') put.push(part);
    else if (part.kind === 'delete') removed.push(part.key);
    else require.push(part);
  }
  for (;;) {
    const outcome = await backend.commit({ require, put, delete: removed });
    if (outcome.kind === 'done') return outcome;
    const standing = require.map((condition, index) => ({ condition, text: outcome.standing[index] }));
    const isMet = standing.every(
      ({ condition, text }) => text === condition.text || (text !== undefined && condition.isMet(text)),
    );
    if (!isMet) {
      return {
        kind: 'refused',
        texts: new Map(standing.map(({ condition, text }) => [condition.key, text])),
      };
    }
    // Another version of the bot may have written these values differently: they are required as they stand.
    require = standing.map(({ condition, text }) => ({ ...condition, text }));
  }
}
