import type { Connection } from '../connection/connection.js';
import type { WorkspaceId } from '../model/ids.js';
import type { ClientRecords } from './client-records.js';

/** What every verb works with: a workspace, its connection, and the records of its clients. */
export interface ConnectedWorkspace {
  readonly workspace: WorkspaceId;
  readonly connection: Connection;
  readonly records: ClientRecords;
}
