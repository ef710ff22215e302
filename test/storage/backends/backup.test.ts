import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@redis/client';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { sealed } from '../../../src/storage/sealing/sealed-backend.js';
import { openDatabase } from '../../../src/storage/backends/sqlite/sqlite-driver.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { verifyKeys } from '../../../src/storage/sealing/verify-keys.js';
import { RedisServer } from '../servers/redis-server.js';
import {
  POSTGRES_URL,
  postgresPlace,
  REDIS_URL,
  redisPlace,
  sqlitePlace,
} from '../servers/stores-under-test.js';
import { exportFile, keys, verifyFile } from '../audit/exporting.js';
import { event, trailOver, workspace } from '../audit/trail.js';

// The commands are those of docs/operations.md.
const run = promisify(execFile);
const SECRET = 'a secret that must open again';

const leave: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of leave.splice(0).toReversed()) await step();
});

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'apiclient-backup-'));
  leave.push(() => rmSync(directory, { recursive: true }));
  return directory;
}

async function open(url: string, space?: string): Promise<Backend> {
  const backend = await openBackend(url, { allowVolatile: true, ...(space !== undefined && { space }) });
  leave.push(() => backend.close());
  return backend;
}

async function fill(backend: Backend): Promise<void> {
  await verifyKeys(backend, keys);
  const trail = trailOver(backend);
  for (let index = 0; index < 20; index += 1) await trail.append(workspace, event());
  await createStore({ backend: sealed(backend, keys), schema: z.string() }).put('connection:T1:x', SECRET);
}

/** What a restored store must still be: one whose keys fit, whose secrets open and whose trail verifies. */
async function expectWhole(backend: Backend): Promise<void> {
  await verifyKeys(backend, keys);
  expect(
    await createStore({ backend: sealed(backend, keys), schema: z.string() }).get('connection:T1:x'),
  ).toBe(SECRET);
  expect(await verifyFile(await exportFile(backend))).toMatchObject({
    kind: 'sound',
    records: 21,
    first: 1,
  });
}

/** The commands of the table in docs/operations.md, by the store. */
const RECIPES = new Map(
  [
    ...readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8').matchAll(
      /^\| (SQLite|Postgres|Redis) \| `([^`]+)`/gm,
    ),
  ].map(([, store = '', command = '']) => [store, command]),
);

describe('a backup that was made while the bot runs', () => {
  it.each([
    ['SQLite', sqlitePlace] as const,
    ...(POSTGRES_URL === undefined ? [] : [['Postgres', postgresPlace] as const]),
    ...(REDIS_URL === undefined ? [] : [['Redis', redisPlace] as const]),
  ])('is readable by its owner alone, as docs/operations.md makes it of %s', async (store, placeOf) => {
    const place = placeOf();
    leave.push(() => place.clear());
    await open(place.url, place.space);
    const directory = newDirectory();
    const command = (RECIPES.get(store) ?? '')
      .replace('data/apiclient.sqlite', place.url.replace('sqlite://', ''))
      .replace('apiclient_bot', place.space);
    await run('sh', ['-c', `umask 022; ${command}`], {
      cwd: directory,
      env: { ...process.env, STORE_URL: place.url },
    });
    const made = readdirSync(directory).map((name) => statSync(join(directory, name)).mode & 0o777);
    expect(made).toEqual([0o600]);
  });

  it('of SQLite is restored by replacing the file with it', async () => {
    const place = sqlitePlace();
    leave.push(() => place.clear());
    await fill(await open(place.url));
    const backup = join(newDirectory(), 'backup.sqlite');
    const other = await openDatabase(place.file);
    other.exec(`VACUUM INTO '${backup}'`);
    other.close();
    await expectWhole(await open(`sqlite://${backup}`));
  });

  it.skipIf(POSTGRES_URL === undefined)('of Postgres (POSTGRES_URL) is restored by psql', async () => {
    const place = postgresPlace();
    leave.push(() => place.clear());
    const backend = await open(place.url, place.space);
    await fill(backend);
    const { stdout } = await run('pg_dump', [place.url, '--no-owner', `--table=${place.space}`]);
    const backup = join(newDirectory(), 'backup.sql');
    writeFileSync(backup, stdout);
    await place.clear();
    await run('psql', [place.url, '--quiet', '--set=ON_ERROR_STOP=1', `--file=${backup}`]);
    await expectWhole(await open(place.url, place.space));
  });

  it.skipIf(REDIS_URL === undefined)(
    'of Redis (REDIS_URL) is restored by starting from the copy',
    async () => {
      const server = await RedisServer.start('--appendonly', 'yes');
      leave.push(() => server.remove());
      await fill(await open(server.url));
      const directory = newDirectory();
      await run('redis-cli', ['-u', server.url, '--rdb', join(directory, 'backup.rdb')]);
      await server.kill();

      const restored = await RedisServer.start(
        '--dir',
        directory,
        '--dbfilename',
        'backup.rdb',
        '--appendonly',
        'no',
      );
      leave.push(() => restored.remove());
      const admin = createClient({ url: restored.url });
      await admin.connect();
      await admin.configSet('appendonly', 'yes');
      await admin.close();
      await expectWhole(await open(restored.url));
    },
  );
});
