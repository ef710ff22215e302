import { z } from 'zod';
import { Secret } from './core/secret.js';

const secret = z
  .string()
  .trim()
  .min(1)
  .transform((value) => new Secret(value));

const origin = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((url) => url.replace(/\/+$/, ''));

const encryptionKeys = z
  .string({ error: 'is required: `npm run keys` prints a new value' })
  .refine(
    (value) =>
      value.split(',').every((entry) => {
        const [, id, key] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry.trim()) ?? [];
        return id !== undefined && key !== undefined && Buffer.from(key, 'base64').length === 32;
      }),
    { error: 'must be id:base64[,id:base64…] with 32 bytes each: `npm run keys` prints a new value' },
  )
  .transform((value) => new Secret(value));

const Environment = z.object({
  PORT: z.coerce.number({ error: 'must be a port number' }).int().min(0).max(65_535).default(3000),
  SLACK_SIGNING_SECRET: z
    .string({ error: 'is required: the app’s page in Slack, Basic Information, has it' })
    .trim()
    .min(1, { error: 'is empty' })
    .transform((value) => new Secret(value)),
  SLACK_BOT_TOKEN: z
    .string({ error: 'is required: the app’s page in Slack, OAuth & Permissions, has it' })
    .trim()
    .startsWith('xoxb-', { error: 'must be a bot token (it starts with xoxb-)' })
    .transform((value) => new Secret(value)),
  SLACK_API_URL: origin.default('https://slack.com/api').transform((url) => `${url}/`),
  STORE_URL: z
    .string()
    .regex(/^(sqlite:\/\/.+|memory:|rediss?:\/\/.+|postgres(ql)?:\/\/.+)$/, {
      error: 'must be sqlite://PATH, redis://…, rediss://… or postgres://…',
    })
    .default('sqlite://./data/apiclient.sqlite'),
  STORE_ALLOW_VOLATILE: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  ENCRYPTION_KEYS: encryptionKeys,
  ALPHAUS_CLIENT_ID: z
    .string({ error: 'is required: the API client with which the bot calls Alphaus' })
    .trim()
    .min(1, { error: 'is empty' }),
  ALPHAUS_CLIENT_SECRET: z
    .string({ error: 'is required: the secret of ALPHAUS_CLIENT_ID' })
    .min(1, { error: 'is empty' })
    .pipe(secret),
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

export type Config = z.infer<typeof Environment>;

/** Reads the environment; throws one error whose message names every variable that is missing or bad. */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  // An empty line in an .env file means "not set".
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const read = Environment.safeParse(given);
  if (read.success) return read.data;
  const lines = read.error.issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
  throw new Error(`The environment cannot be used:\n${[...new Set(lines)].join('\n')}`);
}
