import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type SandboxApi, startSandboxApi } from './api/start-api.js';
import { spreadClients } from './api/spread-clients.js';
import { freePort } from './free-port.js';
import { buildPage } from './build-page.js';
import { exchangeCredentials } from './exchange-credentials.js';
import { connectableAccounts } from './api/connectable-accounts.js';
import { keepBot, type KeptBot } from './keep-bot.js';
import { keepSlack, keptSlack } from './keep-slack.js';
import { openMovableClock } from './movable-clock.js';
import { languageOf, wordsFor } from '../src/slack/text/languages.js';
import { startPageServer } from './page-server.js';
import { deploymentOf, type Setting } from './setting.js';
import { setUpWorkspace } from './set-up-workspace.js';
import { type SandboxSlack, startSandboxSlack } from './slack/start-slack.js';
import { openStateDirectory } from './state-directory.js';
import { Journal } from './underneath/journal.js';
import { Troubles } from './underneath/troubles.js';
import { underneathOf } from './underneath/underneath-of.js';

export interface SandboxOptions {
  /** The project's directory. */
  readonly root: string;
  /** The page's; 0 takes a free one, and such a sandbox keeps nothing for the next. */
  readonly port: number;
  /** The bot's program, from `root`. */
  readonly botEntry: string;
  /** Forgets what an earlier sandbox on this port has kept. */
  readonly fresh?: boolean;
  /** Spreads API clients over the Alphaus users until there are so many. */
  readonly clients?: number;
  /** The languages in which people have Slack, by their keys: English where none is named. */
  readonly locales?: Readonly<Record<string, string>>;
  readonly setting?: Setting;
}

export interface RunningSandbox {
  readonly url: string;
  readonly bot: KeptBot;
  /** The file that everything the bot prints goes to. */
  readonly botLog: string;
  /** What the sandbox's Slack and API hold, to compare it with the page. */
  readonly slack: SandboxSlack;
  readonly api: SandboxApi;
  stop(): Promise<void>;
}

const ONE_WORKSPACE: Setting = { workspaces: false, socketMode: false };

/**
 * Bot, workspace, API and page, all on this machine and with no account. Rejects with a sentence for the terminal
 * when it cannot start, and leaves nothing running then.
 */
export async function startSandbox(options: SandboxOptions): Promise<RunningSandbox> {
  const { root, port, fresh = false, clients = 0, setting = ONE_WORKSPACE, locales = {} } = options;
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
    const directory = join(root, '.sandbox', `run-${page.port}${setting.workspaces ? '-workspaces' : ''}`);
    if (port === 0) running.push(() => rm(directory, { recursive: true, force: true }));
    const { identity, ...state } = await openStateDirectory(
      directory,
      // Who installed the app is not kept: the bot's store would have tokens that Slack does not know.
      fresh || port === 0 || setting.workspaces,
    );
    const deployment = deploymentOf(setting, identity);
    const built = buildPage(root, join(root, '.sandbox/page'));

    const secrets = (): readonly string[] => [
      identity.signingSecret,
      identity.botToken,
      identity.encryptionKeys,
      ...api.clients().map(({ secret }) => secret),
    ];
    const clock = openMovableClock(state.clockState);
    const { now } = clock;
    const journal = new Journal(secrets, now);
    const api = await startSandboxApi({ statePath: state.apiState, now, witness: journal.witness });
    running.push(() => api.stop());
    spreadClients(api, clients);
    const botPort = await freePort();
    const kept = keptSlack(state.slackState);
    const slack = await startSandboxSlack({
      signingSecret: identity.signingSecret,
      ...deployment.slack,
      manifestPath: join(root, 'manifest.yml'),
      workflowStep: true,
      eventsUrl: `http://127.0.0.1:${botPort}/slack/events`,
      now,
      witness: journal.witness,
      locales,
      ...(kept !== undefined && { kept }),
    });
    running.push(() => slack.close());
    const stopKeeping = keepSlack(slack, state.slackState);
    running.push(async () => stopKeeping());

    const bot = keepBot({
      root,
      entry: options.botEntry,
      port: botPort,
      logFile: state.botLog,
      aheadMs: () => clock.aheadMs,
      environment: {
        ...deployment.environment(slack, api),
        SLACK_API_URL: slack.apiUrl,
        STORE_URL: `sqlite://${state.botStore}`,
        ENCRYPTION_KEYS: identity.encryptionKeys,
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
    if (kept === undefined && !setting.workspaces) {
      await setUpWorkspace(slack, wordsFor(languageOf(locales['aiko'] ?? 'en-US')));
      journal.forget();
    }
    const pageDir = await built;
    const troubles = new Troubles(api, slack);
    const connectable = connectableAccounts(api);
    const installUrl = setting.workspaces ? '/sandbox/install' : null;
    const depths = { api, slack, bot, clock, journal, troubles, installUrl };
    page.serve({
      pageDir,
      slackUrl: slack.url,
      exchange: (credentials) =>
        exchangeCredentials(
          { tokenUrl: `${api.loginUrl}/ripple/access_token`, fateOf: (id) => api.fateOf(id) },
          credentials,
        ),
      connectable: () => connectable,
      underneath: (after) => underneathOf(depths, after),
      trouble: (trouble, isOn) => troubles.set(trouble, isOn),
      spread: (count) => void spreadClients(api, count),
      restart: (how) => bot.restart(how),
      moveClock: (laterMs) => {
        clock.move(laterMs);
        return bot.setClock(clock.aheadMs);
      },
    });
    return { url: `http://localhost:${page.port}`, bot, botLog: state.botLog, slack, api, stop };
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
