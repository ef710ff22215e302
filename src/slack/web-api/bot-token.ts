import type { WorkspaceId } from '../../core/model/ids.js';
import type { Installation, Installations } from '../../core/workspace/installation.js';
import type { Leases } from '../../core/coordination/leases.js';
import { Problem } from '../../core/problem.js';
import type { Secret } from '../../core/model/secret.js';
import { HOUR_MS } from '../../core/model/durations.js';
import type { Log } from '../log.js';
import type { RefreshedToken } from './token-refresh.js';

/** Slack's tokens live for twelve hours. */
const RENEWED_BEFORE_END_MS = 2 * HOUR_MS;
/** Longer than an exchange with its repetitions takes. */
const LEASE_MS = 45_000;
/** A caller with a token that is still good does not wait longer than this for the next one. */
const PATIENCE_MS = 1_000;
const LOOKS_AGAIN_AFTER_MS = 100;
const WAITS_FOR_ANOTHER_MS = 10_000;
const KEEPING_TRIES = 5;

export interface BotTokenParts {
  readonly installations: Installations;
  readonly leases: Leases;
  readonly refresh: (refreshToken: Secret) => Promise<RefreshedToken>;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly log: Log;
}

interface Pair {
  readonly botToken: Secret;
  /** The refresh token that it was got with. */
  readonly spent: Secret;
  readonly rotation: NonNullable<Installation['rotation']>;
}

const failure = (error: string): Problem =>
  new Problem({ kind: 'slack-failed', method: 'oauth.v2.access', error });

/**
 * An installation's bot token, renewed before it ends: once, however many callers and replicas ask for it. The next
 * pair is kept before anybody uses it, since what it was got with is good once.
 */
export class BotToken {
  readonly #parts: BotTokenParts;
  #installation: Installation;
  #renewing: Promise<Installation> | undefined;
  #unkept: Pair | undefined;

  constructor(parts: BotTokenParts, installation: Installation) {
    this.#parts = parts;
    this.#installation = installation;
  }

  /** What the store said last. */
  known(installation: Installation): void {
    // A pair that could not be kept yet is younger than what is kept.
    if (this.#renewing === undefined) this.#installation = installation;
  }

  async get(): Promise<Secret> {
    if (!this.#isDue(this.#installation)) return this.#installation.botToken;
    this.#renewing ??= this.#renew(this.#installation.workspace).finally(() => {
      this.#renewing = undefined;
    });
    const renewing = this.#renewing;
    if (this.#hasEnded(this.#installation)) return (await renewing).botToken;
    // Until its end the old one is as good: for a slow exchange, a failed one, and one that another replica is at.
    const standing = this.#installation.botToken;
    return Promise.race([
      renewing.then(({ botToken }) => botToken),
      this.#parts.sleep(PATIENCE_MS).then(() => standing),
    ]).catch((error: unknown) => {
      const { workspace } = this.#installation;
      this.#parts.log.error({ workspace, err: error }, 'the bot token could not be renewed yet');
      return standing;
    });
  }

  async #renew(workspace: WorkspaceId): Promise<Installation> {
    const { installations, leases, sleep } = this.#parts;
    const lease = `rotation:${workspace}`;
    for (let waited = 0; waited < WAITS_FOR_ANOTHER_MS; waited += LOOKS_AGAIN_AFTER_MS) {
      const mine = await leases.hold(lease, LEASE_MS);
      // Read behind the lease: another replica may have renewed it just before.
      const stored = await installations.find(workspace);
      if (stored === undefined) throw failure('Uninstalled');
      if (!this.#isDue(stored)) {
        this.#installation = stored;
        if (mine) await leases.letGo(lease);
        return stored;
      }
      if (mine) {
        try {
          return await this.#exchange(stored);
        } finally {
          await leases.letGo(lease);
        }
      }
      await sleep(LOOKS_AGAIN_AFTER_MS);
    }
    throw failure('RenewedElsewhere');
  }

  async #exchange(stored: Installation): Promise<Installation> {
    if (stored.rotation === undefined) return stored;
    // A pair that could not be kept last time: what it was got with is worth nothing any more.
    const pair = this.#unkept ?? (await this.#next(stored.rotation.refreshToken));
    this.#unkept = pair;
    const kept = await this.#keep(stored, pair);
    this.#unkept = undefined;
    this.#installation = kept;
    this.#parts.log.info(
      { workspace: kept.workspace, expiresAt: pair.rotation.expiresAt },
      'bot token renewed',
    );
    return kept;
  }

  async #next(spent: Secret): Promise<Pair> {
    const { botToken, refreshToken, expiresInSeconds } = await this.#parts.refresh(spent);
    const expiresAt = new Date(this.#now() + expiresInSeconds * 1000).toISOString();
    return { spent, botToken, rotation: { refreshToken, expiresAt } };
  }

  async #keep(read: Installation, { spent, botToken, rotation }: Pair): Promise<Installation> {
    const { installations, sleep } = this.#parts;
    let stored: Installation | undefined = read;
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (stored?.rotation === undefined) throw failure('UninstalledMeanwhile');
        // Kept already by an attempt whose answer was lost, or installed again.
        if (stored.rotation.refreshToken.reveal() !== spent.reveal()) return stored;
        const next: Installation = { ...stored, botToken, rotation };
        if (await installations.replace(stored, next)) return next;
        stored = await installations.find(read.workspace);
      } catch (error) {
        const isOfStore = error instanceof Problem && error.facts.kind === 'store-unavailable';
        if (!isOfStore || attempt >= KEEPING_TRIES) throw error;
        await sleep(attempt * 1_000);
        stored = await installations.find(read.workspace).catch(() => stored);
      }
    }
  }

  #isDue({ rotation }: Installation): boolean {
    return rotation !== undefined && Date.parse(rotation.expiresAt) - this.#now() <= RENEWED_BEFORE_END_MS;
  }

  #hasEnded({ rotation }: Installation): boolean {
    return rotation !== undefined && Date.parse(rotation.expiresAt) <= this.#now();
  }

  #now(): number {
    return this.#parts.now().getTime();
  }
}
