import { setTimeout as sleep } from 'node:timers/promises';
import { type SandboxApi, type SandboxApiOptions, startSandboxApi } from '../sandbox/api/start-api.js';
import type { SandboxSlackOptions } from '../sandbox/slack/slack-parts.js';
import { type SandboxSlack, startSandboxSlack } from '../sandbox/slack/start-slack.js';
import { type Pace, type Runtime, usualPace } from '../src/bot/runtime.js';
import { type Bot, startBot } from '../src/bot/start-bot.js';
import { readConfig } from '../src/config.js';
import { PersonId, WorkspaceId } from '../src/core/model/ids.js';
import { AuditRecord } from '../src/core/audit/audit-event.js';
import type { Members } from '../src/core/model/members.js';
import type { Agenda } from '../src/core/agenda/agenda.js';
import type { Policy } from '../src/core/rights/policy.js';
import { createLog } from '../src/log.js';
import { WorkUnderWay } from '../src/slack/transport/work-under-way.js';
import type { Backend } from '../src/storage/backends/backend.js';
import { guarded } from '../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../src/storage/backends/memory-backend.js';
import { createStore } from '../src/storage/backends/store.js';
import type { Rules } from '../src/core/rules/rules.js';
import { parseKeys } from '../src/storage/sealing/seal.js';
import { openAgenda } from '../src/storage/records/agenda.js';
import { backendOfRecords } from '../src/storage/records/workspace-records.js';
import { workspaceRules } from '../src/storage/records/rules/workspace-rules.js';
import { collect } from './storage/servers/stores-under-test.js';
import { keepTraffic } from './kept-traffic.js';
import { ENCRYPTION_KEYS } from './encryption-keys.js';

const SIGNING_SECRET = 'signing-secret-of-the-tests';
const BOT_TOKEN = 'xoxb-token-of-the-tests';
export const root = 'root@sandbox.example';

const LOOK_EVERY_MS = 2;

/** A bot that begins at once what has just fallen due: what a test waits for need not wait for the next second. */
export const quickPace: Pace = { ...usualPace, agendaEveryMs: 20 };

export interface Running {
  readonly api: SandboxApi;
  readonly slack: SandboxSlack;
  readonly bot: Bot;
  /** The bot's store; one in memory, unless the environment names another, outlives a restart. */
  readonly backend: Backend;
  /** As an admin would with the policy's form. */
  changePolicy(changes: Partial<Policy>, workspace?: string): Promise<void>;
  /** Stops the bot, and starts another on the same store. */
  restart(runtime?: Partial<Runtime>): Promise<void>;
  /**
   * Resolves when nothing is under way any more: between Slack and the bot, behind what was acknowledged, or of what is
   * due by the bot's clock.
   */
  settled(): Promise<void>;
  /** Everything that the bot logged, as it was written. */
  log(): string;
  /** The audit trail, as it lies in the store. */
  audit(): Promise<readonly AuditRecord[]>;
  stop(): Promise<void>;
}

export interface RunningOptions {
  readonly api?: SandboxApiOptions;
  readonly slack?: Partial<SandboxSlackOptions>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly runtime?: Partial<Runtime>;
  readonly policy?: Partial<Policy>;
}

/** What the bot needs in its environment to meet the two sandboxes. */
export function environmentFor(api: SandboxApi, slack: SandboxSlack): Record<string, string> {
  return {
    PORT: '0',
    SLACK_SIGNING_SECRET: SIGNING_SECRET,
    SLACK_BOT_TOKEN: BOT_TOKEN,
    SLACK_API_URL: slack.apiUrl,
    SLACK_AUTHORIZE_URL: slack.authorizeUrl,
    ENCRYPTION_KEYS,
    ALPHAUS_CLIENT_ID: api.rootClient.id,
    ALPHAUS_CLIENT_SECRET: api.rootClient.secret,
    ALPHAUS_LOGIN_URL: api.loginUrl,
    ALPHAUS_SERVICE_URL: api.serviceUrl,
    ALPHAUS_BLUE_URL: api.blueUrl,
    STORE_URL: 'memory:',
    LOG_LEVEL: 'trace',
  };
}

export function startSlack(options: Partial<SandboxSlackOptions> = {}): Promise<SandboxSlack> {
  // For `npm run check:outside`, which reads what the bot sends.
  const kept = process.env['KEEP_SLACK_TRAFFIC'];
  return startSandboxSlack({
    ...(kept !== undefined && { witness: keepTraffic(kept) }),
    signingSecret: SIGNING_SECRET,
    ...(options.oauth === undefined && { botToken: BOT_TOKEN }),
    manifestPath: new URL('../manifest.yml', import.meta.url).pathname,
    ...options,
  });
}

const APP = { clientId: '1234.5678', clientSecret: 'secret-of-the-app' };

/** A Slack in which nobody has installed the app yet; everybody may. */
export const forEveryWorkspace = {
  slack: {
    oauth: APP,
    moreWorkspaces: [
      { id: 'T1ACME', name: 'Acme' },
      { id: 'T2ORG', name: 'Org Sales' },
      { id: 'T3ORG', name: 'Org Support' },
    ],
    enterprise: { id: 'E0ORG', name: 'Org', workspaceIds: ['T2ORG', 'T3ORG'] },
  },
  environment: {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: APP.clientId,
    SLACK_CLIENT_SECRET: APP.clientSecret,
    SLACK_STATE_SECRET: 'secret-of-the-tests-that-signs-states',
    ALPHAUS_CLIENT_ID: '',
    ALPHAUS_CLIENT_SECRET: '',
  },
} satisfies RunningOptions;

/** The rules in a bot's store, with what is sealed of them. */
export const rulesIn = (backend: Backend, keys = ENCRYPTION_KEYS): Rules =>
  workspaceRules(
    backendOfRecords(backend, parseKeys(keys), (unreadable) => {
      throw unreadable;
    }),
  );

/** The real bot between both sandboxes: signed HTTP in, real HTTP out. */
export async function start(options: RunningOptions = {}): Promise<Running> {
  const [api, slack] = await Promise.all([startSandboxApi(options.api), startSlack(options.slack)]);
  const lines: string[] = [];
  const environment = { ...environmentFor(api, slack), ...options.environment };
  const config = readConfig(environment);
  const log = createLog(config.LOG_LEVEL, { write: (line) => void lines.push(line) });

  // A store in memory outlives the bot, so that the next one finds it.
  const memory: Backend = { ...guarded(memoryBackend(Date.now)), close: () => Promise.resolve() };
  let backend = memory;
  const wrapBackend = (opened: Backend): Backend => {
    backend = environment['STORE_URL'] === 'memory:' ? memory : opened;
    return options.runtime?.wrapBackend?.(backend) ?? backend;
  };
  const changePolicy = async (changes: Partial<Policy>, workspace = 'T0SANDBOX'): Promise<void> => {
    const rules = rulesIn(backend, environment['ENCRYPTION_KEYS']);
    await rules.change(WorkspaceId.parse(workspace), (current) => ({
      ...current,
      policy: { ...current.policy, ...changes },
    }));
  };
  if (options.policy !== undefined) await changePolicy(options.policy);

  let work = new WorkUnderWay();
  let agenda: Agenda | undefined;
  const begin = async (more: Partial<Runtime> = {}): Promise<Bot> => {
    work = new WorkUnderWay();
    const runtime = { pace: quickPace, ...options.runtime, wrapBackend, work, ...more };
    const begun = await startBot(config, log, runtime);
    agenda = openAgenda(backend, runtime.now ?? (() => new Date()));
    return {
      port: begun.port,
      stop: () => {
        // Nobody looks at it any more.
        agenda = undefined;
        return begun.stop();
      },
    };
  };
  const isBusy = async (): Promise<boolean> => work.size > 0 || ((await agenda?.due(1)) ?? []).length > 0;

  let bot = await begin();
  const connect = (): void => slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
  connect();
  return {
    api,
    slack,
    get bot() {
      return bot;
    },
    get backend() {
      return backend;
    },
    changePolicy,
    async restart(runtime = {}) {
      await bot.stop();
      bot = await begin(runtime);
      connect();
    },
    async settled() {
      do {
        await sleep(LOOK_EVERY_MS);
        await slack.settled(0);
      } while (await isBusy());
    },
    log: () => lines.join(''),
    async audit() {
      const records = await collect(createStore({ backend, schema: AuditRecord }).scan('audit:'));
      return records.map(([, record]) => record);
    },
    async stop() {
      await bot.stop();
      await slack.close();
      await api.stop();
    },
  };
}

/** Asks the token endpoint as a program would: 200 when the credentials work. */
export async function tokenStatus(api: SandboxApi, id: string, secret: string): Promise<number> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: id,
    client_secret: secret,
    scope: 'openid',
  });
  const response = await fetch(`${api.loginUrl}/ripple/access_token`, { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
}

/** The client of that name, from the API's own truth. */
export function clientNamed(api: SandboxApi, name: string) {
  const found = api.clients().filter((client) => client.name === name);
  const [client] = found;
  if (client === undefined || found.length > 1) throw new Error(`${found.length} clients are called ${name}`);
  return client;
}

export const count = (api: SandboxApi, operation: string): number =>
  api.calls().filter((call) => call.operation === operation).length;

/** People of the first workspace by their keys, as the policy names them. */
export const members = (...keys: readonly string[]): Members => ({
  people: keys.map((key) => PersonId.parse(`U0${key.toUpperCase()}`)),
  groups: [],
});

/** The status of `/readyz`: 200 while the bot can do its work. */
export const readiness = async ({ bot }: Pick<Running, 'bot'>): Promise<number> =>
  (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status;
