import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.js';
import type { Installation, Installations } from './installations.js';
import { SlackError } from '../wire/slack-error.js';

/** How many tokens of one installation are good at a time: the newest ones. */
const MOST_ACTIVE = 2;
/** A refresh token that was used already is still answered for so long: the first answer may have been lost. */
const REFRESH_GRACE_MS = 60_000;

interface Token {
  readonly value: string;
  readonly installation: Installation;
  readonly expiresAt: number;
  isRevoked: boolean;
}

interface RefreshToken {
  readonly installation: Installation;
  usedAt: number | undefined;
}

export interface IssuedToken {
  readonly value: string;
  /** Only with rotation. */
  readonly refresh: { readonly token: string; readonly expiresInSeconds: number } | undefined;
}

const random = (): string => randomBytes(18).toString('hex');

/** The bot tokens of all installations, with or without rotation. */
export class Tokens {
  readonly #clock: Clock;
  readonly #installations: Installations;
  /** Seconds; `undefined` without rotation. */
  readonly #lifetimeSeconds: number | undefined;
  readonly #tokens = new Map<string, Token>();
  readonly #refreshTokens = new Map<string, RefreshToken>();

  constructor(clock: Clock, installations: Installations, lifetimeSeconds: number | undefined) {
    this.#clock = clock;
    this.#installations = installations;
    this.#lifetimeSeconds = lifetimeSeconds;
  }

  /** A token that was known before anybody came, and that never expires. */
  give(installation: Installation, value: string): void {
    this.#tokens.set(value, { value, installation, expiresAt: Number.POSITIVE_INFINITY, isRevoked: false });
  }

  /** Without rotation installing again gives the token that there is. */
  issue(installation: Installation): IssuedToken {
    if (this.#lifetimeSeconds !== undefined) return this.#issueExpiring(installation, this.#lifetimeSeconds);
    const standing = this.#active(installation).at(-1);
    if (standing !== undefined) return { value: standing.value, refresh: undefined };
    const value = `xoxb-${random()}`;
    this.give(installation, value);
    return { value, refresh: undefined };
  }

  refresh(refreshToken: unknown): { readonly installation: Installation; readonly issued: IssuedToken } {
    const found = typeof refreshToken === 'string' ? this.#refreshTokens.get(refreshToken) : undefined;
    const now = this.#clock.now();
    const isSpent = found?.usedAt !== undefined && now - found.usedAt > REFRESH_GRACE_MS;
    if (found === undefined || isSpent || !this.#installations.isStanding(found.installation)) {
      throw new SlackError('invalid_refresh_token');
    }
    found.usedAt ??= now;
    return { installation: found.installation, issued: this.issue(found.installation) };
  }

  /** The token's app and workspace; throws what Slack answers when it is not good any more. */
  authenticate(value: string): Installation {
    const token = this.#tokens.get(value);
    if (token === undefined) throw new SlackError('invalid_auth');
    if (!this.#installations.isStanding(token.installation)) throw new SlackError('account_inactive');
    if (token.isRevoked) throw new SlackError('token_revoked');
    if (token.expiresAt <= this.#clock.now()) throw new SlackError('token_expired');
    return token.installation;
  }

  hasActive(installation: Installation): boolean {
    return this.#active(installation).length > 0;
  }

  revoke(value: string): void {
    const token = this.#tokens.get(value);
    if (token !== undefined) token.isRevoked = true;
  }

  #active(installation: Installation): Token[] {
    const now = this.#clock.now();
    return [...this.#tokens.values()].filter(
      (token) => token.installation === installation && !token.isRevoked && token.expiresAt > now,
    );
  }

  #issueExpiring(installation: Installation, expiresInSeconds: number): IssuedToken {
    const value = `xoxe.xoxb-1-${random()}`;
    const expiresAt = this.#clock.now() + expiresInSeconds * 1000;
    this.#tokens.set(value, { value, installation, expiresAt, isRevoked: false });
    for (const old of this.#active(installation).slice(0, -MOST_ACTIVE)) old.isRevoked = true;
    const token = `xoxe-1-${random()}`;
    this.#refreshTokens.set(token, { installation, usedAt: undefined });
    return { value, refresh: { token, expiresInSeconds } };
  }
}
