import { AtMost } from '../async/at-most.js';
import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';
import { type Product, unqualified } from '../model/product.js';
import type { Alphaus } from './alphaus.js';
import { type Gathered, gatherLists, type Gathering } from './gather-lists.js';
import { KeptList, type KnownList } from './kept-list.js';
import { KeptLists, LIST_AGE_MS, type ShelfOfLists } from './kept-lists.js';

const ASKED_AT_ONCE = 4;

/**
 * What the API holds: a list for each Alphaus user, corrected by what the bot itself changes. Many callers at once share
 * one question.
 */
export class ClientDirectory {
  readonly #alphaus: Pick<Alphaus, 'clients'>;
  readonly #now: () => Date;
  readonly #kept: ShelfOfLists;
  readonly #underWay = new Map<AlphausUserName, Asking>();
  readonly #turns = new AtMost(ASKED_AT_ONCE);

  constructor(alphaus: Pick<Alphaus, 'clients'>, now: () => Date, kept = new KeptLists().shelf()) {
    this.#alphaus = alphaus;
    this.#now = now;
    this.#kept = kept;
  }

  /** The user's clients, at most a minute old. */
  async list(user: AlphausUserName): Promise<readonly ApiClient[]> {
    return this.known(user) ?? this.fresh(user);
  }

  /** The user's clients as the API says them now, or to a question that is under way. */
  async fresh(user: AlphausUserName): Promise<readonly ApiClient[]> {
    return (await (this.#underWay.get(user) ?? this.#ask(user)).answer).clients;
  }

  /** What is known without asking the API; `undefined` when nothing recent is. */
  known(user: AlphausUserName): readonly ApiClient[] | undefined {
    return this.#keptSince(user, this.#now().getTime() - LIST_AGE_MS.recent)?.clients;
  }

  /** Whether a client of this user is known to have a name that reads the same; the API is not asked. */
  hasName(user: AlphausUserName, name: string): boolean {
    return this.#keptSince(user, this.#now().getTime() - LIST_AGE_MS.recent)?.hasName(name) ?? false;
  }

  /** The lists of several users, a few asked for at a time; those that do not come in time go on coming. */
  gather(users: readonly AlphausUserName[], how: Gathering): Promise<Gathered> {
    return gatherLists(
      {
        now: this.#now,
        kept: (user, since) => this.#keptSince(user, since),
        ask: (user, since) => this.#askedSince(user, since),
        inTurn: (work) => this.#turns.run(work),
      },
      users,
      how,
    );
  }

  /**
   * Looks in what is kept first, then asks the API again: a client may have been made elsewhere just now. Where one
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
      const some = left.slice(0, ASKED_AT_ONCE);
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

  /** The next answer for this user is asked for from now on, not shared with a question under way. */
  forget(user: AlphausUserName): void {
    this.#underWay.delete(user);
    this.#kept.delete(user);
  }

  added(client: ApiClient): void {
    this.#correct(client.user, client.id, client);
  }

  removed(user: AlphausUserName, id: ClientId): void {
    this.#correct(user, id, undefined);
  }

  #correct(user: AlphausUserName, id: ClientId, client: ApiClient | undefined): void {
    // An answer that is on its way may have been read before the change: it must not be kept.
    this.#underWay.delete(user);
    const kept = this.#kept.get(user);
    if (kept === undefined) return;
    kept.correct(id, client);
    // It may be longer now.
    this.#kept.set(user, kept);
  }

  #keptSince(user: AlphausUserName, since: number): KeptList | undefined {
    const kept = this.#kept.get(user);
    return kept === undefined || kept.askedAt < since ? undefined : kept;
  }

  #askedSince(user: AlphausUserName, since: number): Promise<KnownList> {
    const underWay = this.#underWay.get(user);
    return (underWay !== undefined && underWay.askedAt >= since ? underWay : this.#ask(user)).answer;
  }

  #ask(user: AlphausUserName): Asking {
    const askedAt = this.#now().getTime();
    const asking = {
      askedAt,
      answer: this.#alphaus.clients.list(user).then((clients): KnownList => {
        const list = { clients, askedAt };
        // Unless something was changed, or asked again, since.
        if (this.#underWay.get(user) === asking) this.#kept.set(user, new KeptList(list));
        return list;
      }),
    };
    this.#underWay.set(user, asking);
    const leave = (): void => {
      if (this.#underWay.get(user) === asking) this.#underWay.delete(user);
    };
    asking.answer.then(leave, leave);
    return asking;
  }
}

interface Asking {
  readonly askedAt: number;
  readonly answer: Promise<KnownList>;
}
