import type { Logger } from 'pino';
import type { SlackCalls } from '../slack/web-api/slack-calls.js';
import type { UninstallEvent } from '../slack/transport/uninstall-event.js';
import { tokenVerdict } from '../slack/web-api/token-verdict.js';

/** A probe of `/readyz` comes every few seconds. */
const ASKED_AGAIN_AFTER_MS = 2_000;

const SAID = {
  'app-uninstalled': 'the app was uninstalled',
  'tokens-revoked': 'its bot token was revoked',
} as const satisfies Record<UninstallEvent['kind'], string>;

/**
 * Whether Slack still accepts the bot token of the environment. When Slack says that this installation has ended,
 * nothing is removed: the bot is not ready until Slack accepts its token again, and removing is an operator's command.
 */
export class TokenWatch {
  readonly #calls: SlackCalls;
  readonly #log: Logger;
  #doubt: UninstallEvent['kind'] | undefined;
  #answer: { readonly asked: Promise<string | undefined>; readonly at: number } | undefined;

  constructor(calls: SlackCalls, log: Logger) {
    this.#calls = calls;
    this.#log = log;
  }

  heard({ kind }: UninstallEvent): void {
    this.#doubt = kind;
    this.#answer = undefined;
    this.#log.error(
      { kind },
      'Slack says that this installation has ended: nothing is removed; if it has, install the app again and set SLACK_BOT_TOKEN',
    );
  }

  /** What is missing to serve, a line each. */
  async missing(): Promise<readonly string[]> {
    if (this.#doubt === undefined) return [];
    const now = performance.now();
    if (this.#answer === undefined || now - this.#answer.at > ASKED_AGAIN_AFTER_MS) {
      this.#answer = { asked: this.#ask(this.#doubt), at: now };
    }
    const line = await this.#answer.asked;
    return line === undefined ? [] : [line];
  }

  async #ask(kind: UninstallEvent['kind']): Promise<string | undefined> {
    const { verdict, word } = await tokenVerdict(this.#calls);
    if (verdict !== 'accepted') {
      return `Slack said that ${SAID[kind]}, and does not accept SLACK_BOT_TOKEN (${word}): install the app again and set the new token; nothing was removed from the store`;
    }
    this.#log.info({ kind }, 'still installed: Slack accepts the bot token');
    this.#doubt = undefined;
    return undefined;
  }
}
