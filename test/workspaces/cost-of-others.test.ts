import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { usualPace } from '../../src/bot/runtime.js';
import { parseKeys } from '../../src/storage/sealing/seal.js';
import { sealed } from '../../src/storage/sealing/sealed-backend.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { ClientId, PersonId, RequestId, WorkspaceId } from '../../src/core/model/ids.js';
import { clientRecords } from '../../src/storage/records/clients/client-records.js';
import { StoredInstallation } from '../../src/storage/records/installations.js';
import { storedRequests } from '../../src/storage/records/requests/requests.js';
import { Secret } from '../../src/core/model/secret.js';
import { ENCRYPTION_KEYS } from '../encryption-keys.js';
import { openRequest, record } from '../core/records.js';
import { forEveryWorkspace, type Running, start } from '../harness.js';
import { counting } from '../storage/backends/counting-backend.js';
import { type Place, places } from '../storage/servers/stores-under-test.js';

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const OTHERS = 1_000;

/** So many workspaces that have the app, each with clients, a request that waits, and something to do in a year. */
async function fill(place: Place): Promise<void> {
  const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
  const installed = createStore({
    backend: sealed(backend, parseKeys(ENCRYPTION_KEYS)),
    schema: StoredInstallation,
    isCodec: true,
  });
  const inAYear = new Date(Date.now() + 365 * 24 * 3_600_000);
  const requests = storedRequests({ backend, now: () => inAYear, lookAfterMs: 0 });
  const clients = clientRecords(backend);
  const aiko = PersonId.parse('U0AIKO');
  for (let index = 0; index < OTHERS; index += 1) {
    const workspace = WorkspaceId.parse(`T9OTHER${index}`);
    await Promise.all([
      installed.put(`installation:${workspace}:slack`, {
        workspace,
        botToken: new Secret(`xoxb-${index}`),
        botUserId: 'U0BOT',
        scopes: ['commands'],
        installedBy: aiko,
        installedAt: new Date().toISOString(),
      }),
      ...[1, 2, 3].map((number) =>
        clients.add(
          record({ workspace, id: ClientId.parse(`ripple-${number}`), createdAt: inAYear.toISOString() }),
        ),
      ),
      requests.add(openRequest({ workspace, id: RequestId.parse(`R000000${index}`) })),
    ]);
  }
  await backend.close();
}

interface Counted {
  readonly running: Running;
  readonly taken: () => readonly string[];
}

async function startOn(place: Place): Promise<Counted> {
  let taken = (): readonly string[] => [];
  const running = await start({
    ...forEveryWorkspace,
    environment: { ...forEveryWorkspace.environment, STORE_URL: place.url },
    runtime: {
      pace: usualPace,
      wrapBackend(backend: Backend) {
        const counted = counting(backend);
        taken = () => counted.taken();
        return counted.backend;
      },
    },
  });
  return { running, taken: () => taken() };
}

/** Only SQLite's file is a place of its own: the servers' stores are shared with other tests. */
const sqlite = places.filter(({ name }) => name === 'SQLite');

describe.each(sqlite)('a bot on $name that serves many workspaces in which nothing happens', ({ place }) => {
  const full = place();
  beforeAll(async () => {
    // The first start writes what every store has.
    await (await startOn(full)).running.stop();
    await fill(full);
  }, 120_000);
  afterAll(() => full.clear());

  test('starts with the same operations of the store as one that serves none', async () => {
    const empty = place();
    undo.push(() => empty.clear());
    await (await startOn(empty)).running.stop();
    const kinds = async (of: Place): Promise<readonly string[]> => {
      const { running, taken } = await startOn(of);
      undo.push(() => running.stop());
      return taken().filter((operation) => !operation.startsWith('scan agenda'));
    };
    expect(await kinds(full)).toEqual(await kinds(empty));
  });

  test('asks the store once a second what is due, and nothing else', async () => {
    const { running, taken } = await startOn(full);
    undo.push(() => running.stop());
    // The start is over once it has looked for what the process before left open.
    let atStart: readonly string[] = [];
    await expect
      .poll(() =>
        (atStart = [...atStart, ...taken()]).some((operation) => operation.startsWith('scan intent')),
      )
      .toBe(true);
    await sleep(4_000);
    const operations = taken();
    expect(operations.filter((operation) => operation !== 'scan agenda: 1')).toEqual([]);
    expect(operations.length).toBeLessThanOrEqual(5);
  });
});
