import { Problem } from '../../core/problem.js';
import type { Log } from '../log.js';
import type { SlackCalls, TokenListener } from './slack-calls.js';

/** A probe of `/readyz` comes every few seconds. */
const ASKED_AGAIN_AFTER_MS = 2_000;

/** How often Slack is asked although nothing speaks against the token: it may end while nobody uses the bot. */
const ASKED_ANYWAY_AFTER_MS = 60_000;

const SAID = {
  'app-uninstalled': 'Slack said that the app was uninstalled',
  'tokens-revoked': 'Slack said that the bot token was revoked',
} as const;

/**
 * Whether Slack still accepts a workspace's bot token, from what Slack says to every call and by its events. Nothing is
 * removed because of it: the log has one error, until Slack accepts the token again.
 */
export class TokenWatch implements TokenListener {
  readonly #log: Log;
  /** Slack's word by which it refused the token last. */
  #refusal: string | undefined;
  /** What Slack's event said, until Slack is asked and accepts the token. */
  #said: keyof typeof SAID | undefined;
  readonly #now: () => number;
  #asked: { readonly answer: Promise<void>; readonly at: number } | undefined;
  #askedAnywayAt: number;

  constructor(log: Log, now = () => performance.now()) {
    this.#log = log;
    this.#now = now;
    this.#askedAnywayAt = now();
  }

  refused(word: string): void {
    if (this.#refusal === undefined) {
      this.#log.error({ slack: word }, 'Slack refuses the bot token: nothing works until it accepts one');
    }
    this.#refusal = word;
  }

  accepted(): void {
    if (this.#refusal === undefined) return;
    this.#refusal = undefined;
    this.#log.info({}, 'Slack accepts the bot token again');
  }

  heard(said: keyof typeof SAID): void {
    this.#log.error(
      { said },
      'Slack says that this installation has ended: nothing is removed; if it has, install the app again and set SLACK_BOT_TOKEN',
    );
    this.#said = said;
    this.#asked = undefined;
  }

  /** What `/readyz` says is missing, of a bot that serves this workspace alone; asks Slack while that is in doubt. */
  async missing(calls: Pick<SlackCalls, 'identity'>): Promise<readonly string[]> {
    const now = this.#now();
    if (this.#refusal === undefined && this.#said === undefined) {
      if (now - this.#askedAnywayAt > ASKED_ANYWAY_AFTER_MS) this.#askAnyway(calls, now);
      return [];
    }
    if (this.#asked === undefined || now - this.#asked.at > ASKED_AGAIN_AFTER_MS) {
      this.#asked = { answer: this.#ask(calls), at: now };
    }
    await this.#asked.answer;
    if (this.#refusal === undefined && this.#said === undefined) return [];
    const said = this.#said === undefined ? '' : `${SAID[this.#said]}, and `;
    const how = this.#refusal === undefined ? 'does not say' : `no longer accepts it (${this.#refusal})`;
    return [
      `${said}SLACK_BOT_TOKEN: Slack ${how}; install the app again and set the new token; nothing was removed from the store`,
    ];
  }

  /** The next probe tells the result: this one does not wait for Slack. */
  #askAnyway(calls: Pick<SlackCalls, 'identity'>, now: number): void {
    this.#askedAnywayAt = now;
    this.#ask(calls).catch((error: unknown) =>
      this.#log.error({ err: error }, 'the bot token could not be tried'),
    );
  }

  async #ask(calls: Pick<SlackCalls, 'identity'>): Promise<void> {
    try {
      // What Slack says to it is heard above, as of any call.
      await calls.identity();
      this.#said = undefined;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
  }
}
