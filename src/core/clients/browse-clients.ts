import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { ClientDirectory } from '../connection/client-directory.js';
import type { ClientRecord } from '../model/client-record.js';
import type { PersonId } from '../model/ids.js';
import { Product, unqualified } from '../model/product.js';
import { searchable } from '../model/legible-text.js';
import { sightOnRecord } from '../audit/right-on-record.js';
import { isOwnedBy } from '../rights/decide.js';
import type { ClientContext } from './client-context.js';
import { Problem } from '../problem.js';
import type { Sight } from '../rights/sight.js';

export type SortOrder = 'newest' | 'oldest' | 'name';

export interface Browsing {
  /** `undefined`: of all Alphaus users. */
  readonly user: AlphausUserName | undefined;
  /** Only those that the person owns, by themselves or through a user group. */
  readonly mine: boolean;
  /** Looked for in name, id and purpose, whatever its case, width and normal form. */
  readonly text: string;
  readonly sort: SortOrder;
}

export interface FoundClients {
  readonly clients: readonly ApiClient[];
  /** Of one of these, where it was made here. */
  readonly recordOf: (client: ApiClient) => ClientRecord | undefined;
  /** Products that could not be asked: what is there is missing. Never all that were to be. */
  readonly away: readonly Product[];
}

/** All clients that the person may see and that match, sorted: what the API holds, merged with the records kept here. */
export async function browseClients(
  context: ClientContext,
  { person, browsing }: { readonly person: PersonId; readonly browsing: Browsing },
): Promise<FoundClients> {
  const { directory, alphaus } = context.connection;
  const sight = await sightOnRecord(context, person);
  const owning = browsing.mine ? await context.people.actor(person) : undefined;
  const recording = context.records.ofWorkspace(context.workspace);
  // Read beside the lists; its failure is heard of below.
  recording.catch(() => undefined);
  const told =
    browsing.user === undefined ? await alphaus.users() : { users: [{ name: browsing.user }], away: [] };
  const named = told.users.map(({ name }) => name);
  const users = sight.everything ? named : usersWithSomethingIn(sight, named, await recording);
  const missing = told.away.map(({ product }) => product);
  const [{ clients, away }, records] = await Promise.all([listEach(directory, users, missing), recording]);
  const byId = new Map<string, ClientRecord>(records.map((record) => [record.id, record]));
  const recordOf = (client: ApiClient) => byId.get(client.id);
  const seenWhole = new Set(users.filter((user) => sight.seesAllOf(user)));
  const text = searchable(browsing.text);
  const shown = clients
    .filter((client) => {
      const record = recordOf(client);
      return (
        (seenWhole.has(client.user) || (record !== undefined && sight.sees(record))) &&
        (owning === undefined || isOwnedBy(record?.owner, owning)) &&
        (text === '' ||
          searchable(client.name).includes(text) ||
          client.id.toLowerCase().includes(text) ||
          (record !== undefined && searchable(record.purpose).includes(text)))
      );
    })
    .sort(inOrder[browsing.sort]);
  return { clients: shown, recordOf, away };
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
  records: readonly ClientRecord[],
): readonly AlphausUserName[] {
  const own = new Set(
    records.filter((record) => record.closed === undefined && sight.sees(record)).map(({ user }) => user),
  );
  return users.filter((user) => sight.seesAllOf(user) || own.has(user));
}

const madeAt = ({ createdAt }: ApiClient): number => createdAt ?? 0;

/** One collator for all comparisons: making one per comparison is slow on long lists. */
const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const inOrder: Record<SortOrder, (a: ApiClient, b: ApiClient) => number> = {
  newest: (a, b) => madeAt(b) - madeAt(a),
  oldest: (a, b) => madeAt(a) - madeAt(b),
  name: (a, b) => collator.compare(a.name, b.name),
};
