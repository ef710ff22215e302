import { afterEach, beforeEach, expect, test } from 'vitest';
import { memoryBackend } from '../src/storage/backends/memory-backend.js';
import { STORE_VERSION, versionMismatch } from '../src/storage/backends/store-version.js';
import { clientNamed, type Running, start } from './harness.js';
import { putText } from './storage/backends/texts.js';

let running: Running;
beforeEach(async () => {
  running = await start();
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const at = (path: string) => fetch(`http://127.0.0.1:${running.bot.port}${path}`);

/** Samples by name and labels. */
async function metrics(): Promise<ReadonlyMap<string, number>> {
  const text = await (await at('/metrics')).text();
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const space = line.lastIndexOf(' ');
        return [line.slice(0, space).replace(/^apiclient_bot_/, ''), Number(line.slice(space))];
      }),
  );
}

const names = (samples: ReadonlyMap<string, number>, metric: string): readonly string[] =>
  [...samples].flatMap(([name, value]) => (name.startsWith(metric) ? [`${name} ${value}`] : [])).sort();

test('what happens is counted: acknowledgements, commands, calls of Slack and of the API, the store', async () => {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose exports');
  await aiko.seesMessage('API client created');
  const gus = running.slack.as('gus');
  await gus.command('/apiclient list', { channel: '#general' });
  await gus.seesMessage('Guests can’t use API clients');
  await expect
    .poll(async () => names(await metrics(), 'interactions_total'))
    .toEqual([
      'interactions_total{kind="command",name="create",outcome="done"} 1',
      'interactions_total{kind="command",name="list",outcome="refused"} 1',
    ]);

  const samples = await metrics();
  expect(samples.get('acknowledgement_seconds_count{status="2xx"}')).toBe(2);
  expect(samples.get('api_call_seconds_count{operation="create",status="2xx"}')).toBe(1);
  expect(samples.get('token_fetches_total{outcome="ok"}')).toBe(1);
  expect(samples.get('slack_call_seconds_count{method="chat.postEphemeral",outcome="ok"}')).toBe(1);
  expect(samples.get('store_operation_seconds_count{operation="commit",outcome="ok"}')).toBeGreaterThan(2);
  expect(samples.get('event_loop_lag_seconds{percentile="99"}')).toBeGreaterThan(0);
  expect(names(samples, 'queue_length')).toEqual([
    'queue_length{queue="audit"} 0',
    'queue_length{queue="turns"} 0',
    'queue_length{queue="work"} 0',
  ]);
  expect(names(samples, 'open')).toEqual(['open{what="intents"} 0', 'open{what="requests"} 0']);
});

test('what the API answers is counted by its class', async () => {
  running.api.fault({ operation: 'list', kind: 'status', status: 503, times: 9 });
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient list --user billing');
  await aiko.seesMessage(/Try again/);
  expect((await metrics()).get('api_call_seconds_count{operation="list",status="5xx"}')).toBeGreaterThan(0);
});

test('commands that do not exist are all called unknown, and no label tells who did what', async () => {
  const aiko = running.slack.as('aiko');
  for (const word of ['frobnicate', 'DROP', '日本', '<@U123>']) {
    await aiko.command(`/apiclient ${word}`);
    await aiko.seesMessage('Unknown command');
    await aiko.reload();
  }
  await aiko.command('/apiclient create nightly --user billing --purpose exports');
  await aiko.seesMessage('API client created');
  await expect
    .poll(async () => names(await metrics(), 'interactions_total'))
    .toEqual([
      'interactions_total{kind="command",name="create",outcome="done"} 1',
      'interactions_total{kind="command",name="unknown",outcome="done"} 4',
    ]);
  const text = await (await at('/metrics')).text();
  const { id, user } = clientNamed(running.api, 'nightly');
  const private_ = [id, user, 'nightly', running.slack.personId('aiko'), 'frobnicate', 'T0', '日本'];
  expect(private_.filter((word) => text.includes(word))).toEqual([]);
});

test('it says that it is ready, and what is missing when it is not', async () => {
  expect((await at('/readyz')).status).toBe(200);
  const { headers } = await at('/metrics');
  expect(headers.get('content-type')).toContain('text/plain');
});

test('a store that a newer bot has written is not touched by an older one', async () => {
  const backend = memoryBackend();
  expect(await versionMismatch(backend)).toBeUndefined();
  expect(await versionMismatch(backend)).toBeUndefined();
  await putText(backend, 'store-version', `${STORE_VERSION + 1}`);
  expect(await versionMismatch(backend)).toContain(
    `of version ${STORE_VERSION + 1}, this bot of version ${STORE_VERSION}`,
  );
});
