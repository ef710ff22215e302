import { readFile } from 'node:fs/promises';
import { createClient } from '@redis/client';
import { afterEach, describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { type Running, start } from '../../harness.js';
import { BreakableLink } from '../servers/breakable-link.js';
import { RedisServer } from '../servers/redis-server.js';
import { REDIS_URL } from '../servers/stores-under-test.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

async function redis(...settings: readonly string[]): Promise<RedisServer> {
  const server = await RedisServer.start('--appendonly', 'yes', ...settings);
  undo.push(() => server.remove());
  return server;
}

/** Sends a server commands, as an operator does. */
async function tell({ url }: RedisServer, ...commands: readonly string[]): Promise<void> {
  const client = createClient({ url });
  await client.connect();
  for (const command of commands) await client.sendCommand(command.split(' '));
  await client.close();
}

async function botOn(url: string): Promise<Running> {
  const running = await start({ environment: { STORE_URL: url } });
  undo.push(() => running.stop());
  return running;
}

async function creates({ slack }: Running, name: string): Promise<void> {
  const aiko = slack.as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose x`);
  await aiko.seesMessage(new RegExp(`API client created[\\s\\S]*${name}`));
}

const ready = async ({ bot }: Running): Promise<string> =>
  (await (await fetch(`http://127.0.0.1:${bot.port}/readyz`)).text()).trim();
const REPLICA =
  'the store is read-only, as a standby is: the bot follows once its address leads to the primary';
const patiently = { timeout: 20_000 };

describe.skipIf(REDIS_URL === undefined)('a bot on Redis (REDIS_URL)', () => {
  test('is not ready while its master is a replica of another one, and is by itself once it is a master', async () => {
    const [own, other] = [await redis(), await redis()];
    const running = await botOn(own.url);
    await creates(running, 'before');
    // Neither is emptied: it follows a server that never answers its wish for a copy.
    other.hang();
    await tell(own, `REPLICAOF 127.0.0.1 ${other.port}`);
    await expect.poll(() => ready(running), patiently).toBe(REPLICA);
    await expect(running.backend.get('client:any')).rejects.toMatchObject({
      facts: { kind: 'store-unavailable' },
    });
    await tell(own, 'REPLICAOF NO ONE');
    await expect.poll(() => ready(running), patiently).toBe('ready');
    await creates(running, 'after');
    other.goOn();
  });

  test('leaves a former master that became a replica, and follows its address to the new one', async () => {
    const [former, next] = [await redis(), await redis()];
    const link = await BreakableLink.to('127.0.0.1', former.port);
    undo.push(() => link.remove());
    const running = await botOn(`redis://127.0.0.1:${link.port}`);
    await creates(running, 'before');
    await tell(next, `REPLICAOF 127.0.0.1 ${former.port}`);
    const copied = createClient({ url: next.url });
    await copied.connect();
    undo.push(() => copied.close());
    await expect.poll(async () => copied.info('replication'), patiently).toContain('master_link_status:up');

    await tell(next, 'REPLICAOF NO ONE');
    await tell(former, `REPLICAOF 127.0.0.1 ${next.port}`);
    await expect.poll(() => ready(running), patiently).toBe(REPLICA);
    // No connection is cut: the bot itself gives them up.
    link.leadTo(next.port);
    await expect.poll(() => ready(running), patiently).toBe('ready');
    await creates(running, 'after');
  });

  test('serves with the permissions of docs/operations.md, and names any that its user lacks', async () => {
    const server = await redis();
    const page = await readFile(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
    const documented = /`(ACL SETUSER bot [^`]+)`/.exec(page)?.[1]?.replace('PASSWORD', 'secret') ?? '';
    await tell(server, documented);
    const url = server.url.replace('redis://', 'redis://bot:secret@');
    const running = await botOn(url);
    await creates(running, 'web');
    expect(await ready(running)).toBe('ready');

    const open = () => openBackend(url, { allowVolatile: false });
    const commands = [...documented.matchAll(/\+(\w+)/g)].map(([, name = '']) => name);
    expect(commands).toContain('eval');
    for (const command of commands) {
      await tell(server, `ACL SETUSER bot -${command}`);
      await expect(open()).rejects.toThrow(
        `its user may not run ${command.toUpperCase()} on keys that begin with`,
      );
      await tell(server, `ACL SETUSER bot +${command}`);
    }
    await tell(server, 'ACL SETUSER bot resetkeys ~another:*');
    await expect(open()).rejects.toThrow('its user may not run SET, GET, MGET, ');
  });

  test('is refused a Redis in cluster mode, and a replica, with what to do', async () => {
    const cluster = await redis('--cluster-enabled', 'yes');
    await expect(openBackend(cluster.url, { allowVolatile: false })).rejects.toThrow(
      'it is part of a Redis Cluster, where what belongs together cannot be written together: set STORE_URL to',
    );
    const replica = await redis('--replicaof', `127.0.0.1 ${cluster.port}`);
    await expect(openBackend(replica.url, { allowVolatile: false })).rejects.toThrow(
      'it is a slave: set STORE_URL to the master',
    );
  });
});
