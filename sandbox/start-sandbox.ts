import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandboxApi } from './api/start-api.js';
import { type BotProcess, freePort, startBotProcess } from './bot-process.js';
import { buildPage } from './build-page.js';
import { exchangeCredentials } from './exchange-credentials.js';
import { startPageServer } from './page-server.js';
import { startSandboxSlack } from './slack/start-slack.js';

export interface SandboxOptions {
  /** The project's directory. */
  readonly root: string;
  readonly port: number;
  /** The bot's program, from `root`. */
  readonly botEntry: string;
}

export interface RunningSandbox {
  readonly url: string;
  readonly bot: BotProcess;
  /** Where all that the bot prints goes. */
  readonly botLog: string;
  stop(): Promise<void>;
}

/**
 * Bot, workspace, API and page, all on this machine and with no account. Rejects with a sentence for the terminal
 * when it cannot start, and leaves nothing running then.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { root, port } = options;
  const running: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const stopOne of running.splice(0).toReversed()) await stopOne();
  };
  try {
    const page = await startPageServer(port).catch((error: unknown) => {
      throw portTaken(error) ? new Error(takenSentence(port)) : error;
    });
    running.push(() => page.close());

    // One directory for each port, which only one sandbox can have.
    const runDir = join(root, '.sandbox', `run-${page.port}`);
    await rm(runDir, { recursive: true, force: true });
    await mkdir(runDir, { recursive: true });
    const pageDir = join(root, '.sandbox/page');
    const built = buildPage(root, pageDir);

    const api = await startSandboxApi();
    running.push(() => api.stop());
    const botPort = await freePort();
    const signingSecret = randomBytes(16).toString('hex');
    const botToken = `xoxb-sandbox-${randomBytes(12).toString('hex')}`;
    const slack = await startSandboxSlack({
      signingSecret,
      botToken,
      manifestPath: join(root, 'manifest.yml'),
      eventsUrl: `http://127.0.0.1:${botPort}/slack/events`,
    });
    running.push(() => slack.close());

    const botLog = join(runDir, 'bot.log');
    const bot = startBotProcess({
      root,
      entry: options.botEntry,
      port: botPort,
      logFile: botLog,
      environment: {
        SLACK_SIGNING_SECRET: signingSecret,
        SLACK_BOT_TOKEN: botToken,
        SLACK_API_URL: slack.apiUrl,
        STORE_URL: `sqlite://${join(runDir, 'bot.sqlite')}`,
        ENCRYPTION_KEYS: `sandbox:${randomBytes(32).toString('base64')}`,
        ALPHAUS_CLIENT_ID: api.rootClient.id,
        ALPHAUS_CLIENT_SECRET: api.rootClient.secret,
        ALPHAUS_LOGIN_URL: api.loginUrl,
        ALPHAUS_SERVICE_URL: api.serviceUrl,
        ALPHAUS_BLUE_URL: api.blueUrl,
      },
    });
    running.push(() => bot.stop());
    const [botReady] = await Promise.allSettled([bot.ready(), built]);
    if (botReady.status === 'rejected') {
      throw new Error(`The bot did not start: ${String(botReady.reason)}\n${await bot.lastWords()}`);
    }
    await built;
    page.serve({
      pageDir,
      slackUrl: slack.url,
      botState: bot.state,
      exchange: (credentials) => exchangeCredentials(`${api.loginUrl}/ripple/access_token`, credentials),
    });
    return { url: `http://localhost:${page.port}`, bot, botLog, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

function takenSentence(port: number): string {
  return `Port ${port} is taken: end what listens there, or choose another one with PORT=${port + 1} npm run sandbox.`;
}
