import type { WorkspaceId } from './api-client.js';
import type { ClientDirectory } from './client-directory.js';
import type { Alphaus, ClientRecords } from './ports.js';

/** A workspace's Alphaus account, ready to be used. */
export interface Connection {
  readonly alphaus: Alphaus;
  readonly directory: ClientDirectory;
}

/** A workspace's connection: made anew when its credentials change. */
export interface Connections {
  /** `undefined` while the workspace has none. */
  current(): Promise<Connection | undefined>;
  /** What is known without waiting for anything. */
  known(): Connection | undefined;
}

/** Where every verb happens: a workspace, its connection, and the records of its clients. */
export interface ConnectedWorkspace {
  readonly workspace: WorkspaceId;
  readonly connection: Connection;
  readonly records: ClientRecords;
}
