import { readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createClient } from '@redis/client';
import { Pool } from 'pg';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../built/build.js';
import { forEveryWorkspace, root, type Running, start } from '../harness.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { parseKeys, sealedWith } from '../../src/storage/sealing/seal.js';
import { sealed } from '../../src/storage/sealing/sealed-backend.js';
import { verifyKeys } from '../../src/storage/sealing/verify-keys.js';
import { RedisServer } from '../storage/servers/redis-server.js';
import { POSTGRES_URL, REDIS_URL, sqlitePlace } from '../storage/servers/stores-under-test.js';
import { onPostgres } from '../crash/stores.js';
import { Browser, connectAs } from './installing.js';
import { encryptionKey } from '../encryption-keys.js';
import { putText, textsUnder } from '../storage/backends/texts.js';
import { reseal } from '../reseal.js';

const OLD = encryptionKey('old');
const NEW = encryptionKey('new');

beforeAll(build, 120_000);
const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** Installs, connects, uses, and lets the token be renewed; resolves to every secret that went into the store. */
async function liveThrough(
  storeUrl: string,
  more: Record<string, string> = {},
): Promise<{ secrets: string[]; running: Running }> {
  const oauth = { ...forEveryWorkspace.slack.oauth, tokenLifetimeSeconds: 3_600 };
  const running = await start({
    slack: { ...forEveryWorkspace.slack, oauth },
    environment: {
      ...forEveryWorkspace.environment,
      STORE_URL: storeUrl,
      STORE_ALLOW_VOLATILE: 'true',
      ENCRYPTION_KEYS: OLD,
      ...more,
    },
  });
  undo.push(() => running.stop());
  await new Browser(running).install({ target: 'T1ACME', as: 'aiko' });
  const aiko = running.slack.workspace('Acme').as('aiko');
  await connectAs(running, aiko, root);
  await aiko.command('/apiclient create x --user billing --purpose y');
  await aiko.seesMessage('API client created');
  await running.settled();
  const slackTokens = running.slack
    .calls()
    .filter(({ method }) => method === 'oauth.v2.access')
    .flatMap(({ answer }) => [answer?.['access_token'], answer?.['refresh_token']])
    .filter((token) => typeof token === 'string');
  // A token that lives for an hour is renewed at once.
  expect(slackTokens.length).toBeGreaterThanOrEqual(4);
  return { running, secrets: [...slackTokens, running.api.rootClient.secret] };
}

function expectNone(text: string, secrets: readonly string[]): void {
  expect(text).toContain('T1ACME');
  for (const secret of secrets) {
    expect(text.includes(secret)).toBe(false);
    expect(text.includes(Buffer.from(secret).toString('base64').slice(0, -3))).toBe(false);
  }
}

describe('what the bot keeps of tokens and secrets cannot be read', () => {
  test('in a SQLite file and its journal, nor in the log', async () => {
    const place = sqlitePlace();
    undo.push(() => place.clear());
    const { secrets, running } = await liveThrough(place.url);
    const directory = dirname(place.file);
    const files = await Promise.all(
      (await readdir(directory)).map((file) => readFile(`${directory}/${file}`, 'latin1')),
    );
    expectNone(files.join('\n'), secrets);
    for (const secret of secrets) expect(running.log().includes(secret)).toBe(false);
    const trail = JSON.stringify(await running.audit());
    for (const secret of secrets) expect(trail.includes(secret)).toBe(false);
  });

  test.skipIf(REDIS_URL === undefined)(
    'in anything that Redis is sent, and so writes to its file and sends to its replicas (REDIS_URL)',
    async () => {
      const server = await RedisServer.start('--appendonly', 'yes');
      undo.push(() => server.remove());
      const monitor = createClient({ url: server.url });
      await monitor.connect();
      undo.push(async () => monitor.destroy());
      const seen: string[] = [];
      await monitor.monitor((line) => void seen.push(line));
      const { secrets } = await liveThrough(server.url);
      expectNone(seen.join('\n'), secrets);
    },
  );

  test.skipIf(POSTGRES_URL === undefined)(
    'in a dump of Postgres, nor in its write-ahead log (POSTGRES_URL)',
    async () => {
      const kind = await onPostgres.open();
      const url = await kind.fresh();
      undo.push(() => kind.remove());
      const pool = new Pool({ connectionString: url });
      // The server ends what is left of it when its database goes.
      pool.on('error', () => undefined);
      undo.push(() => pool.end());
      const position = async (): Promise<string> => {
        const { rows } = await pool.query<{ at: string }>('SELECT pg_current_wal_lsn()::text AS at');
        return rows[0]?.at ?? '';
      };
      const from = await position();
      const { secrets } = await liveThrough(url);
      const { rows } = await pool.query<{ row: string }>('SELECT t::text AS row FROM apiclient_bot t');
      expectNone(rows.map(({ row }) => row).join('\n'), secrets);
      expect(await position()).not.toBe(from);
      expectNone((await segmentsBetween(pool, from)).join('\n'), secrets);
    },
  );
});

/** The write-ahead log since a position, as the server has it on disk. */
async function segmentsBetween(pool: Pool, from: string): Promise<readonly string[]> {
  await pool.query('SELECT pg_switch_wal()');
  const { rows } = await pool.query<{ content: Buffer }>(
    `SELECT pg_read_binary_file('pg_wal/' || name) AS content FROM pg_ls_waldir()
     WHERE name ~ '^[0-9A-F]{24}$' AND name >= pg_walfile_name($1::pg_lsn)
       AND name <= pg_walfile_name(pg_current_wal_lsn() - 1)`,
    [from],
  );
  return rows.map(({ content }) => content.toString('latin1'));
}

describe('the key of a store with installations', () => {
  test('that is weak is left behind by npm run reseal, and by nothing else', async () => {
    const place = sqlitePlace();
    undo.push(() => place.clear());
    const weak = `weak:${Buffer.alloc(32, 7).toString('base64')}`;
    const backend = await openBackend(place.url, { allowVolatile: false });
    await verifyKeys(backend, parseKeys(weak));
    await putText(sealed(backend, parseKeys(weak)), 'connection:T1', 'secret');
    await backend.close();

    for (const keys of [weak, `${NEW},${weak}`]) {
      const refused = start({
        environment: { ...forEveryWorkspace.environment, STORE_URL: place.url, ENCRYPTION_KEYS: keys },
      });
      await expect(refused).rejects.toThrow('has key weak, which is not random');
    }
    expect((await reseal(place.url, weak)).code).toBe(1);
    expect((await reseal(place.url, `${NEW},${weak}`)).said).toMatch(/^1 record was sealed again/);
    const again = await start({
      ...forEveryWorkspace,
      environment: { ...forEveryWorkspace.environment, STORE_URL: place.url, ENCRYPTION_KEYS: NEW },
    });
    undo.push(() => again.stop());
  });

  test('is changed: old keys open, the first seals, npm run reseal does the rest, and then the old one may go', async () => {
    const place = sqlitePlace();
    undo.push(() => place.clear());
    const { running } = await liveThrough(place.url);
    await running.stop();
    undo.splice(1, 1);

    const refused = start({
      environment: { ...forEveryWorkspace.environment, STORE_URL: place.url, ENCRYPTION_KEYS: NEW },
    });
    await expect(refused).rejects.toThrow(
      /^ENCRYPTION_KEYS lacks key old, with which records of the store are sealed: add it behind the first$/,
    );
    expect(await reseal(place.url, NEW)).toEqual({
      code: 1,
      said: 'ENCRYPTION_KEYS lacks key old, with which records of the store are sealed: add it behind the first',
    });
    expect(await reseal(place.url, `${NEW},${OLD}`)).toEqual({
      code: 0,
      said: expect.stringMatching(
        /^\d+ records were sealed again: the store is sealed with key new alone\.$/,
      ),
    });
    const backend = await openBackend(place.url, { allowVolatile: false });
    const sealedNow = (await textsUnder(backend, '')).flatMap(([name, text]) =>
      sealedWith(text) === undefined || name.startsWith('sealing-key:') ? [] : [sealedWith(text)],
    );
    await backend.close();
    expect(new Set(sealedNow)).toEqual(new Set(['new']));
    const again = await start({
      ...forEveryWorkspace,
      environment: { ...forEveryWorkspace.environment, STORE_URL: place.url, ENCRYPTION_KEYS: NEW },
    });
    undo.push(() => again.stop());
  });
});
