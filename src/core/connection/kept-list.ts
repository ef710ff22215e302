import type { ApiClient } from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';
import { asRead } from '../model/legible-text.js';

/** An Alphaus user's API clients, as the API told them. */
export interface KnownList {
  readonly clients: readonly ApiClient[];
  /** When it was asked. */
  readonly askedAt: number;
}

/**
 * A list that is kept, corrected by what this bot itself has done since. However long it is, a correction costs the same, and
 * so does the question whether it has a name, but for the first one of each.
 */
export class KeptList implements KnownList {
  readonly askedAt: number;
  /** Made when it is read, once something was corrected. */
  #clients: readonly ApiClient[] | undefined;
  #byId: Map<ClientId, ApiClient> | undefined;
  /** How many clients have each name. */
  #names: Map<string, number> | undefined;

  constructor({ clients, askedAt }: KnownList) {
    this.#clients = clients;
    this.askedAt = askedAt;
  }

  get clients(): readonly ApiClient[] {
    this.#clients ??= [...(this.#byId?.values() ?? [])];
    return this.#clients;
  }

  get length(): number {
    return this.#clients?.length ?? this.#byId?.size ?? 0;
  }

  /** `undefined`: the client is deleted. */
  correct(id: ClientId, client: ApiClient | undefined): void {
    const byId = this.#byId ?? new Map(this.clients.map((one) => [one.id, one]));
    this.#byId = byId;
    this.#clients = undefined;
    const before = byId.get(id);
    if (before !== undefined) this.#count(before, -1);
    byId.delete(id);
    if (client === undefined) return;
    byId.set(id, client);
    this.#count(client, 1);
  }

  /** Whether one of them has a name that reads the same. */
  hasName(name: string): boolean {
    if (this.#names === undefined) {
      this.#names = new Map();
      for (const client of this.clients) this.#count(client, 1);
    }
    return (this.#names.get(asRead(name)) ?? 0) > 0;
  }

  #count(client: ApiClient, more: 1 | -1): void {
    const name = asRead(client.name);
    const count = (this.#names?.get(name) ?? 0) + more;
    if (count > 0) this.#names?.set(name, count);
    else this.#names?.delete(name);
  }
}
