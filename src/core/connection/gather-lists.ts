import { unlessLate } from '../async/within.js';
import type { AlphausUserName } from '../model/api-client.js';
import { type Product, unqualified } from '../model/product.js';
import { Problem } from '../problem.js';
import type { KnownList } from './kept-list.js';

/** How lists of several Alphaus users are wanted. */
export interface Gathering {
  /** Older lists are asked for again: 0 for what the API says from now on. */
  readonly maxAgeMs: number;
  /** Older ones than that are asked for, and shown until the answer has come; at least `maxAgeMs`. */
  readonly shownForMs: number;
  /** With more than `WAITED_FOR_ALL` users, what has come by then is the answer, if anything has. */
  readonly waitMs: number;
}

export interface Gathered {
  readonly lists: ReadonlyMap<AlphausUserName, KnownList>;
  /** Users whose list has not come yet. */
  readonly outstanding: number;
  /** Why a product could not be asked; the lists of its other users may be there. */
  readonly failures: ReadonlyMap<Product, Problem>;
}

/** The places where lists are kept and asked for. */
export interface ListSource {
  readonly now: () => Date;
  readonly kept: (user: AlphausUserName, since: number) => KnownList | undefined;
  /** To a question that was begun at that time or later. */
  readonly ask: (user: AlphausUserName, since: number) => Promise<KnownList>;
  readonly inTurn: <Result>(work: () => Promise<Result>) => Promise<Result>;
}

/** So few are answered by one or two rounds of questions: nobody is shown a part of them. */
const WAITED_FOR_ALL = 8;

export async function gatherLists(
  { now, kept, ask, inTurn }: ListSource,
  users: readonly AlphausUserName[],
  { maxAgeMs, shownForMs, waitMs }: Gathering,
): Promise<Gathered> {
  const started = now().getTime();
  const [wantedSince, shownSince] = [started - maxAgeMs, started - shownForMs];
  const got = new Map<AlphausUserName, KnownList>();
  const failures = new Map<Product, Problem>();
  let hear = (): void => undefined;
  const anyList = new Promise<void>((resolve) => {
    hear = resolve;
  });

  const getOne = async (user: AlphausUserName): Promise<void> => {
    const { product } = unqualified(user);
    // What fails for one user fails for all of its account: they are not asked one after the other.
    if (failures.has(product)) return;
    try {
      got.set(user, kept(user, wantedSince) ?? (await ask(user, wantedSince)));
      hear();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (!failures.has(product)) failures.set(product, error);
    }
  };

  const stale: (readonly [age: number, user: AlphausUserName])[] = [];
  for (const user of users) {
    const list = kept(user, shownSince);
    if (list !== undefined) got.set(user, list);
    if (list === undefined || list.askedAt < wantedSince) stale.push([list?.askedAt ?? 0, user]);
  }
  if (got.size > 0) hear();
  // The unknown ones first, then the oldest: so asking again goes on instead of beginning from the front.
  stale.sort(([a], [b]) => a - b);
  const all = Promise.all(stale.map(([, user]) => inTurn(() => getOne(user))));
  if (users.length <= WAITED_FOR_ALL) await all;
  else {
    await unlessLate(waitMs, all);
    await Promise.race([all, anyList]);
  }

  const failed = new Map(failures);
  const lists = new Map<AlphausUserName, KnownList>();
  for (const user of users) {
    // What is kept has been corrected by what was changed meanwhile; it may have been dropped since.
    const list = kept(user, got.get(user)?.askedAt ?? shownSince) ?? got.get(user);
    if (list !== undefined) lists.set(user, list);
  }
  const answered = users.filter((user) => lists.has(user) || failed.has(unqualified(user).product));
  return { lists, outstanding: users.length - answered.length, failures: failed };
}
