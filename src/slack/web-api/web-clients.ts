import type { Logger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { Fetch } from '../../core/http.js';
import type { Secret } from '../../core/model/secret.js';

/** Each kind of call with the patience and repetition that it bears. */
const LANES = {
  /** Must come before a trigger expires: late is as bad as never. */
  urgent: { timeout: 2_800, retries: 0, waitsWhenLimited: false },
  /** Repeated once, since nothing happens twice. */
  reads: { timeout: 2_000, retries: 1, waitsWhenLimited: false },
  /** Calls for every workspace of an organisation; Slack may allow only some of them in one minute. */
  surveys: { timeout: 5_000, retries: 3, waitsWhenLimited: true },
  /** What somebody looks at: a limit on messages must not hold it up, as it would those of the same client. */
  views: { timeout: 5_000, retries: 2, waitsWhenLimited: false },
  /** Messages that must come; Slack may show one twice when its answer was lost. */
  messages: { timeout: 8_000, retries: 3, waitsWhenLimited: true },
  /** Messages that must not come twice: a secret's. */
  whispers: { timeout: 8_000, retries: 0, waitsWhenLimited: false },
} as const satisfies Record<string, Patience>;

export type Lane = keyof typeof LANES;

export interface Patience {
  /** Milliseconds for one attempt. */
  readonly timeout: number;
  readonly retries: number;
  /** A 429 stalls every other call of the same client for as long as Slack says. */
  readonly waitsWhenLimited: boolean;
}

export interface SlackConnection {
  /** The bot token as it is now: where Slack rotates them, it does not stay the same. */
  readonly token: () => Promise<Secret>;
  readonly apiUrl: string;
  readonly log: Logger;
  readonly fetch: Fetch;
  /** For what must not wait behind other calls. */
  readonly urgentFetch: Fetch;
}

/** How many web clients are kept, those used last: one takes some 30 KB. */
const CONNECTIONS_KEPT = 64;

/**
 * The SDK's clients, a set for each connection: one workspace's 429 stalls only its own, and there only those
 * of its messages. Making a set again loses nothing: tokens and limits are kept elsewhere.
 */
export class WebClients {
  readonly #kept = new Map<SlackConnection, Map<Lane, WebClient>>();

  of(connection: SlackConnection, lane: Lane): WebClient {
    const clients = this.#kept.get(connection) ?? new Map<Lane, WebClient>();
    // To the end: the one used longest ago stands first.
    this.#kept.delete(connection);
    this.#kept.set(connection, clients);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > CONNECTIONS_KEPT && oldest !== undefined) this.#kept.delete(oldest);

    const known = clients.get(lane);
    if (known !== undefined) return known;
    const fetch = lane === 'urgent' ? connection.urgentFetch : connection.fetch;
    const made = webClient({ ...connection, fetch }, LANES[lane]);
    clients.set(lane, made);
    return made;
  }
}

export function webClient(connection: SlackConnection, patience: Patience): WebClient {
  return new WebClient(undefined, {
    slackApiUrl: connection.apiUrl,
    logger: connection.log,
    fetch: withToken(connection),
    timeout: patience.timeout,
    retryConfig: { retries: patience.retries, minTimeout: 300, maxTimeout: 3_000 },
    rejectRateLimitedCalls: !patience.waitsWhenLimited,
  });
}

/** Each attempt bears the token as it is at that moment; the SDK's client, made once, does not know it. */
function withToken({ token, fetch }: SlackConnection): Fetch {
  return async (input, init) => {
    const authorization = `Bearer ${(await token()).reveal()}`;
    return fetch(input, { ...init, headers: { ...init?.headers, authorization } });
  };
}
