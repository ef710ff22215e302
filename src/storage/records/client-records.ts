import type { ClientId, WorkspaceId } from '../../core/model/ids.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { ClientRecords } from '../../core/clients/client-records.js';
import type { Store } from '../../core/store.js';

const keyOf = (workspace: WorkspaceId, id: string): string => `client:${workspace}:${id}`;

/** Client records over any store; kept for good, since a closed record still answers "who had it?". */
export function clientRecords(store: Store<ClientRecord>): ClientRecords {
  return {
    find: (workspace, id) => store.get(keyOf(workspace, id)),

    async add(record) {
      if (!(await store.putIfAbsent(keyOf(record.workspace, record.id), record))) {
        throw new Error(`a record of client ${record.id} exists already`);
      }
    },

    async change(workspace: WorkspaceId, id: ClientId, change) {
      for (;;) {
        const current = await store.get(keyOf(workspace, id));
        if (current === undefined) return undefined;
        const next = change(current);
        if (next === undefined) return current;
        // Losing the race means that somebody else's change landed: read again and apply to that.
        if (await store.replace(keyOf(workspace, id), current, next)) return next;
      }
    },

    async ofWorkspace(workspace) {
      const found: ClientRecord[] = [];
      for await (const [, record] of store.scan(keyOf(workspace, ''))) found.push(record);
      return found;
    },
  };
}
