import type { ApiClient, ClientId } from './api-client.js';
import type { ClientRecord } from './client-record.js';
import type { ConnectedWorkspace } from './connection.js';
import type { Deletion, Deletions } from './ports.js';

export interface Finding extends ConnectedWorkspace {
  readonly deletions: Deletions;
}

/** An API client with what is known about it here; without a record it is of unknown origin. */
export interface KnownClient {
  readonly client: ApiClient;
  readonly record: ClientRecord | undefined;
}

export type Found =
  | ({ readonly kind: 'found' } & KnownClient)
  | { readonly kind: 'deleted'; readonly deletion: Deletion }
  | { readonly kind: 'absent' };

/** Finds an API client by its id, wherever among the connection's Alphaus users it lives. */
export async function findClient(finding: Finding, id: ClientId): Promise<Found> {
  const { workspace, connection } = finding;
  const record = await finding.records.find(workspace, id);
  const users =
    record === undefined ? (await connection.alphaus.users()).map((user) => user.name) : [record.user];
  const client = await connection.directory.find(id, users);
  if (client !== undefined) return { kind: 'found', client, record };
  const deletion = await finding.deletions.find(workspace, id);
  return deletion?.done === true ? { kind: 'deleted', deletion } : { kind: 'absent' };
}
