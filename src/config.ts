import { z } from 'zod';
import type { Secret } from './core/model/secret.js';
import {
  encryptionKeys,
  isInClear,
  longSecret,
  origin,
  proxy,
  secret,
  storeUrl,
  text,
  tokenOf,
  yesOrNo,
} from './environment-values.js';
import type { Proxies } from './http/dispatchers.js';

/** Both spellings are in use; the lower-case one goes first, as everywhere. */
const proxies = {
  HTTPS_PROXY: proxy,
  https_proxy: proxy,
  HTTP_PROXY: proxy,
  http_proxy: proxy,
  NO_PROXY: text.optional(),
  no_proxy: text.optional(),
};

const store = {
  STORE_URL: storeUrl.default('sqlite://./data/apiclient.sqlite'),
  STORE_ALLOW_VOLATILE: yesOrNo,
};

const Environment = z.object({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3000),
  HOST: text.optional(),
  KEEP_ALIVE_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(1, { error: 'must be at least 1' })
    .max(3_600, { error: 'must be at most 3600' })
    .default(75),
  SLACK_SIGNING_SECRET: secret.optional(),
  SLACK_APP_TOKEN: tokenOf('xapp-', 'must be an app-level token (it starts with xapp-)').optional(),
  SLACK_BOT_TOKEN: tokenOf('xoxb-', 'must be a bot token (it starts with xoxb-)').optional(),
  SLACK_CLIENT_ID: text.optional(),
  SLACK_CLIENT_SECRET: secret.optional(),
  SLACK_STATE_SECRET: longSecret.optional(),
  SLACK_API_URL: origin.default('https://slack.com/api').transform((url) => `${url}/`),
  SLACK_AUTHORIZE_URL: origin.default('https://slack.com/oauth/v2/authorize'),
  ...store,
  ENCRYPTION_KEYS: encryptionKeys((_keys, [weak]) => weak),
  ALLOW_INSECURE_HTTP: yesOrNo,
  ...proxies,
  ALPHAUS_CLIENT_ID: text.optional(),
  ALPHAUS_CLIENT_SECRET: secret.optional(),
  ALPHAUS_AUTH_URL: origin.optional(),
  ALPHAUS_API: z.enum(['legacy', 'blue'], { error: 'must be legacy or blue' }).default('legacy'),
  ALPHAUS_LOGIN_URL: origin.default('https://login.alphaus.cloud'),
  ALPHAUS_SERVICE_URL: origin.default('https://service.alphaus.cloud'),
  ALPHAUS_BLUE_URL: origin.default('https://api.alphaus.cloud/m/blue'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'must be one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info'),
});

/** The name of each variable that the bot reads. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape);

/** The way Slack's requests arrive. */
export type Receiving =
  | { readonly kind: 'http'; readonly signingSecret: Secret }
  | { readonly kind: 'socket'; readonly appToken: Secret };

/** The workspaces that the bot serves: the one of its token, or all that install it. */
export type Serving =
  | { readonly kind: 'one-workspace'; readonly botToken: Secret }
  | {
      readonly kind: 'installed-workspaces';
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly stateSecret: Secret;
    };

export interface Config extends Omit<z.infer<typeof Environment>, ByRole> {
  readonly receiving: Receiving;
  readonly serving: Serving;
  readonly proxies: Proxies;
  /** The connection of a one-workspace deployment. */
  readonly alphaus: { readonly clientId: string; readonly clientSecret: Secret } | undefined;
}

type ByRole =
  | keyof typeof proxies
  | 'SLACK_SIGNING_SECRET'
  | 'SLACK_APP_TOKEN'
  | 'SLACK_BOT_TOKEN'
  | 'SLACK_CLIENT_ID'
  | 'SLACK_CLIENT_SECRET'
  | 'SLACK_STATE_SECRET'
  | 'ALPHAUS_CLIENT_ID'
  | 'ALPHAUS_CLIENT_SECRET';

type Given = Readonly<Record<string, string | undefined>>;

const OAUTH = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;

/** What is wrong with which variables are set together, a line each. */
function wrongTogether(given: Given): readonly string[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const lines: string[] = [];
  if (!has('SLACK_SIGNING_SECRET') && !has('SLACK_APP_TOKEN')) {
    lines.push(
      'SLACK_SIGNING_SECRET is required: the app’s page in Slack, Basic Information, has it (or SLACK_APP_TOKEN, for Socket Mode)',
    );
  }
  const oauth = OAUTH.filter(has);
  if (has('SLACK_BOT_TOKEN') && oauth.length > 0) {
    lines.push(
      `SLACK_BOT_TOKEN is for one workspace, ${oauth.join(', ')} for all that install the app: set the one or the others`,
    );
  } else if (oauth.length > 0) {
    for (const name of OAUTH.filter((one) => !has(one))) {
      lines.push(`${name} is required beside ${oauth.join(' and ')}`);
    }
  } else if (!has('SLACK_BOT_TOKEN')) {
    lines.push(
      `SLACK_BOT_TOKEN is required: the app’s page in Slack, OAuth & Permissions, has it (or ${OAUTH.join(', ')}, for many workspaces)`,
    );
  }
  if (oauth.length > 0 && has('ALPHAUS_CLIENT_ID')) {
    lines.push(
      'ALPHAUS_CLIENT_ID is for the one workspace of SLACK_BOT_TOKEN: with SLACK_CLIENT_ID each workspace connects its own account, with /apiclient setup',
    );
  } else if (has('ALPHAUS_CLIENT_ID') !== has('ALPHAUS_CLIENT_SECRET')) {
    const [set, missing] = has('ALPHAUS_CLIENT_ID')
      ? (['ALPHAUS_CLIENT_ID', 'ALPHAUS_CLIENT_SECRET'] as const)
      : (['ALPHAUS_CLIENT_SECRET', 'ALPHAUS_CLIENT_ID'] as const);
    lines.push(`${missing} is required beside ${set}: set both, or none and use /apiclient setup`);
  }
  return lines;
}

const ADDRESSES = [
  'SLACK_API_URL',
  'SLACK_AUTHORIZE_URL',
  'ALPHAUS_AUTH_URL',
  'ALPHAUS_LOGIN_URL',
  'ALPHAUS_SERVICE_URL',
  'ALPHAUS_BLUE_URL',
] as const;

/** The addresses to which secrets would go in clear over a network, a line each. */
function inClear(given: Given): readonly string[] {
  if (given['ALLOW_INSECURE_HTTP'] === 'true') return [];
  return ADDRESSES.filter((name) => isInClear(given[name])).map(
    (name) =>
      `${name} must begin with https://, since secrets are sent there (ALLOW_INSECURE_HTTP=true to accept that)`,
  );
}

/** Reads the environment; throws one error whose message names every variable that is missing or bad. */
export function readConfig(environment: Given): Config {
  const given = whatIsSet(environment);
  const read = Environment.safeParse(given);
  const together = [...wrongTogether(given), ...inClear(given)];
  if (!read.success || together.length > 0) throw refusal([...linesOf(read.error), ...together]);
  const {
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_APP_TOKEN: appToken,
    SLACK_BOT_TOKEN: botToken,
    SLACK_CLIENT_ID: slackClientId,
    SLACK_CLIENT_SECRET: slackClientSecret,
    SLACK_STATE_SECRET: stateSecret,
    ALPHAUS_CLIENT_ID: clientId,
    ALPHAUS_CLIENT_SECRET: clientSecret,
    HTTPS_PROXY,
    https_proxy = HTTPS_PROXY,
    HTTP_PROXY,
    http_proxy = HTTP_PROXY,
    NO_PROXY,
    no_proxy = NO_PROXY,
    ...rest
  } = read.data;
  return {
    ...rest,
    receiving:
      appToken === undefined
        ? { kind: 'http', signingSecret: certain(signingSecret) }
        : { kind: 'socket', appToken },
    serving:
      botToken === undefined
        ? {
            kind: 'installed-workspaces',
            clientId: certain(slackClientId),
            clientSecret: certain(slackClientSecret),
            stateSecret: certain(stateSecret),
          }
        : { kind: 'one-workspace', botToken },
    proxies: { https: https_proxy, http: http_proxy, none: no_proxy },
    alphaus: clientId === undefined ? undefined : { clientId, clientSecret: certain(clientSecret) },
  };
}

const StoreEnvironment = z.object({
  ...store,
  /** A weak key may still open, so that `reseal` leads away from it. */
  ENCRYPTION_KEYS: encryptionKeys(({ first }, weak) => weak.find(({ id }) => id === first.id)),
});
export type StoreConfig = z.infer<typeof StoreEnvironment>;

/** Reads only the variables that say where the store is and how it is sealed. */
export function readStoreConfig(environment: Given): StoreConfig {
  const read = StoreEnvironment.safeParse(whatIsSet(environment));
  if (!read.success) throw refusal(linesOf(read.error));
  return read.data;
}

/** An empty line in an .env file means "not set". */
const whatIsSet = (environment: Given): Given =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));

const linesOf = (error: z.ZodError | undefined): readonly string[] =>
  (error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);

const refusal = (lines: readonly string[]): Error =>
  new Error(`The environment cannot be used:\n${[...new Set(lines)].map((line) => `  ${line}`).join('\n')}`);

/** What `wrongTogether` has made sure of. */
function certain<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('a variable is missing that was there');
  return value;
}
