import { refusing, sightOnRecord } from '../audit/right-on-record.js';
import { isSameAccount } from '../connection/same-account.js';
import type { ApiClient } from '../model/api-client.js';
import type { ClientId, PersonId } from '../model/ids.js';
import type { ClientRecord } from '../model/client-record.js';
import type { ConnectedWorkspace } from './connected-workspace.js';
import { productAway } from '../connection/connection.js';
import type { Target, TargetedAction } from '../model/decision.js';
import type { ClientContext } from './client-context.js';
import type { Deletion, Deletions } from './deletions.js';
import { Problem } from '../problem.js';
import type { Sight } from '../rights/sight.js';

export interface FindContext extends ClientContext {
  readonly deletions: Deletions;
}

/** Which client, for whom, and what they want to do with it. */
export interface ClientLookedFor {
  readonly person: PersonId;
  readonly id: ClientId;
  readonly action: Extract<
    TargetedAction,
    'show' | 'delete' | 'rotate' | 'extend' | 'claim' | 'transfer' | 'assign'
  >;
}

/** An API client with what is known about it here; without a record it is of unknown origin. */
export interface KnownClient {
  readonly client: ApiClient;
  readonly record: ClientRecord | undefined;
}

export type Found =
  | ({ readonly kind: 'found' } & KnownClient)
  | { readonly kind: 'deleted'; readonly deletion: Deletion };

/**
 * Finds an API client by its id among those that the person may see. One that they may not see is looked for, answered
 * and put on record exactly like one that does not exist: a `Problem`.
 */
export async function findClient(
  context: FindContext,
  { person, id, action }: ClientLookedFor,
): Promise<Found> {
  const sight = await sightOnRecord(context, person);
  return refusing(context, { person, action, target: { clientId: id } }, () =>
    findInSight(context, id, sight),
  );
}

/** A client, or its deletion, as far as the person may see it. The caller puts a refusal on record. */
export async function findInSight(context: FindContext, id: ClientId, sight: Sight): Promise<Found> {
  const { workspace, connection } = context;
  const record = await context.records.find(workspace, id);
  const seen = record !== undefined && sight.sees(record) ? record : undefined;
  if (seen !== undefined && seen.closed === undefined && !(await isSameAccount(connection, seen))) {
    const { user } = seen;
    throw new Problem({ kind: 'client-elsewhere', id, user, ask: await context.whoKnowsAccount(user) });
  }
  const { users, away } =
    seen === undefined ? await inSight(context, sight) : { users: [seen.user], away: [] };
  const client = await connection.directory.find(id, users);
  if (client !== undefined) return { kind: 'found', client, record: seen };
  const deletion = await context.deletions.find(workspace, id);
  const tells = deletion?.done === true && (seen !== undefined || sight.everything);
  if (tells) return { kind: 'deleted', deletion };
  // A person who may see nothing there hears the same: whether a client exists is not told apart.
  const [missing] = away;
  throw missing === undefined ? new Problem({ kind: 'client-not-found' }) : productAway(missing);
}

async function inSight({ connection }: FindContext, sight: Sight) {
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
