import { isSameAccount } from '../connection/same-account.js';
import type { ApiClient } from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';
import type { ClientRecord } from '../model/client-record.js';
import type { ConnectedWorkspace } from './connected-workspace.js';
import { productAway } from '../connection/connection.js';
import type { Target } from '../model/decision.js';
import type { Deletion, Deletions } from './deletions.js';
import type { Sight } from '../rights/sight.js';

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
  /** It was made in an account to which the connection does not lead. */
  | { readonly kind: 'in-another-account'; readonly record: ClientRecord }
  | { readonly kind: 'absent' };

/**
 * Finds an API client by its id among those that are in sight. One that is not is looked for exactly as one
 * that does not exist, so that neither the answer nor its time tells them apart.
 */
export async function findClient(finding: Finding, id: ClientId, sight: Sight): Promise<Found> {
  const { workspace, connection } = finding;
  const record = await finding.records.find(workspace, id);
  const seen = record !== undefined && sight.sees(record) ? record : undefined;
  if (seen !== undefined && seen.closed === undefined && !(await isSameAccount(connection, seen))) {
    return { kind: 'in-another-account', record: seen };
  }
  const { users, away } =
    seen === undefined ? await inSight(finding, sight) : { users: [seen.user], away: [] };
  const client = await connection.directory.find(id, users);
  if (client !== undefined) return { kind: 'found', client, record: seen };
  const deletion = await finding.deletions.find(workspace, id);
  const tells = deletion?.done === true && (seen !== undefined || sight.everything);
  if (tells) return { kind: 'deleted', deletion };
  // Whoever may see nothing there hears the same: whether a client exists is not told apart.
  const [missing] = away;
  if (missing !== undefined) throw productAway(missing);
  return { kind: 'absent' };
}

async function inSight({ connection }: Finding, sight: Sight) {
  const { users, away } = await connection.alphaus.users();
  return { users: users.map(({ name }) => name).filter((user) => sight.seesAllOf(user)), away };
}

/** The client as something that is acted on. */
export function targetOf(
  { connection }: Pick<ConnectedWorkspace, 'connection'>,
  { client, record }: KnownClient,
): Target {
  return {
    clientId: client.id,
    user: client.user,
    owner: record?.owner,
    requester: record?.requester,
    ownCredential: connection.alphaus.ownClientIds.has(client.id),
  };
}
