import { BoundedCache } from '../bounded-cache.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { KeptList } from './kept-list.js';

/** How old a kept list may be: where anything recent serves, and where somebody turns the pages of a list. */
export const LIST_AGE_MS = { recent: 60_000, continued: 10 * 60_000 };

/** How many clients are kept for all workspaces together: some 30 MB, and half as much again for their names. */
const CLIENTS_AT_MOST = 100_000;

/** What the API has told, in bounded memory: the lists of all connections of the process. */
export class KeptLists {
  readonly #lists: BoundedCache<string, KeptList>;
  #shelves = 0;

  constructor(clientsAtMost = CLIENTS_AT_MOST) {
    this.#lists = new BoundedCache({
      most: clientsAtMost,
      // An empty list takes room, too.
      weightOf: ({ length }) => length + 1,
    });
  }

  /** The part of one connection. */
  shelf(): ShelfOfLists {
    this.#shelves += 1;
    const number = this.#shelves;
    const keyOf = (user: AlphausUserName): string => `${number}:${user}`;
    return {
      get: (user) => this.#lists.get(keyOf(user)),
      set: (user, list) => this.#lists.set(keyOf(user), list),
      delete: (user) => this.#lists.delete(keyOf(user)),
    };
  }
}

export interface ShelfOfLists {
  get(user: AlphausUserName): KeptList | undefined;
  set(user: AlphausUserName, list: KeptList): void;
  delete(user: AlphausUserName): void;
}
