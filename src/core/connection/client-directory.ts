import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';
import { type Product, unqualified } from '../model/product.js';
import type { Alphaus } from './alphaus.js';

const KEPT_FOR_MS = 60_000;
/** Lists kept at most: one of 10,000 clients takes some 3 MB. */
const KEPT_LISTS = 32;
const SEARCHES_AT_ONCE = 4;

interface KeptList {
  readonly clients: readonly ApiClient[];
  readonly fetchedAt: number;
}

/**
 * What the API holds, kept for a minute per Alphaus user and corrected by what the bot itself changes.
 * Many callers at once share one fetch.
 */
export class ClientDirectory {
  readonly #alphaus: Pick<Alphaus, 'clients'>;
  readonly #now: () => Date;
  readonly #kept = new Map<AlphausUserName, KeptList>();
  readonly #underWay = new Map<AlphausUserName, Promise<readonly ApiClient[]>>();

  constructor(alphaus: Pick<Alphaus, 'clients'>, now: () => Date) {
    this.#alphaus = alphaus;
    this.#now = now;
  }

  /** The user's clients, at most a minute old. */
  async list(user: AlphausUserName): Promise<readonly ApiClient[]> {
    return this.known(user) ?? this.fresh(user);
  }

  /** The user's clients as the API says them now. */
  async fresh(user: AlphausUserName): Promise<readonly ApiClient[]> {
    const underWay = this.#underWay.get(user);
    if (underWay !== undefined) return underWay;
    const fetching = this.#fetch(user);
    this.#underWay.set(user, fetching);
    try {
      return await fetching;
    } finally {
      if (this.#underWay.get(user) === fetching) this.#underWay.delete(user);
    }
  }

  /** What is known without asking the API; `undefined` when nothing recent is. */
  known(user: AlphausUserName): readonly ApiClient[] | undefined {
    const kept = this.#kept.get(user);
    if (kept === undefined || this.#now().getTime() - kept.fetchedAt > KEPT_FOR_MS) return undefined;
    return kept.clients;
  }

  /** The clients of several users; a few lists are fetched at a time. */
  async listAll(users: readonly AlphausUserName[]): Promise<readonly ApiClient[]> {
    const lists: (readonly ApiClient[])[] = [];
    for (let start = 0; start < users.length; start += SEARCHES_AT_ONCE) {
      lists.push(
        ...(await Promise.all(users.slice(start, start + SEARCHES_AT_ONCE).map((user) => this.list(user)))),
      );
    }
    return new Array<ApiClient>().concat(...lists);
  }

  /**
   * Looks in what is kept first, then asks the API anew: a client may have been made elsewhere just now. Where one
   * product fails, the others are looked through all the same; its failure is thrown when they have no such client.
   */
  async find(id: ClientId, users: readonly AlphausUserName[]): Promise<ApiClient | undefined> {
    for (const user of users) {
      const known = this.known(user)?.find((client) => client.id === id);
      if (known !== undefined) return known;
    }
    const failed = new Map<Product, unknown>();
    const isAsked = (user: AlphausUserName): boolean => !failed.has(unqualified(user).product);
    let left = users;
    while (left.length > 0) {
      const some = left.slice(0, SEARCHES_AT_ONCE);
      const lists = await Promise.allSettled(some.map((user) => this.fresh(user)));
      for (const [index, list] of lists.entries()) {
        if (list.status === 'rejected') failed.set(unqualified(some[index] ?? '').product, list.reason);
        const found = list.status === 'fulfilled' && list.value.find((client) => client.id === id);
        if (found) return found;
      }
      left = left.slice(some.length).filter(isAsked);
    }
    const [failure] = failed.values();
    if (failed.size > 0) throw failure;
    return undefined;
  }

  /** The next answer for this user is asked for from now on, not shared with a fetch under way. */
  forget(user: AlphausUserName): void {
    this.#underWay.delete(user);
    this.#kept.delete(user);
  }

  added(client: ApiClient): void {
    this.#correct(client.user, (clients) => [...clients.filter(({ id }) => id !== client.id), client]);
  }

  removed(user: AlphausUserName, id: ClientId): void {
    this.#correct(user, (clients) => clients.filter((client) => client.id !== id));
  }

  #correct(user: AlphausUserName, change: (clients: readonly ApiClient[]) => readonly ApiClient[]): void {
    // An answer that is on its way may have been read before the change: it must not be kept.
    this.#underWay.delete(user);
    const kept = this.#kept.get(user);
    if (kept !== undefined) this.#kept.set(user, { ...kept, clients: change(kept.clients) });
  }

  async #fetch(user: AlphausUserName): Promise<readonly ApiClient[]> {
    // Lets `fresh` register this fetch before its answer can come.
    await Promise.resolve();
    const mine = this.#underWay.get(user);
    const fetchedAt = this.#now().getTime();
    const clients = await this.#alphaus.clients.list(user);
    if (this.#underWay.get(user) === mine) {
      this.#kept.delete(user);
      this.#kept.set(user, { clients, fetchedAt });
      const oldest = this.#kept.keys().next().value;
      if (this.#kept.size > KEPT_LISTS && oldest !== undefined) this.#kept.delete(oldest);
    }
    return clients;
  }
}
