import { mkdtemp, rm } from 'node:fs/promises';
import { chownSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { type Running, start } from '../../harness.js';
import { companyCertificates } from '../../proxy/company-tls.js';
import { BreakableLink } from '../servers/breakable-link.js';
import { noPgBouncer, PgBouncer } from '../servers/pgbouncer.js';
import { PostgresServer, unprivileged } from '../servers/postgres-server.js';
import { POSTGRES_URL } from '../servers/stores-under-test.js';
import { putText } from './texts.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function postgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const server = await PostgresServer.start(settings);
  undo.push(() => server.remove());
  return server;
}

async function botOn(url: string): Promise<Running> {
  const running = await start({ environment: { STORE_URL: url } });
  undo.push(() => running.stop());
  return running;
}

async function creates({ slack }: Running, ...names: readonly string[]): Promise<void> {
  const aiko = slack.as('aiko');
  await Promise.all(
    names.map((name) => aiko.command(`/apiclient create ${name} --user billing --purpose x`)),
  );
  for (const name of names) await aiko.seesMessage(new RegExp(`API client created[\\s\\S]*${name}`));
}

async function query(url: string, text: string): Promise<void> {
  const pool = new Pool({ connectionString: url });
  await pool.query(text);
  await pool.end();
}

const ready = async ({ bot }: Running): Promise<string> =>
  (await (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).text()).trim();
const STANDBY =
  'the store is read-only, as a standby is: the bot follows once its address leads to the primary';
const patiently = { timeout: 20_000 };

/** The address of a server through a link. */
const through = ({ port }: BreakableLink): string => `postgres://postgres@127.0.0.1:${port}/postgres`;

if (noPgBouncer !== undefined) console.warn(`Not tried with a real PgBouncer: ${noPgBouncer}`);

describe.skipIf(POSTGRES_URL === undefined)('a bot on Postgres (POSTGRES_URL)', () => {
  test.skipIf(noPgBouncer !== undefined)(
    'serves through a real PgBouncer in transaction mode, whose settings are else its own',
    async () => {
      const pool = await PgBouncer.before((await postgres()).url);
      undo.push(() => pool.remove());
      const running = await botOn(pool.url);
      await creates(running, 'one', 'two', 'three', 'four');
      expect(running.api.clients().map(({ name }) => name)).toEqual(
        expect.arrayContaining(['one', 'two', 'three', 'four']),
      );
      expect(await ready(running)).toBe('ready');
    },
  );

  test('starts and serves with a role that may read and write its one table, and nothing else', async () => {
    const server = await postgres();
    await (await openBackend(server.url, { allowVolatile: false })).close();
    await query(
      server.url,
      `REVOKE ALL ON SCHEMA public FROM PUBLIC; CREATE ROLE bot LOGIN; GRANT USAGE ON SCHEMA public TO bot;
       GRANT SELECT, INSERT, UPDATE, DELETE ON apiclient_bot TO bot`,
    );
    const running = await botOn(server.url.replace('postgres@', 'bot@'));
    await creates(running, 'web');
    expect(await ready(running)).toBe('ready');
  });

  test('is not ready while its address leads to a standby, and is by itself once that is promoted', async () => {
    const primary = await postgres();
    const standby = await PostgresServer.standbyOf(primary);
    undo.push(() => standby.remove());
    const link = await BreakableLink.to('127.0.0.1', primary.port);
    undo.push(() => link.remove());
    const running = await botOn(through(link));
    await creates(running, 'before');

    // What was acknowledged is on the standby, too.
    const pool = new Pool({ connectionString: standby.url });
    undo.push(() => pool.end());
    await expect
      .poll(async () => (await pool.query('SELECT FROM apiclient_bot')).rowCount, patiently)
      .toBeGreaterThan(5);
    link.leadTo(standby.port);
    await primary.kill();
    await expect.poll(() => ready(running), patiently).toBe(STANDBY);
    expect((await fetch(`http://127.0.0.1:${running.bot.port}/healthz`)).status).toBe(200);

    await pool.query('SELECT pg_promote()');
    await expect.poll(() => ready(running), patiently).toBe('ready');
    await creates(running, 'after');
  });

  test('leaves connections to a server that was made read-only, and follows its address to another', async () => {
    const [former, next] = [await postgres(), await postgres()];
    await (await openBackend(next.url, { allowVolatile: false })).close();
    const link = await BreakableLink.to('127.0.0.1', former.port);
    undo.push(() => link.remove());
    const backend = await openBackend(through(link), { allowVolatile: false });
    undo.push(() => backend.close());
    await Promise.all(['a', 'b', 'c'].map((key) => putText(backend, key, 'text')));

    await query(former.url, 'ALTER SYSTEM SET default_transaction_read_only = on');
    await query(former.url, 'SELECT pg_reload_conf()');
    const health = async (): Promise<unknown> => backend.health().catch((error: Error) => error.cause);
    await expect.poll(health, patiently).toMatchObject({ message: expect.stringContaining('read-only') });
    await expect(putText(backend, 'd', 'text')).rejects.toMatchObject({
      facts: { kind: 'store-unavailable' },
    });

    link.leadTo(next.port);
    await expect.poll(health, patiently).toBeUndefined();
    await expect
      .poll(() => putText(backend, 'd', 'text').then(() => 'written', String), patiently)
      .toBe('written');
  });

  test('outlives a connection that breaks while its health is asked', async () => {
    const server = await postgres();
    const link = await BreakableLink.to('127.0.0.1', server.port);
    undo.push(() => link.remove());
    const backend = await openBackend(through(link), { allowVolatile: false });
    undo.push(() => backend.close());

    const pool = new Pool({ connectionString: server.url });
    undo.push(() => pool.end());
    const holder = await pool.connect();
    undo.push(async () => holder.release(true));
    await holder.query('BEGIN; LOCK TABLE apiclient_bot IN ACCESS EXCLUSIVE MODE');

    const uncaught: unknown[] = [];
    const keep = (error: unknown): unknown => uncaught.push(error);
    process.on('uncaughtException', keep);
    undo.push(async () => process.off('uncaughtException', keep));

    const health = backend.health().catch((error: Error) => error);
    const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
    await expect.poll(async () => (await pool.query(waiting)).rowCount, patiently).toBe(1);
    link.cut();
    expect(await health).toMatchObject({ facts: { kind: 'store-unavailable' } });
    expect(uncaught).toEqual([]);
  });

  test('is refused a database that is not in UTF-8, with what to do', async () => {
    const server = await postgres();
    await query(server.url, `CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    await expect(
      openBackend(server.url.replace(/postgres$/, 'latin'), { allowVolatile: false }),
    ).rejects.toThrow(/has the encoding LATIN1, which cannot hold all names: make one with CREATE DATABASE/);
  });

  test('goes over TLS to a server whose certificate a CA of the company signed, and to no other', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'apiclient-tls-'));
    undo.push(() => rm(directory, { recursive: true }));
    const { ca } = await companyCertificates(directory, ['localhost']);
    const { uid, gid } = unprivileged();
    const key = join(directory, 'host.key');
    chmodSync(directory, 0o755);
    chmodSync(key, 0o600);
    if (uid !== undefined && gid !== undefined) chownSync(key, uid, gid);
    const server = await postgres({
      ssl: 'on',
      ssl_cert_file: join(directory, 'host.pem'),
      ssl_key_file: key,
    });
    await query(server.url, 'CREATE ROLE bot LOGIN');

    const open = async (host: string, parameters: string): Promise<string> => {
      const url = `postgres://postgres@${host}:${server.port}/postgres?${parameters}`;
      const backend = await openBackend(url, { allowVolatile: false });
      await backend.close();
      return 'open';
    };
    for (const mode of ['require', 'verify-ca', 'verify-full']) {
      expect(await open('localhost', `sslmode=${mode}&sslrootcert=${encodeURIComponent(ca)}`)).toBe('open');
      await expect(open('localhost', `sslmode=${mode}`)).rejects.toThrow(/signed by a CA .* sslrootcert/);
    }
    expect(await open('localhost', 'sslmode=no-verify')).toBe('open');
    await expect(open('127.0.0.1', `sslmode=require&sslrootcert=${ca}`)).rejects.toThrow(
      'its certificate is of another host',
    );
    await expect(open('localhost', 'sslmode=require&sslrootcert=/missing.pem')).rejects.toThrow(
      'sslrootcert names /missing.pem, which cannot be read',
    );

    const plain = await postgres();
    const withTls = `postgres://postgres@localhost:${plain.port}/postgres?sslmode=require`;
    await expect(openBackend(withTls, { allowVolatile: false })).rejects.toThrow('does not support SSL');
  });
});
