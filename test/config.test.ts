import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.js';
import { ENCRYPTION_KEYS, encryptionKey } from './encryption-keys.js';

const complete = {
  SLACK_SIGNING_SECRET: 'signing-canary',
  SLACK_BOT_TOKEN: 'xoxb-canary',
  ENCRYPTION_KEYS,
  ALPHAUS_CLIENT_ID: 'ripple-own',
  ALPHAUS_CLIENT_SECRET: 'secret-canary',
};

const messageOf = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return 'accepted';
};

describe('an operator who starts the bot', () => {
  test('needs a few variables; the others have their documented defaults', () => {
    const config = readConfig(complete);
    expect({
      port: config.PORT,
      store: config.STORE_URL,
      slack: config.SLACK_API_URL,
      api: config.ALPHAUS_API,
      login: config.ALPHAUS_LOGIN_URL,
      service: config.ALPHAUS_SERVICE_URL,
      blue: config.ALPHAUS_BLUE_URL,
      log: config.LOG_LEVEL,
      volatile: config.STORE_ALLOW_VOLATILE,
    }).toEqual({
      port: 3000,
      store: 'sqlite://./data/apiclient.sqlite',
      slack: 'https://slack.com/api/',
      api: 'legacy',
      login: 'https://login.alphaus.cloud',
      service: 'https://service.alphaus.cloud',
      blue: 'https://api.alphaus.cloud/m/blue',
      log: 'info',
      volatile: false,
    });
  });

  test('is told every missing and bad variable at once, and an empty one counts as missing', () => {
    const message = messageOf({
      ...complete,
      SLACK_SIGNING_SECRET: '',
      SLACK_BOT_TOKEN: 'xapp-wrong',
      PORT: 'lots',
      ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
      ALPHAUS_LOGIN_URL: 'login.alphaus.cloud',
      LOG_LEVEL: 'loud',
    });
    for (const name of [
      'SLACK_SIGNING_SECRET',
      'SLACK_BOT_TOKEN',
      'PORT',
      'ENCRYPTION_KEYS',
      'ALPHAUS_LOGIN_URL',
      'LOG_LEVEL',
    ]) {
      expect(message).toContain(`  ${name} `);
    }
    expect(message).not.toContain('xapp-wrong');
  });

  const {
    SLACK_BOT_TOKEN: _token,
    ALPHAUS_CLIENT_ID: _id,
    ALPHAUS_CLIENT_SECRET: _secret,
    ...rest
  } = complete;
  const oauth = {
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'client-canary',
    SLACK_STATE_SECRET: 'state-canary-that-is-long-enough-to-sign',
  };

  test('serves one workspace with a token, or all that install it; over HTTP, or through a socket', () => {
    const kinds = (environment: Record<string, string>) => {
      const { receiving, serving, alphaus } = readConfig(environment);
      return [receiving.kind, serving.kind, alphaus?.clientId];
    };
    expect(kinds(complete)).toEqual(['http', 'one-workspace', 'ripple-own']);
    expect(kinds({ ...rest, SLACK_BOT_TOKEN: 'xoxb-canary' })).toEqual(['http', 'one-workspace', undefined]);
    expect(kinds({ ...rest, ...oauth })).toEqual(['http', 'installed-workspaces', undefined]);
    expect(kinds({ ...complete, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-canary' })).toEqual([
      'socket',
      'one-workspace',
      'ripple-own',
    ]);
  });

  test.each([
    ['nothing at all', {}, ['SLACK_SIGNING_SECRET', 'SLACK_BOT_TOKEN', 'ENCRYPTION_KEYS']],
    ['a bot token beside OAuth', { ...rest, ...oauth, SLACK_BOT_TOKEN: 'xoxb-1' }, ['SLACK_BOT_TOKEN']],
    ['half of OAuth', { ...rest, SLACK_CLIENT_ID: '1.2' }, ['SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET']],
    [
      'an Alphaus account for many workspaces',
      { ...complete, ...oauth, SLACK_BOT_TOKEN: '' },
      ['ALPHAUS_CLIENT_ID'],
    ],
    [
      'an Alphaus id without its secret',
      { ...complete, ALPHAUS_CLIENT_SECRET: '' },
      ['ALPHAUS_CLIENT_SECRET'],
    ],
    ['an Alphaus secret without its id', { ...complete, ALPHAUS_CLIENT_ID: '' }, ['ALPHAUS_CLIENT_ID']],
    ['a bot token as the app’s', { ...complete, SLACK_APP_TOKEN: 'xoxb-1' }, ['SLACK_APP_TOKEN']],
  ])('is told what is wrong with %s, and of nothing else', (_what, environment, names) => {
    const [, ...lines] = messageOf(environment).split('\n');
    expect(lines.map((line) => line.trim().split(' ')[0] ?? '').toSorted()).toEqual(names.toSorted());
    expect(lines.join()).not.toContain('canary');
  });

  const keyOf = (id: string, byte: (at: number) => number): string =>
    `${id}:${Buffer.from(Array.from({ length: 32 }, (_, at) => byte(at))).toString('base64')}`;

  test.each([
    ['a key of zeros', keyOf('k1', () => 0), 'has key k1, which is not random'],
    ['a key of one byte', keyOf('k1', () => 7), 'has key k1, which is not random'],
    ['a key that counts', keyOf('k1', (at) => at + 40), 'has key k1, which is not random'],
    [
      'a weak key behind a good one',
      `${ENCRYPTION_KEYS},${keyOf('k0', () => 1)}`,
      'has key k0, which is not random',
    ],
    [
      'one key under two ids',
      `${ENCRYPTION_KEYS},${encryptionKey('k2', 'k1')}`,
      'has key k2, which is the same as key k1',
    ],
    ['two keys of one id', `${ENCRYPTION_KEYS},${encryptionKey('k1', 'other')}`, 'two keys have the id k1'],
  ])('is refused %s, and told how to get a good one', (_what, keys, says) => {
    const message = messageOf({ ...complete, ENCRYPTION_KEYS: keys });
    expect(message).toContain(`ENCRYPTION_KEYS`);
    expect(message).toContain(says);
    expect(message).toContain('`npm run keys` prints a new value');
    expect(message).not.toMatch(/[A-Za-z0-9+/]{30}/);
  });

  test.each(['short', 'a'.repeat(64), 'abcabcabcabcabcabcabcabcabcabcabcabc'])(
    'is refused a state secret that can be guessed (%s)',
    (secret) => {
      const message = messageOf({ ...rest, ...oauth, SLACK_STATE_SECRET: secret });
      expect(message).toContain('  SLACK_STATE_SECRET must be at least 32 random characters');
      expect(message).not.toContain(secret);
    },
  );

  const ADDRESSES = [
    'SLACK_API_URL',
    'SLACK_AUTHORIZE_URL',
    'ALPHAUS_AUTH_URL',
    'ALPHAUS_LOGIN_URL',
    'ALPHAUS_SERVICE_URL',
    'ALPHAUS_BLUE_URL',
  ];

  test.each(ADDRESSES)('is refused secrets in clear on the network: %s over http', (name) => {
    const given = (value: string) => ({ ...complete, [name]: value });
    for (const url of ['http://alphaus.example', 'http://10.0.0.7:8080/x', 'http://127.0.0.1.example']) {
      expect(messageOf(given(url))).toContain(`  ${name} must begin with https://`);
      expect(messageOf({ ...given(url), ALLOW_INSECURE_HTTP: 'true' })).toBe('accepted');
    }
    for (const host of ['localhost:3000', '127.0.0.1', '127.8.0.1:9', '[::1]:3000', 'api.localhost']) {
      expect(messageOf(given(`http://${host}`))).toBe('accepted');
    }
  });

  test('sees no secret when the configuration is printed', () => {
    const config = readConfig(complete);
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toMatch(/canary/);
  });
});
