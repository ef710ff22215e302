import { expect, test } from 'vitest';
import { createLog } from '../../../src/log.js';
import { Problem } from '../../../src/core/problem.js';
import { TokenWatch } from '../../../src/slack/web-api/token-watch.js';

test('a token that ended while nobody used the bot is noticed within a minute or two', async () => {
  let now = 0;
  let asked = 0;
  const watch = new TokenWatch(createLog('silent'), () => now);
  const calls = {
    identity() {
      asked += 1;
      watch.refused('token_revoked');
      return Promise.reject(
        new Problem({ kind: 'slack-failed', method: 'auth.test', error: 'token_revoked' }),
      );
    },
  };
  now = 59_000;
  expect([await watch.missing(calls), asked]).toEqual([[], 0]);
  now = 61_000;
  // Slack is asked meanwhile: a probe does not wait for it.
  expect([await watch.missing(calls), asked]).toEqual([[], 1]);
  expect(await watch.missing(calls)).toEqual([
    expect.stringContaining('no longer accepts it (token_revoked)'),
  ]);
});
