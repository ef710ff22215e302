import { AuditRecord } from '../../src/core/audit/audit-event.js';
import { ClientRecord } from '../../src/core/model/client-record.js';
import { WorkspaceId } from '../../src/core/model/ids.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { trailOver } from '../../test/storage/audit/trail.js';

/** What a store knows of creates, read once they are over. */
export interface KeptOfCreates {
  /** The names of clients with a record and a receipt. */
  readonly recorded: ReadonlySet<string>;
  /** How often the trail says of a name that its create was done. */
  readonly done: ReadonlyMap<string, number>;
  /** Acts that are not settled. */
  readonly open: number;
  /** Records of trails that are not whole, or do not follow the one before. */
  readonly broken: number;
}

export async function keptOfCreates(url: string, workspaces: readonly string[]): Promise<KeptOfCreates> {
  const backend = await openBackend(url, { allowVolatile: true });
  try {
    const recorded = new Set<string>();
    for await (const [, client] of createStore({ backend, schema: ClientRecord }).scan('client:')) {
      if (client.receipt !== undefined) recorded.add(client.name);
    }
    let open = 0;
    for await (const _ of createStore({ backend, schema: AuditRecord }).keys('intent:')) open += 1;
    const done = new Map<string, number>();
    let broken = 0;
    const trail = trailOver(backend);
    for (const workspace of workspaces) {
      let before: AuditRecord | undefined;
      for await (const told of trail.forwards(WorkspaceId.parse(workspace), 0)) {
        const follows = told.sequence === (before?.sequence ?? 0) + 1;
        if (!follows || !trail.isWhole(told) || (before !== undefined && told.previousHash !== before.hash))
          broken += 1;
        before = told;
        const { action, outcome, target } = told;
        if (action === 'create' && outcome === 'done' && target?.name !== undefined) {
          done.set(target.name, (done.get(target.name) ?? 0) + 1);
        }
      }
    }
    return { recorded, done, open, broken };
  } finally {
    await backend.close();
  }
}
