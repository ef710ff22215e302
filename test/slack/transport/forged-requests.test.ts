import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { count, type Running, start } from '../../harness.js';

let running: Running;
beforeAll(async () => {
  running = await start();
});
afterAll(() => running.stop());

const command = new URLSearchParams({
  command: '/apiclient',
  text: 'create x --user billing --purpose y',
  team_id: 'T0SANDBOX',
  user_id: 'U0AIKO',
  channel_id: 'C1',
  trigger_id: '1.2.3',
  response_url: 'http://127.0.0.1:1/',
}).toString();
const secondsFromNow = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);

describe('a request that is not from Slack, or not now', () => {
  test.each([
    ['without the right signature', { signature: `v0=${'0'.repeat(64)}` }],
    ['with an empty signature', { signature: '' }],
    ['that is six minutes old', { timestamp: secondsFromNow(-360) }],
    ['from six minutes in the future', { timestamp: secondsFromNow(360) }],
    ['with a timestamp that is no number', { timestamp: 'now' }],
  ])('%s is refused', async (_, forged) => {
    expect(await running.slack.deliverRaw({ body: command, ...forged })).toMatchObject({ status: 401 });
    expect(count(running.api, 'create')).toBe(0);
  });

  test('that only probes the certificate is content without a signature, and nothing happens', async () => {
    const body = `${command}&ssl_check=1`;
    expect(await running.slack.deliverRaw({ body, signature: '' })).toMatchObject({ status: 200 });
    await running.settled();
    expect(count(running.api, 'create')).toBe(0);
  });

  test('for another workspace gets nothing', async () => {
    const body = command.replace('T0SANDBOX', 'T0OTHER');
    expect(await running.slack.deliverRaw({ body })).toMatchObject({ status: 404 });
    await running.settled();
    expect(count(running.api, 'create')).toBe(0);
  });

  test('that is larger than a megabyte is refused', async () => {
    expect(await running.slack.deliverRaw({ body: `text=${'x'.repeat(1_100_000)}` })).toMatchObject({
      status: 413,
    });
  });

  test('that is no JSON is refused', async () => {
    expect(await running.slack.deliverRaw({ body: 'payload={' })).toMatchObject({ status: 400 });
  });

  test('is read whatever charset its content type names', async () => {
    const contentType = 'application/x-www-form-urlencoded; charset=utf-8';
    const body = command.replace('create+x+--user+billing+--purpose+y', 'version');
    expect(await running.slack.deliverRaw({ body, contentType })).toMatchObject({ status: 200 });
  });
});

describe('the other addresses', () => {
  const get = async (path: string) => (await fetch(`http://127.0.0.1:${running.bot.port}${path}`)).status;

  test('say that the process is up and ready, and that nothing else is there', async () => {
    expect(await Promise.all(['/healthz', '/readyz', '/'].map(get))).toEqual([200, 200, 404]);
  });
});
