import { fileURLToPath } from 'node:url';
import { type Logger, LogLevel, WebAPIPlatformError, WebClient } from '@slack/web-api';
import type { SandboxSlackOptions } from '../../../sandbox/slack/slack-parts.js';
import { type SandboxSlack, startSandboxSlack } from '../../../sandbox/slack/start-slack.js';
import { type FakeBot, startFakeBot } from './fake-bot.js';

const SIGNING_SECRET = 'signing-secret-of-a-test';
const BOT_TOKEN = 'xoxb-of-a-test';

export const MANIFEST = fileURLToPath(new URL('slack-manifest.yml', import.meta.url));
/** With every scope and event that the sandbox knows something about. */
export const WIDE_MANIFEST = fileURLToPath(new URL('slack-manifest-wide.yml', import.meta.url));

export interface Scene {
  readonly slack: SandboxSlack;
  readonly bot: FakeBot;
  readonly web: WebClient;
  /** Moves Slack's clock on. */
  passes(ms: number): void;
  close(): Promise<void>;
}

const silently = (): void => undefined;
/** Refusals are what these tests are about: no need to read of them on the terminal. */
export const silent: Logger = {
  debug: silently,
  info: silently,
  warn: silently,
  error: silently,
  setLevel: silently,
  getLevel: () => LogLevel.ERROR,
  setName: silently,
};

export const newWebClient = (slack: SandboxSlack, token = BOT_TOKEN): WebClient =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: silent,
  });

/** A sandbox Slack, a bot that answers as told, and Slack's own client. */
export const newScene = async (
  manifestPath = MANIFEST,
  more: Partial<SandboxSlackOptions> = {},
): Promise<Scene> => {
  let ahead = 0;
  const bot = await startFakeBot(SIGNING_SECRET);
  const slack = await startSandboxSlack({
    signingSecret: SIGNING_SECRET,
    botToken: BOT_TOKEN,
    manifestPath,
    eventsUrl: bot.url,
    now: () => Date.now() + ahead,
    ...more,
  });
  return {
    slack,
    bot,
    web: newWebClient(slack),
    passes: (ms) => {
      ahead += ms;
    },
    close: async () => {
      await slack.close();
      await bot.close();
    },
  };
};

/** Slack's error of a call that has to fail, with the messages that say where. */
export const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError)) throw error;
    return [error.data.error, ...(error.data.response_metadata?.messages ?? [])].join(' ');
  }
  return 'no refusal';
};
