import { filteredInSlices, sortedInSlices } from '../async/in-slices.js';
import { LIST_AGE_MS } from '../connection/kept-lists.js';
import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { ClientDirectory } from '../connection/client-directory.js';
import type { Gathered } from '../connection/gather-lists.js';
import type { PersonId } from '../model/ids.js';
import { type Product, unqualified } from '../model/product.js';
import { sightOnRecord } from '../audit/right-on-record.js';
import type { ClientContext } from './client-context.js';
import { type ClientFilter, isWantedBy, ofWantedOwner } from './client-filter.js';
import { type OwnedClient, ofOwners } from './client-records.js';
import type { KnownClient } from './find-client.js';
import { ownersOf, type Sight } from '../rights/sight.js';

export type SortOrder = 'newest' | 'oldest' | 'name';

export interface Browsing extends ClientFilter {
  readonly sort: SortOrder;
  /** Counted from 0. */
  readonly page: number;
  readonly pageSize: number;
  readonly freshness: Freshness;
}

/**
 * How old what the API told may be: `now`, it is asked again; `recent`, a minute; `continued`, as old as what the person
 * looks at already.
 */
export type Freshness = 'now' | 'recent' | 'continued';

export interface FoundClients {
  /** The clients of the page. */
  readonly shown: readonly KnownClient[];
  /** The last page where fewer match than the wanted one would need. */
  readonly page: number;
  /** How many match. */
  readonly total: number;
  /** Products that could not be asked: what is there is missing. Never all that were to be. */
  readonly away: readonly Product[];
  /** When the API was asked for the oldest part of it; `undefined` where it was asked for nothing. */
  readonly asOf: Date | undefined;
  /** How many Alphaus users have told their clients so far; absent when all have that could be asked. */
  readonly progress?: { readonly told: number; readonly of: number };
}

/**
 * A page of the clients that the person may see and that match, sorted: what the API holds, merged with the records kept
 * here. Of records only those of the page are read; purposes that are searched come from the index by Alphaus user.
 */
export async function browseClients(
  context: ClientContext,
  { person, browsing }: { readonly person: PersonId; readonly browsing: Browsing },
): Promise<FoundClients> {
  const { found, away, asOf, progress } = await matchingClients(context, { person, browsing });
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
    asOf,
    ...(progress !== undefined && { progress }),
  };
}

/** All clients that match, sorted, without their records. */
export interface MatchingClients extends Pick<FoundClients, 'away' | 'asOf'> {
  readonly found: readonly ApiClient[];
  readonly progress: FoundClients['progress'] | undefined;
}

/** The clients that the person may see and that match. `waitMs`: so long all Alphaus users are waited for. */
export async function matchingClients(
  context: ClientContext,
  {
    person,
    browsing,
    waitMs = WAITED_FOR_MS,
  }: {
    readonly person: PersonId;
    readonly browsing: Omit<Browsing, 'page' | 'pageSize'>;
    readonly waitMs?: number;
  },
): Promise<MatchingClients> {
  const { directory, alphaus } = context.connection;
  const sight = await sightOnRecord(context, person);
  const owners = browsing.mine ? ownersOf(await context.people.actor(person)) : sight.owners;
  const [told, owned, ofOwner] = await Promise.all([
    browsing.user === undefined ? alphaus.users() : { users: [{ name: browsing.user }], away: [] },
    browsing.mine || !sight.everything ? ofOwners(context, owners) : [],
    ofWantedOwner(context, browsing),
  ]);
  const named = told.users.map(({ name }) => name);
  const inSight = browsing.mine ? usersOf(owned, named) : usersWithSomethingIn(sight, named, owned);
  const users = ofOwner === undefined ? inSight : usersOf(ofOwner, inSight);
  const [gathered, isWanted] = await Promise.all([
    listsOf(directory, users, { ...browsing, waitMs }),
    isWantedBy(context, browsing, users),
  ]);
  const lists = [...gathered.lists].filter(([user]) => !gathered.failures.has(unqualified(user).product));
  const ownIds = new Set<string>(owned.map(({ id }) => id));
  const seenWhole = new Set(browsing.mine ? [] : users.filter((user) => sight.seesAllOf(user)));
  const ownersIds = ofOwner && new Set<string>(ofOwner.map(({ id }) => id));
  const matches = await filteredInSlices(
    lists.flatMap(([, { clients }]) => clients),
    (client) =>
      (seenWhole.has(client.user) || ownIds.has(client.id)) &&
      ownersIds?.has(client.id) !== false &&
      isWanted(client),
  );
  const found = await sortedInSlices(matches, inOrder[browsing.sort]);
  return {
    found,
    away: [...told.away.map(({ product }) => product), ...gathered.failures.keys()],
    asOf: lists.length === 0 ? undefined : new Date(Math.min(...lists.map(([, { askedAt }]) => askedAt))),
    progress:
      gathered.outstanding > 0
        ? { told: gathered.lists.size, of: gathered.lists.size + gathered.outstanding }
        : undefined,
  };
}

/** The last page where there are not so many. */
function pageOf<Item>(items: readonly Item[], { page: wanted, pageSize }: Browsing) {
  const page = Math.min(wanted, Math.max(0, Math.ceil(items.length / pageSize) - 1));
  return { page, shown: items.slice(page * pageSize, (page + 1) * pageSize) };
}

const MAX_AGE_MS: Record<Freshness, number> = { now: 0, ...LIST_AGE_MS };
/** Somebody waits for the first page: what comes later is shown when they ask again. */
const WAITED_FOR_MS = 2_000;

/** What the API tells of these users, as far as their products do; rejects when none of those that are asked does. */
async function listsOf(
  directory: ClientDirectory,
  users: readonly AlphausUserName[],
  { freshness, waitMs }: Pick<Browsing, 'freshness'> & { readonly waitMs: number },
): Promise<Gathered> {
  const gathered = await directory.gather(users, {
    maxAgeMs: MAX_AGE_MS[freshness],
    shownForMs: LIST_AGE_MS.continued,
    waitMs,
  });
  const [failure] = gathered.failures.values();
  const isAway = (user: AlphausUserName): boolean => gathered.failures.has(unqualified(user).product);
  if (failure !== undefined && users.every(isAway)) throw failure;
  return gathered;
}

/** The Alphaus users with anything to see: the API is not even asked about the others. */
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

/** Where the names of a letter begin in a list that is sorted by name. */
export interface LetterInList {
  readonly letter: string;
  /** The place of the first client with it, counted from 0. */
  readonly at: number;
}

/** The letters with which names begin, in the order in which a list by name has them. */
export function lettersIn(byName: readonly ApiClient[]): readonly LetterInList[] {
  const found = new Map<string, number>();
  for (const [at, { name }] of byName.entries()) {
    const letter = letterOf(name);
    if (!found.has(letter)) found.set(letter, at);
  }
  return [...found].map(([letter, at]) => ({ letter, at }));
}

/** Names that begin with a digit, or with a sign, stand together. */
function letterOf(name: string): string {
  const [first = ''] = name.normalize('NFKD').trim();
  if (/\p{N}/u.test(first)) return '0–9';
  return /\p{L}/u.test(first) ? first.toUpperCase() : '#';
}
