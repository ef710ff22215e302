import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Intent } from '../../../src/core/intents/intent.js';
import type { Credentials } from '../../../sandbox/api/start-api.js';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { clientNamed, type Running, root, start, quickPace } from '../../harness.js';
import { callerWith } from '../../sandbox/api/api-caller.js';
import { anotherClient, connectAccount, openConnection } from '../../setting-up.js';
import { collect } from '../../storage/servers/stores-under-test.js';

const otherRoot = 'root@other.example';
const DAY_MS = 24 * 3_600_000;
const WEEK_MS = 7 * DAY_MS;

let running: Running;
let aiko: PersonDriver;
let skippedMs: number;
async function startWith(environment: Record<string, string> = {}): Promise<void> {
  skippedMs = 0;
  running = await start({
    environment,
    api: {
      accounts: [
        { root, subusers: ['billing'] },
        { root: otherRoot, subusers: [] },
      ],
    },
    runtime: {
      now: () => new Date(Date.now() + skippedMs),
      pace: { ...quickPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400 },
    },
  });
  aiko = running.slack.as('aiko');
}
beforeEach(() => startWith());
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const connect = (credentials: Credentials): Promise<void> =>
  connectAccount(aiko, { ...credentials, product: 'Ripple/Octo', flavour: 'legacy' });

async function disconnect(): Promise<void> {
  await openConnection(aiko);
  await aiko.press('Disconnect', { confirm: true });
  await aiko.seesModal('Disconnected Ripple/Octo');
  await aiko.closeModal();
}

const create = (who = 'aiko'): Promise<unknown> =>
  running.slack.as(who).command('/apiclient create nightly --user billing --purpose x');

const heard = (who: PersonDriver, words: string): number =>
  who.messages('dm').filter(({ content }) => content.includes(words)).length;

const open = async () => {
  const stored = await collect(createStore({ backend: running.backend, schema: Intent }).scan('intent:'));
  return stored.map(([, intent]) => intent);
};

const CHANGED = 'I can’t tell whether the Alphaus account that is connected now';
const GONE = 'This workspace is no longer connected to an Alphaus account';
const LAST = 'I’ve stopped checking';

/** What is open was begun so long ago, and nobody was told anything of its account yet. */
async function wasBegunBefore(ms: number): Promise<void> {
  const intents = createStore({ backend: running.backend, schema: Intent });
  for await (const [key, { accountGoneToldAt: _, ...intent }] of intents.scan('intent:')) {
    await intents.put(key, { ...intent, begunAt: new Date(Date.now() - ms).toISOString() });
  }
}

/**
 * The client's secret could not be shown, and the API does not delete it yet: not before its person heard of the other account,
 * as a deletion that is on its way when the account changes may still be done.
 */
async function leavesClientThatHasToGo(): Promise<string> {
  const { api, slack } = running;
  slack.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'fatal_error', times: 1 });
  api.fault({ operation: 'delete', kind: 'status', status: 403, user: 'billing' });
  await create();
  await aiko.seesMessage('I’ll keep trying');
  return clientNamed(api, 'nightly').id;
}

describe('a client that has to go, while the workspace is connected to another account', () => {
  test('is not said to be gone: its person hears once where it is, and it goes when its account is back', async () => {
    const { api } = running;
    const id = await leavesClientThatHasToGo();
    await connect(api.clientFor(otherRoot));
    const told = await aiko.seesMessage(CHANGED);
    api.clearFaults();
    for (const fact of ['nightly', 'billing', id, 'Ripple/Octo', '@Aiko Tanaka', 'nobody has its secret']) {
      expect(told.content).toContain(fact);
    }
    await running.settled();
    expect([heard(aiko, CHANGED), heard(aiko, 'is now deleted')]).toEqual([1, 0]);
    expect(clientNamed(api, 'nightly').id).toBe(id);
    const records = (await running.audit()).filter(({ action }) => action === 'settle');
    expect(records).toMatchObject([
      {
        actor: 'bot',
        outcome: 'ambiguous',
        reason: 'account-changed',
        target: {
          user: 'billing',
          name: 'nightly',
          clientId: id,
          subject: `Ripple/Octo ${api.rootClient.id}`,
        },
      },
    ]);

    await connect(api.rootClient);
    await aiko.seesMessage('is now deleted');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    await running.settled();
    expect(await open()).toEqual([]);
  });

  test('goes all the same where only the credentials are others, of the same account', async () => {
    const { api } = running;
    await leavesClientThatHasToGo();
    await connect(anotherClient(api));
    api.clearFaults();
    await aiko.seesMessage('is now deleted');
    expect(heard(aiko, CHANGED)).toBe(0);
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });

  test('is told of when the account is disconnected, and once more when nobody looks for it any longer', async () => {
    await running.stop();
    await startWith({ ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '' });
    const { api } = running;
    await connect(api.rootClient);
    const id = await leavesClientThatHasToGo();
    await disconnect();
    await aiko.seesMessage(GONE);
    api.clearFaults();
    await running.settled();
    skippedMs = WEEK_MS;
    const last = await aiko.seesMessage(LAST);
    expect(last.content).toContain(id);
    await running.settled();
    expect([heard(aiko, GONE), heard(aiko, LAST)]).toEqual([1, 1]);
    expect(await open()).toEqual([]);
    expect(clientNamed(api, 'nightly').id).toBe(id);
  });

  test('is looked for during a week from the moment when its person heard of it', async () => {
    const { api } = running;
    await leavesClientThatHasToGo();
    await wasBegunBefore(WEEK_MS - DAY_MS);
    await connect(api.clientFor(otherRoot));
    await aiko.seesMessage(CHANGED);
    api.clearFaults();
    await running.settled();
    skippedMs = WEEK_MS - DAY_MS;
    await running.settled();
    expect(heard(aiko, LAST)).toBe(0);
    skippedMs = 0;
    await connect(api.rootClient);
    skippedMs = WEEK_MS - DAY_MS + 60_000;
    await aiko.seesMessage('is now deleted');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });

  test('is told of first where nobody looked for more than a week, and then waited for', async () => {
    const { api } = running;
    await leavesClientThatHasToGo();
    await connect(api.clientFor(otherRoot));
    await aiko.seesMessage(CHANGED);
    await running.settled();
    // As if the bot had been down since it was begun, two weeks ago.
    await wasBegunBefore(2 * WEEK_MS);
    await aiko.sees(() => heard(aiko, CHANGED) === 2);
    await running.settled();
    expect([heard(aiko, CHANGED), heard(aiko, LAST)]).toEqual([2, 0]);
    expect(await open()).toHaveLength(1);
    skippedMs = WEEK_MS;
    await aiko.seesMessage(LAST);
    await running.settled();
    expect(await open()).toEqual([]);
  });

  test('is not said to be in another account where the one of new credentials cannot be told', async () => {
    const { api } = running;
    await leavesClientThatHasToGo();
    const anew = anotherClient(api);
    const ask = await callerWith(api, anew);
    const before = `/m/u/users/client/${encodeURIComponent(root)}/${api.rootClient.id}`;
    expect(await ask('DELETE', before)).toMatchObject({ status: 200 });
    await connect(anew);
    const told = await aiko.seesMessage('connected here within a week');
    api.clearFaults();
    expect(told.content).toContain(CHANGED);
    expect(told.content).not.toContain('no longer connected');
  });
});

describe('a question that another account cannot answer', () => {
  test('whether a client was made is answered when its account is back', async () => {
    const { api } = running;
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    api.fault({ operation: 'list', kind: 'status', status: 403, user: 'billing' });
    await create();
    await aiko.seesMessage('don’t know whether');
    await connect(api.clientFor(otherRoot));
    const told = await aiko.seesMessage(CHANGED);
    api.clearFaults();
    expect(told.content).toContain('It may exist there');
    await connect(api.rootClient);
    await aiko.seesMessage('This client may be it');
    expect(clientNamed(api, 'nightly')).toBeDefined();
  });

  test('whether a client was deleted is answered when its account is back', async () => {
    const { api } = running;
    await create();
    await aiko.seesMessage('API client created');
    const { id } = clientNamed(api, 'nightly');
    await aiko.command(`/apiclient delete ${id}`);
    await aiko.seesModal('cannot be undone');
    api.fault({ operation: 'delete', kind: 'nonsense', acts: false, times: 4 });
    api.fault({ operation: 'list', kind: 'status', status: 403, user: 'billing' });
    await aiko.press('Delete');
    await aiko.reads('doesn’t understand');
    await aiko.closeModal();
    await connect(api.clientFor(otherRoot));
    const told = await aiko.seesMessage(CHANGED);
    api.clearFaults();
    expect(told.content).toContain('may or may not be deleted');
    await connect(api.rootClient);
    await aiko.seesMessage('it still exists');
  });

  test('which client may be what was made: nothing is deleted, and nothing said to be, elsewhere', async () => {
    const { api } = running;
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    await create();
    await aiko.seesMessage('This client may be it');
    await connect(api.clientFor(otherRoot));
    await aiko.press('Delete');
    await aiko.seesMessage('Nothing was deleted. I');
    expect(heard(aiko, 'no longer work')).toBe(0);
    expect((await running.audit()).at(-1)).toMatchObject({
      action: 'delete',
      outcome: 'refused',
      reason: 'account-changed',
    });
    await connect(api.rootClient);
    await aiko.press('Delete');
    await aiko.reads('Its ID and secret no longer work');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });
});
