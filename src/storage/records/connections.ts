import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { PersonId, type WorkspaceId } from '../../core/model/ids.js';
import { Flavour, Product } from '../../core/model/product.js';
import type { Commit } from '../../core/store.js';
import type { Looks } from '../../core/attention/looks.js';
import type { Backend } from '../backends/backend.js';
import { createStore } from '../backends/store.js';
import { SecretText } from './secret-text.js';

const StoredAccount = z.object({
  product: Product,
  flavour: Flavour,
  clientId: z.string().min(1),
  clientSecret: SecretText,
  by: PersonId,
  at: z.iso.datetime(),
});
export type StoredAccount = z.infer<typeof StoredAccount>;

/** The Alphaus accounts of one workspace: one of each product at most. Kept in a sealed store only. */
export const StoredConnection = z.object({
  default: Product,
  accounts: z.array(StoredAccount),
  /** Another at every change, by which a replica tells that what it holds is old. */
  revision: z.string(),
});
export type StoredConnection = z.infer<typeof StoredConnection>;

export interface ConnectionRecords {
  find(workspace: WorkspaceId): Promise<StoredConnection | undefined>;
  /**
   * Applies `change` to the newest state, atomically; `undefined` from `change` leaves it as it is. `commit` writes more in
   * the same batch.
   */
  change(
    workspace: WorkspaceId,
    change: (
      current: Omit<StoredConnection, 'revision'> | undefined,
    ) => Omit<StoredConnection, 'revision'> | undefined,
    commit: Commit,
  ): Promise<void>;
}

const keyOf = (workspace: WorkspaceId): string => `connection:${workspace}:alphaus`;

/** Connections over a backend that seals them. The first one of a workspace plans its daily look. */
export function connectionRecords(
  backend: Backend,
  looks: Pick<Looks, 'find' | 'planning'>,
): ConnectionRecords {
  const store = createStore({ backend, schema: StoredConnection, isCodec: true });
  return {
    find: (workspace) => store.get(keyOf(workspace)),

    async change(workspace, change, commit) {
      for (;;) {
        const current = await store.get(keyOf(workspace));
        const changed = change(current);
        if (changed === undefined) return;
        const next = { ...changed, revision: randomUUID() };
        const planned = await looks.find(workspace);
        const landed = await commit([
          store.part.expect(keyOf(workspace), current),
          store.part.put(keyOf(workspace), next),
          ...(planned === undefined ? looks.planning(workspace) : []),
        ]);
        // Refused, somebody else's change landed, or they planned the look: this one is applied to that.
        if (landed.kind === 'done') return;
      }
    },
  };
}
