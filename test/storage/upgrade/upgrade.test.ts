import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { createStore } from '../../../src/storage/backends/store.js';
import { parseKeys } from '../../../src/storage/sealing/seal.js';
import { sealed } from '../../../src/storage/sealing/sealed-backend.js';
import { storedLooks } from '../../../src/storage/records/attention/looks.js';
import { connectionRecords } from '../../../src/storage/records/connections.js';
import { installations, StoredInstallation } from '../../../src/storage/records/installations.js';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { ENCRYPTION_KEYS } from '../../encryption-keys.js';
import { root, type Running, start, quickPace } from '../../harness.js';
import { exportFile, verifyFile } from '../audit/exporting.js';
import { type Left, restorePostgres, restoreRedis, restoreSqlite } from '../fixtures/restore.js';
import { PostgresServer } from '../servers/postgres-server.js';
import { RedisServer } from '../servers/redis-server.js';
import { textsUnder } from '../backends/texts.js';
import { POSTGRES_URL, REDIS_URL, sqlitePlace } from '../servers/stores-under-test.js';

const workspace = WorkspaceId.parse('T0SANDBOX');
const keys = parseKeys(ENCRYPTION_KEYS);

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const stores = [
  {
    name: 'a SQLite file',
    absent: false,
    restore: async () => {
      const place = sqlitePlace();
      undo.push(() => place.clear());
      return { url: place.url, left: await restoreSqlite('v1', place.file) };
    },
  },
  {
    name: 'a Redis (REDIS_URL)',
    absent: REDIS_URL === undefined,
    restore: async () => {
      const server = await RedisServer.start('--appendonly', 'yes');
      undo.push(() => server.remove());
      return { url: server.url, left: await restoreRedis('v1', server.url) };
    },
  },
  {
    name: 'a Postgres (POSTGRES_URL)',
    absent: POSTGRES_URL === undefined,
    restore: async () => {
      const server = await PostgresServer.start();
      undo.push(() => server.remove());
      return { url: server.url, left: await restorePostgres('v1', server.url) };
    },
  },
];

/** The bot as it starts on that store, in a world that stopped when the store was left. */
async function startOn(url: string, { writtenAt, clients }: Left): Promise<Running> {
  const from = Date.now();
  const now = (): number => writtenAt + (Date.now() - from);
  const running = await start({
    api: { now },
    slack: { now },
    environment: { STORE_URL: url, ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '' },
    runtime: { now: () => new Date(now()), pace: { ...quickPace, settleEveryMs: 300, sureAfterMs: 100 } },
  });
  undo.push(() => running.stop());
  const opened = sealed(running.backend, keys);
  const records = connectionRecords(
    opened,
    storedLooks(opened, () => new Date(now())),
  );
  const connection = await records.find(workspace);
  // The stored secret opens, and works with the API again.
  const connecting = connection?.accounts.map(({ clientId, clientSecret }) => ({
    id: clientId,
    secret: clientSecret.reveal(),
  }));
  running.api.seed(root, connecting ?? []);
  for (const { user, ...client } of clients) {
    if (!running.api.clients().some(({ id }) => id === client.id)) running.api.seed(user, [client]);
  }
  return running;
}

describe.each(stores)('$name that version 1 of the bot filled', ({ restore, absent }) => {
  test.skipIf(absent)(
    'is served as before: everything in it can be read, decided and verified',
    {
      timeout: 60_000,
    },
    async () => {
      const { url, left } = await restore();
      const running = await startOn(url, left);
      const { slack } = running;

      const aikoHere = slack.as('aiko');
      await aikoHere.seesMessage('Nobody has it');
      await aikoHere.command('/apiclient list');
      const list = await aikoHere.seesMessage('nightly');
      for (const name of ['shared', 'bens-own', 'collected']) expect(list.content).toContain(name);
      expect(list.content).not.toContain('finished');
      const unclear = await aikoHere.seesMessage(/unclear[\s\S]*This client may be it/);
      await aikoHere.press('Delete', { in: unclear, confirm: true });
      await aikoHere.sees(() => !running.api.clients().some(({ name }) => name === 'unclear'));

      const [ben, chloe] = [slack.as('ben'), slack.as('chloe')];
      await ben.command('/apiclient requests');
      const asked = await ben.seesMessage('Your requests');
      for (const name of ['pending', 'approved', 'denied', 'collected'])
        expect(asked.content).toContain(name);
      await chloe.command('/apiclient requests');
      await chloe.press('Approve', { in: await chloe.seesMessage('Waiting for your decision: 1') });
      await ben.seesMessage('approved your request for pending');
      await ben.press('Create and show secret', { near: 'pending' });
      await ben.seesMessage('save its secret now');
      await ben.command('/apiclient create by-grant --user analytics --purpose x');
      await ben.seesMessage('API client created');
      await running.settled();

      await aikoHere.command('/apiclient audit --by @aiko');
      await aikoHere.seesMessage(/Audit trail[\s\S]*Aiko Tanaka/);
      const trail = await textsUnder(running.backend, `audit:${workspace}:`);
      const byTime = await textsUnder(running.backend, `audit-time:${workspace}:`);
      expect(byTime).toHaveLength(Math.floor(trail.length / 16));

      const acme = await installations(
        createStore({ backend: sealed(running.backend, keys), schema: StoredInstallation, isCodec: true }),
      ).find(WorkspaceId.parse('T1ACME'));
      expect(acme?.botToken.reveal()).toMatch(/^xoxb-/);
      expect(await verified(running)).toMatchObject({ kind: 'sound', first: 1 });
      expect(slack.violations()).toEqual([]);
    },
  );
});

const verified = async ({ backend }: Running) => verifyFile(await exportFile(backend, { of: workspace }));

test.each(['store.sqlite', 'redis.jsonl', 'postgres.jsonl'])('%s holds no secret in clear', (name) => {
  const text = readFileSync(new URL(`../fixtures/v1/${name}`, import.meta.url), 'latin1');
  expect(text).toContain('T1ACME');
  // Slack's tokens, and the API's secrets of 48 letters and digits; what is sealed is one word of more than that.
  expect(text.replaceAll(/v1\.k1\.[\w-]+/g, '')).not.toMatch(/xox[a-z]-|\b[A-Za-z0-9]{48}\b/);
});
