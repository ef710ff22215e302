import type { Exchange, Opening, Witness } from './exchange.js';
import { KnownSecrets } from './known-secrets.js';
import { masked } from './masked.js';
import { readable } from './readable.js';
import { aboutOf, refusalOf } from './reading.js';

const MOST_KEPT = 400;
const LONGEST_BODY = 20_000;
/** Read beyond what is shown, so that a secret at the end of that is masked as a whole. */
const BEYOND = 2000;

interface Kept {
  exchange: Exchange;
  revision: number;
}

/** The newest requests between Slack, the bot and the API, with their answers, as a page may show them. */
export class Journal {
  readonly #now: () => number;
  readonly #secrets: () => Iterable<string>;
  readonly #known = new KnownSecrets();
  /** In the order of their beginning. */
  #kept: readonly Kept[] = [];
  #revision = 0;
  #count = 0;

  /** `secrets`: all that have to be masked, asked for at every exchange. */
  constructor(secrets: () => Iterable<string>, now: () => number = Date.now) {
    this.#secrets = secrets;
    this.#now = now;
  }

  get revision(): number {
    return this.#revision;
  }

  /** What has begun or was answered after `revision`. */
  after(revision: number): readonly Exchange[] {
    return this.#kept.filter((kept) => kept.revision > revision).map((kept) => kept.exchange);
  }

  forget(): void {
    this.#kept = [];
  }

  readonly witness: Witness = (opening) => {
    const startedAt = performance.now();
    const kept: Kept = { exchange: this.#begun(opening), revision: (this.#revision += 1) };
    this.#kept = [...this.#kept, kept].slice(-MOST_KEPT);
    return ({ status, body }) => {
      const read = readable('application/json', body);
      kept.exchange = {
        ...kept.exchange,
        answer: {
          status,
          ms: Math.round(performance.now() - startedAt),
          body: this.#shown(read),
          refusal: refusalOf(opening.kind, status, read),
        },
      };
      kept.revision = this.#revision += 1;
    };
  };

  #begun({ kind, asked, contentType, body }: Opening): Exchange {
    const read = readable(contentType, body);
    return {
      id: (this.#count += 1),
      at: this.#now(),
      kind,
      asked,
      about: String(this.#masked(aboutOf(kind, read))),
      sent: this.#shown(read),
      answer: null,
    };
  }

  #masked(value: unknown): unknown {
    this.#known.add(this.#secrets());
    return masked(value, this.#known);
  }

  #shown(read: unknown): string {
    const shown = this.#masked(typeof read === 'string' ? read.slice(0, LONGEST_BODY + BEYOND) : read);
    const text = typeof shown === 'string' ? shown : JSON.stringify(shown, null, 2);
    return text.length > LONGEST_BODY ? `${text.slice(0, LONGEST_BODY)}…` : text;
  }
}
