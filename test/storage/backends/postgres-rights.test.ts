import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Pool } from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { PostgresServer } from '../servers/postgres-server.js';
import { POSTGRES_URL, postgresPlace } from '../servers/stores-under-test.js';
import { putText, textsUnder } from './texts.js';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** A way to the server that notes what the bot sends. */
async function notedLink(host: string, port: number): Promise<{ port: number; sent: () => Buffer[] }> {
  const connections: Buffer[][] = [];
  const server = createServer((near) => {
    const said: Buffer[] = [];
    connections.push(said);
    const far = connect(port, host);
    near.on('data', (chunk) => said.push(chunk));
    near.on('error', () => far.destroy()).on('close', () => far.destroy());
    far.on('error', () => near.destroy()).on('close', () => near.destroy());
    near.pipe(far);
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  undo.push(async () => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, sent: () => connections.map((said) => Buffer.concat(said)) };
}

/** What PgBouncer takes without being told to: https://www.pgbouncer.org/config.html, `ignore_startup_parameters`. */
const TAKEN = new Set(['user', 'database', 'client_encoding', 'application_name']);

describe.skipIf(POSTGRES_URL === undefined)('Postgres (POSTGRES_URL)', () => {
  test('may stand behind PgBouncer in transaction mode: nothing is kept in a session', async () => {
    const server = new URL(POSTGRES_URL ?? '');
    const link = await notedLink(server.hostname, Number(server.port || 5432));
    server.hostname = '127.0.0.1';
    server.port = `${link.port}`;
    const place = postgresPlace(server.href);
    undo.push(() => place.clear());
    const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
    await putText(backend, 'key', 'text', 60_000);
    await backend.getAll((await textsUnder(backend, 'k')).map(([key]) => key));
    await backend.get('key');
    await backend.now();
    await backend.sweep();
    await backend.health();
    await backend.close();

    const sent = link.sent();
    expect(sent.length).toBeGreaterThan(0);
    for (const bytes of sent) {
      const startup = bytes.subarray(8, bytes.readInt32BE(0)).toString().split('\0').filter(Boolean);
      const names = startup.filter((_, index) => index % 2 === 0);
      expect(names.filter((name) => !TAKEN.has(name))).toEqual([]);
      for (const { type, body } of messages(bytes.subarray(bytes.readInt32BE(0)))) {
        // A prepared statement, or a portal, without a name.
        if (type === 'P' || type === 'B') expect(body[0]).toBe(0);
        const text = body.toString();
        expect(text).not.toMatch(/\bSET (?!LOCAL)(?!value\b)|\bLISTEN\b|pg_advisory_lock\(|CREATE TEMP/);
      }
    }
  });

  test('serves a role that may read and write the table and create nothing', async () => {
    const server = await PostgresServer.start();
    undo.push(() => server.remove());
    const place = postgresPlace(server.url);
    await (await openBackend(place.url, { allowVolatile: true, space: place.space })).close();
    const role = 'bot';
    const pool = new Pool({ connectionString: server.url });
    undo.push(() => pool.end());
    await pool.query(`REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE ${role} LOGIN PASSWORD 'secret';
      GRANT SELECT, INSERT, UPDATE, DELETE ON ${place.space} TO ${role}`);
    const url = new URL(place.url);
    url.username = role;
    url.password = 'secret';
    const backend = await openBackend(url.href, { allowVolatile: true, space: place.space });
    undo.push(() => backend.close());
    await putText(backend, 'key', 'text');
    expect(await backend.commit({ require: [{ key: 'key', text: 'text' }], delete: ['key'] })).toEqual({
      kind: 'done',
    });
    expect(await textsUnder(backend, '')).toEqual([]);
    await backend.sweep();
    await expect(openBackend(url.href, { allowVolatile: true, space: 'missing_table' })).rejects.toThrow(
      'permission denied',
    );
  });
});

function* messages(bytes: Buffer): Generator<{ type: string; body: Buffer }> {
  for (let at = 0; at + 5 <= bytes.length; ) {
    const length = bytes.readInt32BE(at + 1);
    yield { type: String.fromCharCode(bytes[at] ?? 0), body: bytes.subarray(at + 5, at + 1 + length) };
    at += 1 + length;
  }
}
