import type { ClientId, WorkspaceId } from '../model/ids.js';
import type { ClientRecord } from '../model/client-record.js';

/** The records of API clients made here, and of those deleted from here. */
export interface ClientRecords {
  find(workspace: WorkspaceId, id: ClientId): Promise<ClientRecord | undefined>;
  add(record: ClientRecord): Promise<void>;
  /** Applies `change` to the newest state, atomically; `undefined` from `change` leaves it as it is. */
  change(
    workspace: WorkspaceId,
    id: ClientId,
    change: (record: ClientRecord) => ClientRecord | undefined,
  ): Promise<ClientRecord | undefined>;
  ofWorkspace(workspace: WorkspaceId): Promise<readonly ClientRecord[]>;
}
