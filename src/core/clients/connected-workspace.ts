import type { Connection } from '../connection/connection.js';
import type { WorkspaceId } from '../model/ids.js';
import type { ClientRecords } from './client-records.js';

/** Where every verb happens: a workspace, its connection, and the records of its clients. */
export interface ConnectedWorkspace {
  readonly workspace: WorkspaceId;
  readonly connection: Connection;
  readonly records: ClientRecords;
}
