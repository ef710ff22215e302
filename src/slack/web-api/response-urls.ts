import type { Fetch } from '../../core/http.js';
import { sendable } from './sendable.js';
import type { Message } from './slack-calls.js';

const TIMEOUT_MS = 8_000;

/**
 * Answers through an interaction's `response_url` (5 uses, 30 minutes; works where the bot is no member).
 * Every method resolves to whether Slack took it.
 */
export class ResponseUrls {
  readonly #fetch: Fetch;

  constructor(fetch: Fetch) {
    this.#fetch = fetch;
  }

  reply(url: string, message: Message): Promise<boolean> {
    return this.#post(url, { response_type: 'ephemeral', replace_original: false, ...sendable(message) });
  }

  replace(url: string, message: Message): Promise<boolean> {
    return this.#post(url, { response_type: 'ephemeral', replace_original: true, ...sendable(message) });
  }

  /** Redraws the message whose button was pressed, for everyone who sees it. */
  redraw(url: string, message: Message): Promise<boolean> {
    return this.#post(url, { replace_original: true, ...sendable(message) });
  }

  remove(url: string): Promise<boolean> {
    return this.#post(url, { delete_original: true });
  }

  async #post(url: string, body: object): Promise<boolean> {
    try {
      const answer = await this.#fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return answer.ok;
    } catch (error) {
      // Whether Slack took it is unknown; an answer twice is better than none.
      if (error instanceof Error) return false;
      throw error;
    }
  }
}
