import { randomBytes, randomInt } from 'node:crypto';

export type Product = 'ripple' | 'wave';

/** An API client with everything that only the API itself knows. */
export interface SandboxClient {
  readonly id: string;
  readonly secret: string;
  readonly name: string;
  readonly user: string;
  readonly product: Product;
  /** RFC 3339 with nanoseconds. */
  readonly createTime: string;
}

/** What matters of an API client that is put there by hand; the rest is made up. */
export type ClientSeed = Partial<Omit<SandboxClient, 'user'>>;

export interface Making {
  readonly now: () => number;
  /** The characters that secrets are made of. */
  readonly secretAlphabet: string;
}

const SECRET_LENGTH = 48;
const HOUR_MS = 3_600_000;

/** What became of an API client. */
export type Fate = 'there' | 'deleted' | 'unknown';

/** What a sandbox begins with, if an earlier one has left something. */
export interface Standing {
  readonly clients: readonly SandboxClient[];
  /** The ids of those that were deleted. */
  readonly deleted: readonly string[];
}

/** All API clients of all users, in the order of their making. */
export class ApiClientRegistry {
  readonly #making: Making;
  readonly #changed: () => void;
  readonly #clients: Map<string, SandboxClient>;
  readonly #deleted: Set<string>;

  constructor(
    making: Making,
    standing: Standing = { clients: [], deleted: [] },
    changed: () => void = () => undefined,
  ) {
    this.#making = making;
    this.#changed = changed;
    this.#clients = new Map(standing.clients.map((client) => [client.id, client]));
    this.#deleted = new Set(standing.deleted);
  }

  all(): readonly SandboxClient[] {
    return [...this.#clients.values()];
  }

  deleted(): readonly string[] {
    return [...this.#deleted];
  }

  fateOf(id: string): Fate {
    if (this.#clients.has(id)) return 'there';
    return this.#deleted.has(id) ? 'deleted' : 'unknown';
  }

  find(id: string): SandboxClient | undefined {
    return this.#clients.get(id);
  }

  of(user: string, product: Product): readonly SandboxClient[] {
    return this.all().filter((client) => client.user === user && client.product === product);
  }

  add(user: string, seed: ClientSeed = {}): SandboxClient {
    const client = this.#make(user, seed);
    this.#clients.set(client.id, client);
    this.#changed();
    return client;
  }

  /** As if they had been made one an hour until now, when only a count is given. */
  seed(user: string, seeds: number | readonly ClientSeed[]): readonly SandboxClient[] {
    const made = (typeof seeds === 'number' ? this.#hourly(seeds) : seeds).map((seed) =>
      this.#make(user, seed),
    );
    for (const client of made) this.#clients.set(client.id, client);
    this.#changed();
    return made;
  }

  delete(id: string): void {
    this.#clients.delete(id);
    this.#deleted.add(id);
    this.#changed();
  }

  #make(user: string, seed: ClientSeed): SandboxClient {
    const product = seed.product ?? 'ripple';
    return {
      id: seed.id ?? `${product}-${randomBytes(6).toString('hex')}`,
      secret: seed.secret ?? secretOf(Array.from(this.#making.secretAlphabet)),
      name: seed.name ?? 'made-elsewhere',
      user,
      product,
      createTime: seed.createTime ?? withNanoseconds(this.#making.now()),
    };
  }

  #hourly(count: number): readonly ClientSeed[] {
    return Array.from({ length: count }, (_, index) => ({
      name: `client-${String(index + 1).padStart(5, '0')}`,
      createTime: withNanoseconds(this.#making.now() - (count - index) * HOUR_MS),
    }));
  }
}

function secretOf(alphabet: readonly string[]): string {
  return Array.from({ length: SECRET_LENGTH }, () => alphabet[randomInt(alphabet.length)]).join('');
}

function withNanoseconds(ms: number): string {
  const rest = String(randomInt(1_000_000)).padStart(6, '0');
  return new Date(ms).toISOString().replace('Z', `${rest}Z`);
}
