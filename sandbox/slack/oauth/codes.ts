import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import { SlackError } from '../wire/slack-error.js';

const LIFETIME_MS = 10 * 60 * 1000;

/** What a person has allowed, where, and to whom the answer went. */
export interface Consent {
  /** The workspace's id, or the organisation's. */
  readonly targetId: string;
  readonly personId: string;
  readonly scopes: readonly string[];
  /** As it stood in the authorize URL, and so has to be repeated; `undefined` when it was left out. */
  readonly redirectUri: string | undefined;
}

/** The codes that stand for a consent: good for ten minutes and for one exchange. */
export class Codes {
  readonly #clock: Clock;
  readonly #codes = new Map<
    string,
    { readonly consent: Consent; readonly issuedAt: number; isUsed: boolean }
  >();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(consent: Consent): string {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { consent, issuedAt: this.#clock.now(), isUsed: false });
    return code;
  }

  /** A code that is refused for its redirect_uri is not used up. */
  exchange(code: unknown, redirectUri: unknown): Consent {
    const found = typeof code === 'string' ? this.#codes.get(code) : undefined;
    if (found === undefined || this.#clock.now() - found.issuedAt > LIFETIME_MS) {
      throw new SlackError('invalid_code');
    }
    if (found.isUsed) throw new SlackError('code_already_used');
    if (found.consent.redirectUri !== redirectUri) throw new SlackError('bad_redirect_uri');
    found.isUsed = true;
    return found.consent;
  }
}
