import { expect, test } from 'vitest';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { clientNamed } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({ policy: { approval: 'never' } });
const Rows = z.array(z.record(z.string(), z.string()));

async function exported(timeoutMs = 10_000) {
  await expect.poll(() => running.slack.files().length, { timeout: timeoutMs }).toBe(1);
  const [file] = running.slack.files();
  if (file === undefined) throw new Error('no file was sent');
  return file;
}

const rowsOf = (content: string) => Rows.parse(parse(content, { columns: true, bom: true }));

test('an admin gets everything that is known about each client as CSV, in their DM', async () => {
  const [byHand] = running.api.seed('billing', [{ name: '=cmd()', createTime: '2026-01-01T00:00:00.000Z' }]);
  const ben = running.slack.as('ben');
  await ben.command(
    '/apiclient create nightly --user billing --purpose "exports of costs" --owner @data-team',
  );
  await ben.seesMessage('API client created');
  const made = clientNamed(running.api, 'nightly');
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient list --user billing --export csv', { channel: '#general' });
  await aiko.seesMessage('The list is in your direct message');
  const file = await exported();
  expect(file.channelId).toBe(aiko.dmId);
  const rows = rowsOf(file.content);
  expect(rows.map((row) => row['client_id'])).toEqual([made.id, byHand?.id]);
  expect(rows[0]).toMatchObject({
    name: 'nightly',
    alphaus_user: 'billing',
    origin: 'created',
    owner_kind: 'group',
    owner: running.slack.groupId('data-team'),
    requester: 'U0BEN',
    purpose: 'exports of costs',
  });
  expect(rows[1]).toMatchObject({ origin: 'unknown', owner: '', purpose: '' });
  // A spreadsheet must not run what somebody called their client.
  expect(rows[1]?.['name']).toBe("'=cmd()");
  const trail = (await running.audit()).filter(({ action }) => action === 'list');
  expect(trail.map(({ actor, outcome, target }) => [actor, outcome, target.subject])).toEqual([
    ['U0AIKO', 'attempted', 'export csv clients=2'],
    ['U0AIKO', 'done', 'export csv clients=2'],
  ]);
});

test('a member gets their own and nothing else, as JSON Lines', async () => {
  running.api.seed('billing', [{ name: 'by hand' }]);
  const ben = running.slack.as('ben');
  await ben.command('/apiclient create nightly --user billing --purpose exports');
  await ben.seesMessage('API client created');
  await ben.command('/apiclient list --export jsonl');
  const { content } = await exported();
  const lines = content.trim().split('\n');
  expect(lines.map((line) => z.looseObject({ name: z.string() }).parse(JSON.parse(line)).name)).toEqual([
    'nightly',
  ]);
});

test('ten thousand clients are one file', { timeout: 120_000 }, async () => {
  running.api.seed(
    'billing',
    Array.from({ length: 10_000 }, (_, index) => ({ name: `client ${index}` })),
  );
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient list --user billing --export csv');
  await aiko.seesMessage('Exporting 10000 API clients', { timeoutMs: 20_000 });
  const { content } = await exported(30_000);
  expect(rowsOf(content)).toHaveLength(10_000);
});

test('another format is refused, and so is a guest', async () => {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient list --export pdf');
  await aiko.seesMessage('csv');
  const gus = running.slack.as('gus');
  await gus.command('/apiclient list --export csv');
  await gus.seesMessage('Guests can’t use API clients');
  expect(running.slack.files()).toEqual([]);
});
