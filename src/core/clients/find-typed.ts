import { refusing, sightOnRecord } from '../audit/right-on-record.js';
import { LIST_AGE_MS } from '../connection/kept-lists.js';
import { productAway } from '../connection/connection.js';
import { isClientId, type ClientId, type PersonId } from '../model/ids.js';
import { searchable } from '../model/legible-text.js';
import { unqualified } from '../model/product.js';
import { Problem } from '../problem.js';
import type { Sight } from '../rights/sight.js';
import { usersWithSomethingIn } from './browse-clients.js';
import { ofOwners } from './client-records.js';
import { type ClientLookedFor, type FindContext, findInSight, type Found } from './find-client.js';

/** An API client as a person typed it, and what they want to do with it. */
export interface TypedClientLookedFor extends Omit<ClientLookedFor, 'id'> {
  readonly person: PersonId;
  /** A client id, or a name. */
  readonly typed: string;
}

/** As many of the same name are told apart in an answer. */
const TOLD_APART_AT_MOST = 5;
/** Somebody waits: what the API has not told by then cannot be found by its name. */
const WAITED_FOR_MS = 10_000;

/**
 * Finds an API client by its id, else by its name or by its id in another case, among those that the person may see. A
 * `Problem` when there is none, or when several have that name.
 */
export async function findTyped(
  context: FindContext,
  { person, typed, action }: TypedClientLookedFor,
): Promise<Found> {
  const sight = await sightOnRecord(context, person);
  const id = pastedId(typed);
  const target = id === undefined ? 'any' : { clientId: id };
  return refusing(context, { person, action, target }, async () => {
    if (id === undefined) return findInSight(context, await idOf(context, typed, sight), sight);
    try {
      return await findInSight(context, id, sight);
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'client-not-found')) throw error;
      return findInSight(context, await idOf(context, typed, sight), sight);
    }
  });
}

/** What editors and chats put around an id that is copied: quotes, markup, and characters that nobody sees. */
const AROUND = /^[\s`"'“”„‘’«»「」『』*~<>]+|[\s`"'“”„‘’«»「」『』*~<>,.;]+$/gu;
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu;

const unwrapped = (typed: string): string => typed.replace(UNSEEN, '').replace(AROUND, '');

/** A client id as it was typed or pasted; `undefined` for anything else. */
export function pastedId(typed: string): ClientId | undefined {
  const id = unwrapped(typed);
  return isClientId(id) ? id : undefined;
}

/** The id of the one client in sight that is called like this. */
async function idOf(context: FindContext, typed: string, sight: Sight): Promise<ClientId> {
  const { connection } = context;
  const [told, owned] = await Promise.all([
    connection.alphaus.users(),
    sight.everything ? [] : ofOwners(context, sight.owners),
  ]);
  const users = usersWithSomethingIn(
    sight,
    told.users.map(({ name }) => name),
    owned,
  );
  const { lists, failures } = await connection.directory.gather(users, {
    maxAgeMs: LIST_AGE_MS.recent,
    shownForMs: LIST_AGE_MS.recent,
    waitMs: WAITED_FOR_MS,
  });
  const own = new Set<string>(owned.map(({ id }) => id));
  const names = new Set([typed, unwrapped(typed)].map(searchable).filter((name) => name !== ''));
  const ids = [...lists.values()]
    .flatMap(({ clients }) => clients)
    .filter((client) => own.has(client.id) || sight.seesAllOf(client.user))
    .filter(({ id, name }) => names.has(searchable(name)) || names.has(id.toLowerCase()))
    .map(({ id }) => id);
  const [only] = ids;
  if (ids.length > 1) {
    const some = ids.slice(0, TOLD_APART_AT_MOST);
    throw new Problem({ kind: 'client-ambiguous', typed, ids: some, total: ids.length });
  }
  if (only !== undefined) return only;
  // What a product did not tell may be what is looked for.
  const [failure] = failures.values();
  if (failure !== undefined) throw failure;
  const [missing] = told.away;
  if (missing !== undefined) throw productAway(missing);
  const late = users.find((user) => !lists.has(user));
  if (late !== undefined) throw new Problem({ kind: 'product-away', product: unqualified(late).product });
  throw new Problem({ kind: 'client-not-found' });
}
