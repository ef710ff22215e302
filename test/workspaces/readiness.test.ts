import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/storage/backends/backend.js';
import { type Running, type RunningOptions, start } from '../harness.js';

let running: Running;
afterEach(() => running.stop());

async function startHere(options: RunningOptions = {}): Promise<void> {
  running = await start(options);
}

const at = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${running.bot.port}${path}`);
  return [answer.status, await answer.text()] as const;
};

/** As Slack's requests look, signed with another app's secret. */
async function signedOtherwise(): Promise<void> {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const body = 'command=%2Fapiclient&text=version';
  const hash = createHmac('sha256', 'another secret').update(`v0:${timestamp}:${body}`).digest('hex');
  const answer = await fetch(`http://127.0.0.1:${running.bot.port}/slack/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-signature': `v0=${hash}`,
      'x-slack-request-timestamp': timestamp,
    },
    body,
  });
  expect(answer.status).toBe(401);
}

const WRONG_SECRET = [
  503,
  'no request was accepted so far, and some were refused: SLACK_SIGNING_SECRET may be that of another app\n',
];

describe('/readyz', () => {
  test('says that the store cannot be written, as long as that is so, while /healthz sees no use in a restart', async () => {
    let isReadOnly = false;
    const wrapBackend = (backend: Backend): Backend => ({
      ...backend,
      commit: (batch) => (isReadOnly ? Promise.reject(new Error('read-only')) : backend.commit(batch)),
    });
    await startHere({ runtime: { wrapBackend } });
    isReadOnly = true;
    expect(await at('/readyz')).toEqual([503, 'the store cannot be written\n']);
    expect(await at('/healthz')).toEqual([200, 'ok\n']);
    isReadOnly = false;
    expect(await at('/readyz')).toEqual([200, 'ready\n']);
  });

  test('suspects the signing secret when requests were refused and none was accepted', async () => {
    await startHere();
    await signedOtherwise();
    await signedOtherwise();
    expect(await at('/readyz')).toEqual([200, 'ready\n']);
    await signedOtherwise();
    expect(await at('/readyz')).toEqual(WRONG_SECRET);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient version');
    await aiko.seesMessage('API Clients bot, version');
    expect(await at('/readyz')).toEqual([200, 'ready\n']);
  });

  test('is not impressed by strangers once Slack has signed a request, also after a restart', async () => {
    await startHere();
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient version');
    await aiko.seesMessage('API Clients bot, version');
    await running.restart();
    for (let times = 0; times < 5; times += 1) await signedOtherwise();
    expect(await at('/readyz')).toEqual([200, 'ready\n']);
  });
});
