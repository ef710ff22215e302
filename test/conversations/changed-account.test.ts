import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { usualPace } from '../../src/bot/outside.js';
import { Intent } from '../../src/core/intent.js';
import type { Credentials } from '../../sandbox/api/start-api.js';
import type { PersonDriver } from '../../sandbox/slack/person.js';
import { createStore } from '../../src/storage/store.js';
import { clientNamed, type Running, root, start } from '../harness.js';
import { connectAccount, openConnection } from '../setting-up.js';
import { collect } from '../storage/stores-under-test.js';

const otherRoot = 'root@other.example';
const WEEK_MS = 7 * 24 * 3_600_000;

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
    outside: {
      now: () => new Date(Date.now() + skippedMs),
      pace: { ...usualPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400 },
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

const CHANGED = 'not connected to that Alphaus account any more';

/** Its secret could not be shown, and the API does not delete it yet. */
async function leavesClientThatHasToGo(): Promise<string> {
  const { api, slack } = running;
  slack.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'fatal_error', times: 1 });
  api.fault({ operation: 'delete', kind: 'status', status: 403 });
  await create();
  await aiko.seesMessage('I try again until it is gone');
  return clientNamed(api, 'nightly').id;
}

describe('a client that has to go, while the workspace is connected to another account', () => {
  test('is not said to be gone: its person hears once where it is, and it goes when its account is back', async () => {
    const { api, slack } = running;
    const id = await leavesClientThatHasToGo();
    await connect(api.clientFor(otherRoot));
    api.clearFaults();
    const told = await aiko.seesMessage(CHANGED);
    for (const fact of ['nightly', 'billing', id, 'Ripple/Octo', '@Aiko Tanaka', 'nobody holds its secret']) {
      expect(told.content).toContain(fact);
    }
    await slack.settled(500);
    expect([heard(aiko, CHANGED), heard(aiko, 'is deleted now')]).toEqual([1, 0]);
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
    await aiko.seesMessage('is deleted now');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    await slack.settled(300);
    expect(await open()).toEqual([]);
  });

  test('goes all the same where only the credentials are others, of the same account', async () => {
    const { api } = running;
    await leavesClientThatHasToGo();
    const [anew] = api.seed(root, [{ name: 'connection of the bot, anew' }]);
    if (anew === undefined) throw new Error('nothing was seeded');
    await connect(anew);
    api.clearFaults();
    await aiko.seesMessage('is deleted now');
    expect(heard(aiko, CHANGED)).toBe(0);
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });

  test('is told of when the account is disconnected, and once more when nobody looks for it any longer', async () => {
    await running.stop();
    await startWith({ ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '' });
    const { api, slack } = running;
    await connect(api.rootClient);
    const id = await leavesClientThatHasToGo();
    await disconnect();
    api.clearFaults();
    await aiko.seesMessage(CHANGED);
    await slack.settled(300);
    skippedMs = WEEK_MS;
    const last = await aiko.seesMessage('I do not look for it any longer');
    expect(last.content).toContain(id);
    await slack.settled(300);
    expect([heard(aiko, CHANGED), heard(aiko, 'any longer')]).toEqual([1, 1]);
    expect(await open()).toEqual([]);
    expect(clientNamed(api, 'nightly').id).toBe(id);
  });
});

describe('a question that another account cannot answer', () => {
  test('whether a client was made is answered when its account is back', async () => {
    const { api } = running;
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    api.fault({ operation: 'list', kind: 'status', status: 403, user: 'billing' });
    await create();
    await aiko.seesMessage('do not know whether');
    await connect(api.clientFor(otherRoot));
    api.clearFaults();
    const told = await aiko.seesMessage(CHANGED);
    expect(told.content).toContain('It may exist there');
    await connect(api.rootClient);
    await aiko.seesMessage('one client that may be it');
    expect(clientNamed(api, 'nightly')).toBeDefined();
  });

  test('whether a client was deleted is answered when its account is back', async () => {
    const { api } = running;
    await create();
    await aiko.seesMessage('API client created');
    const { id } = clientNamed(api, 'nightly');
    await aiko.command(`/apiclient delete ${id}`);
    await aiko.seesMessage('cannot be undone');
    api.fault({ operation: 'delete', kind: 'nonsense', acts: false, times: 4 });
    api.fault({ operation: 'list', kind: 'status', status: 403, user: 'billing' });
    await aiko.press('Delete', { confirm: true });
    await aiko.seesMessage('not understand');
    await connect(api.clientFor(otherRoot));
    api.clearFaults();
    const told = await aiko.seesMessage(CHANGED);
    expect(told.content).toContain('may be deleted or not');
    await connect(api.rootClient);
    await aiko.seesMessage('it still exists');
  });

  test('which client may be what was made: nothing is deleted, and nothing said to be, elsewhere', async () => {
    const { api } = running;
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    await create();
    await aiko.seesMessage('one client that may be it');
    await connect(api.clientFor(otherRoot));
    await aiko.press('Delete', { confirm: true, in: 'message' });
    await aiko.seesMessage('Nothing was deleted: ');
    expect(heard(aiko, 'no longer work')).toBe(0);
    expect((await running.audit()).at(-1)).toMatchObject({
      action: 'delete',
      outcome: 'refused',
      reason: 'account-changed',
    });
    await connect(api.rootClient);
    await aiko.press('Delete', { confirm: true, in: 'message' });
    await aiko.seesMessage('Its id and secret no longer work');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });
});
