import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.js';

const complete = {
  SLACK_SIGNING_SECRET: 'signing-canary',
  SLACK_BOT_TOKEN: 'xoxb-canary',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
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
  test('needs five variables; the others have their documented defaults', () => {
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

  test('sees no secret when the configuration is printed', () => {
    const config = readConfig(complete);
    expect(`${inspect(config, { depth: 9 })}${JSON.stringify(config)}`).not.toMatch(/canary/);
  });
});
