import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { ClientDirectory } from '../connection/client-directory.js';
import type { PersonId } from '../model/ids.js';
import { Product, unqualified } from '../model/product.js';
import { searchable } from '../model/legible-text.js';
import { sightOnRecord } from '../audit/right-on-record.js';
import type { ClientContext } from './client-context.js';
import { type OwnedClient, ofOwners } from './client-records.js';
import type { KnownClient } from './find-client.js';
import { Problem } from '../problem.js';
import { ownersOf, type Sight } from '../rights/sight.js';

export type SortOrder = 'newest' | 'oldest' | 'name';

export interface Browsing {
  /** `undefined`: of all Alphaus users. */
  readonly user: AlphausUserName | undefined;
  /** Only those that the person owns, by themselves or through a user group. */
  readonly mine: boolean;
  /** Looked for in name, id and purpose, whatever its case, width and normal form. */
  readonly text: string;
  readonly sort: SortOrder;
  /** Counted from 0. */
  readonly page: number;
  readonly pageSize: number;
}

export interface FoundClients {
  /** Those of the page. */
  readonly shown: readonly KnownClient[];
  /** The last page where fewer match than the wanted one would need. */
  readonly page: number;
  /** How many match. */
  readonly total: number;
  /** Products that could not be asked: what is there is missing. Never all that were to be. */
  readonly away: readonly Product[];
}

/**
 * A page of the clients that the person may see and that match, sorted: what the API holds, merged with the records kept
 * here. Of records only those of the page are read; purposes that are searched come from the index by Alphaus user.
 */
export async function browseClients(
  context: ClientContext,
  { person, browsing }: { readonly person: PersonId; readonly browsing: Browsing },
): Promise<FoundClients> {
  const { directory, alphaus } = context.connection;
  const sight = await sightOnRecord(context, person);
  const owners = browsing.mine ? ownersOf(await context.people.actor(person)) : sight.owners;
  const [told, owned] = await Promise.all([
    browsing.user === undefined ? alphaus.users() : { users: [{ name: browsing.user }], away: [] },
    browsing.mine || !sight.everything ? ofOwners(context, owners) : [],
  ]);
  const named = told.users.map(({ name }) => name);
  const users = browsing.mine ? usersOf(owned, named) : usersWithSomethingIn(sight, named, owned);
  const missing = told.away.map(({ product }) => product);
  const [{ clients, away }, purposeOf] = await Promise.all([
    listEach(directory, users, missing),
    browsing.text === '' ? () => undefined : purposesOf(context, users),
  ]);
  const ownIds = new Set<string>(owned.map(({ id }) => id));
  const seenWhole = new Set(browsing.mine ? [] : users.filter((user) => sight.seesAllOf(user)));
  const isFound = matching(browsing.text, purposeOf);
  const found = clients
    .filter((client) => (seenWhole.has(client.user) || ownIds.has(client.id)) && isFound(client))
    .sort(inOrder[browsing.sort]);
  const { page, shown } = pageOf(found, browsing);
  const records = await context.records.findAll(
    context.workspace,
    shown.map(({ id }) => id),
  );
  return {
    shown: shown.map((client, index) => ({ client, record: records[index] })),
    page,
    total: found.length,
    away,
  };
}

/** The last page where there are not so many. */
function pageOf<Item>(items: readonly Item[], { page: wanted, pageSize }: Browsing) {
  const page = Math.min(wanted, Math.max(0, Math.ceil(items.length / pageSize) - 1));
  return { page, shown: items.slice(page * pageSize, (page + 1) * pageSize) };
}

type PurposeOf = (client: ApiClient) => string | undefined;

/** From so many Alphaus users on, the whole index is read at once instead of each one's part. */
const USERS_READ_ALONE = 8;

async function purposesOf(
  { records, workspace }: ClientContext,
  users: readonly AlphausUserName[],
): Promise<PurposeOf> {
  const purposes = new Map<string, string>();
  const some = users.length <= USERS_READ_ALONE ? users : undefined;
  for await (const { id, purpose } of records.ofUsers(workspace, some)) purposes.set(id, purpose);
  return ({ id }) => purposes.get(id);
}

function matching(wanted: string, purposeOf: PurposeOf): (client: ApiClient) => boolean {
  const text = searchable(wanted);
  if (text === '') return () => true;
  return (client) =>
    searchable(client.name).includes(text) ||
    client.id.toLowerCase().includes(text) ||
    searchable(purposeOf(client) ?? '').includes(text);
}

/** The clients of all users, as far as their products tell; rejects when none of those that are asked does. */
async function listEach(
  directory: ClientDirectory,
  users: readonly AlphausUserName[],
  missing: readonly Product[],
): Promise<{ readonly clients: readonly ApiClient[]; readonly away: readonly Product[] }> {
  const asked = Product.options.flatMap((product) => {
    const own = users.filter((user) => unqualified(user).product === product);
    return own.length === 0 ? [] : [{ product, listing: directory.listAll(own) }];
  });
  const told: (readonly ApiClient[])[] = [];
  const away = [...missing];
  let failure: Problem | undefined;
  const lists = await Promise.allSettled(asked.map(({ listing }) => listing));
  for (const [index, { product }] of asked.entries()) {
    const list = lists[index];
    if (list?.status === 'fulfilled') told.push(list.value);
    else if (list?.reason instanceof Problem) {
      failure ??= list.reason;
      away.push(product);
    } else throw list?.reason;
  }
  if (failure !== undefined && lists.every(({ status }) => status === 'rejected')) throw failure;
  return { clients: new Array<ApiClient>().concat(...told), away };
}

/** Those under whom there is anything to see: the others are not even asked about. */
export function usersWithSomethingIn(
  sight: Sight,
  users: readonly AlphausUserName[],
  owned: readonly OwnedClient[],
): readonly AlphausUserName[] {
  if (sight.everything) return users;
  const own = new Set(owned.map(({ user }) => user));
  return users.filter((user) => sight.seesAllOf(user) || own.has(user));
}

function usersOf(
  owned: readonly OwnedClient[],
  users: readonly AlphausUserName[],
): readonly AlphausUserName[] {
  const own = new Set(owned.map(({ user }) => user));
  return users.filter((user) => own.has(user));
}

const madeAt = ({ createdAt }: ApiClient): number => createdAt ?? 0;

/** One collator for all comparisons: making one per comparison is slow on long lists. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const inOrder: Record<SortOrder, (a: ApiClient, b: ApiClient) => number> = {
  newest: (a, b) => madeAt(b) - madeAt(a),
  oldest: (a, b) => madeAt(a) - madeAt(b),
  name: (a, b) => collator.compare(a.name, b.name),
};
