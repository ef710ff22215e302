import { z } from 'zod';
import { mappedInSlices } from '../core/async/in-slices.js';
import {
  AlphausUserName,
  type AlphausUser,
  type ApiClient,
  type ClientName,
  type IssuedApiClient,
} from '../core/model/api-client.js';
import { ClientId, isClientId } from '../core/model/ids.js';
import type { ApiClients, CreateOutcome } from '../core/connection/alphaus.js';
import type { ApiOperation } from '../core/problem.js';
import { Secret } from '../core/model/secret.js';
import { deletionOf, problemOf, valueOf } from './answer.js';
import type { AuthorizedCalls } from './authorized-calls.js';
import { checked, json } from './body.js';
import { whoAmI } from './whoami.js';
import { createOutcome } from './create-outcome.js';
import { createdAt } from './created-at.js';
import { pathSegment } from './path-segment.js';

const ListedClient = z.object({
  client_id: ClientId,
  name: z.string().nullish(),
  create_time: z.unknown(),
});
const CreatedClient = ListedClient.extend({ client_secret: z.string().min(1) });
type ListedClient = z.output<typeof ListedClient>;
/** Go writes an empty list as `null` where nobody made it `[]`. */
const ClientList = z.array(z.unknown()).nullable();
const UserList = z.array(z.object({ username: AlphausUserName })).nullable();
const Deleted = z.object({ status: z.literal('success') });

/** The API of the mission: a user, root or sub, is part of the path. */
export class LegacyClients implements ApiClients {
  readonly #calls: AuthorizedCalls;
  readonly #base: string;

  constructor(calls: AuthorizedCalls, serviceUrl: string) {
    this.#calls = calls;
    this.#base = `${serviceUrl}/m/u/users`;
  }

  async create(user: AlphausUserName, name: ClientName): Promise<CreateOutcome> {
    const read = json('create', CreatedClient);
    const answer = await this.#calls.once<IssuedApiClient>({
      operation: 'create',
      method: 'POST',
      url: this.#path('create', 'client', user),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
      read: async (body) => {
        const made = await read(body);
        return { ...clientOf(user, made), name: made.name ?? name, secret: new Secret(made.client_secret) };
      },
    });
    return createOutcome(answer);
  }

  async list(user: AlphausUserName): Promise<readonly ApiClient[]> {
    const readList = json('list', ClientList);
    const listed = await this.#calls.repeatable({
      operation: 'list',
      method: 'GET',
      url: this.#path('list', 'clients', user),
      read: async (body) =>
        mappedInSlices((await readList(body)) ?? [], (entry, index) =>
          clientOf(user, listedClient(entry, index)),
        ),
    });
    return valueOf(listed);
  }

  async delete(user: AlphausUserName, id: ClientId): Promise<'deleted' | 'absent'> {
    const deleted = await this.#calls.repeatable({
      operation: 'delete',
      method: 'DELETE',
      url: this.#path('delete', 'client', user, id),
      read: json('delete', Deleted),
    });
    return deletionOf(deleted);
  }

  #path(operation: ApiOperation, ...segments: readonly string[]): string {
    return [this.#base, ...segments.map((segment) => pathSegment(operation, segment))].join('/');
  }
}

/** The caller, known by Blue only, then its subusers, known by the legacy API only. */
export async function legacyUsers(
  calls: AuthorizedCalls,
  serviceUrl: string,
  blueUrl: string,
): Promise<readonly AlphausUser[]> {
  const caller = await calls.repeatable(whoAmI(blueUrl));
  // Blue may refuse whom the legacy API serves: the subusers alone are an answer then.
  const withoutBlue =
    !caller.ok && (caller.facts.kind === 'api-forbidden' || caller.facts.kind === 'api-not-found');
  if (!caller.ok && !withoutBlue) throw problemOf(caller);

  const listed = await calls.repeatable({
    operation: 'users',
    method: 'GET',
    url: `${serviceUrl}/m/u/users`,
    read: json('users', UserList),
  });
  // A subuser may not list users.
  if (!listed.ok && listed.facts.kind !== 'api-forbidden') throw problemOf(listed);
  if (!listed.ok && !caller.ok) throw problemOf(caller);

  const subusers = (listed.ok ? (listed.value ?? []) : []).map(
    ({ username }): AlphausUser => ({ name: username, kind: 'subuser' }),
  );
  return onceEach(caller.ok ? [caller.value, ...subusers] : subusers);
}

function onceEach(users: readonly AlphausUser[]): readonly AlphausUser[] {
  const byName = new Map<string, AlphausUser>();
  for (const user of users) if (!byName.has(user.name)) byName.set(user.name, user);
  return [...byName.values()];
}

/** Checks an entry by hand and names what is wrong with it: lists are long, and a schema would copy each entry. */
const listedClient = (entry: unknown, index: number): ListedClient =>
  isListedClient(entry) ? entry : checked('list', ListedClient, entry, `entry ${index + 1}, `);

const isListedClient = (entry: unknown): entry is ListedClient =>
  typeof entry === 'object' &&
  entry !== null &&
  'client_id' in entry &&
  isClientId(entry.client_id) &&
  (!('name' in entry) || entry.name === null || typeof entry.name === 'string');

function clientOf(user: AlphausUserName, item: ListedClient): ApiClient {
  return {
    id: item.client_id,
    name: item.name ?? '',
    user,
    createdAt: createdAt(item.create_time),
  };
}
