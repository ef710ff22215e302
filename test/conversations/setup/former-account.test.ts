import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Credentials } from '../../../sandbox/api/start-api.js';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { clientNamed, type Running, root, start } from '../../harness.js';
import { anotherClient, connectAccount } from '../../setting-up.js';
import { replaceFromReceipt } from '../../replacing.js';

const otherRoot = 'root@other.example';

let running: Running;
let aiko: PersonDriver;
let id: string;
beforeEach(async () => {
  running = await start({
    api: {
      accounts: [
        { root, subusers: ['billing'] },
        { root: otherRoot, subusers: [] },
      ],
    },
  });
  running.slack.changePerson('chloe', { isAdmin: true });
  aiko = running.slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose x');
  await aiko.seesMessage('API client created');
  id = clientNamed(running.api, 'nightly').id;
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

/** By another admin: Aiko may have a form open. */
const connect = (credentials: Credentials): Promise<void> =>
  connectAccount(running.slack.as('chloe'), { ...credentials, product: 'Ripple/Octo', flavour: 'legacy' });

const connectOther = (): Promise<void> => connect(running.api.clientFor(otherRoot));

const named = (name: string): readonly string[] =>
  running.api.clients().flatMap((client) => (client.name === name ? [client.id] : []));

const lastRefusal = async () => {
  const { actor, action, outcome, reason, target } = (await running.audit()).at(-1) ?? {};
  return { actor, action, outcome, reason, target };
};

describe('an API client of the account that was connected before', () => {
  test('is not replaced by one in another account, while its secret goes on working', async () => {
    await connectOther();
    await aiko.press('I could not save it');
    const told = await aiko.seesMessage('Nothing was deleted. I can’t tell whether');
    expect(told.content).toContain('@Chloe Martin');
    expect(named('nightly')).toEqual([id]);
    expect(await lastRefusal()).toEqual({
      actor: 'U0AIKO',
      action: 'rotate',
      outcome: 'refused',
      reason: 'account-changed',
      target: { user: 'billing', clientId: id },
    });

    await connect(running.api.rootClient);
    await replaceFromReceipt(aiko);
    await aiko.seesMessage('Replaced by');
    expect(named('nightly')).toHaveLength(1);
    expect(named('nightly')).not.toContain(id);
  });

  test('is not reported as deleted elsewhere to a person who confirms its deletion late', async () => {
    await aiko.command(`/apiclient delete ${id}`);
    await aiko.seesModal('cannot be undone');
    await connectOther();
    await aiko.press('Delete');
    await aiko.reads('Nothing was deleted. I can’t tell whether');
    expect(named('nightly')).toEqual([id]);
    expect(await lastRefusal()).toMatchObject({ action: 'delete', reason: 'account-changed' });
    await aiko.closeModal();

    await connect(running.api.rootClient);
    await aiko.command(`/apiclient delete ${id}`);
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');
    await aiko.reads('Its ID and secret no longer work');
    expect(named('nightly')).toEqual([]);
  });

  test.each(['show', 'delete', 'why delete'])(
    'is told of by %s, which does not know it any more',
    async (what) => {
      await connectOther();
      await aiko.command(`/apiclient ${what} ${id}`);
      const told = await aiko.reads('was created in an Alphaus account');
      for (const fact of [id, 'Ripple/Octo', '@Chloe Martin']) expect(told.content).toContain(fact);
    },
  );

  test('is told of nobody who may not see it', async () => {
    await connectOther();
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient show ${id}`);
    await ben.seesMessage('No API client found with that ID');
  });

  test('is shown, deleted and replaced where only the credentials are others', async () => {
    await connect(anotherClient(running.api));
    await aiko.command(`/apiclient show ${id}`);
    await aiko.seesMessage('nightly');
    await replaceFromReceipt(aiko);
    await aiko.seesMessage('Replaced by');
    const [now] = named('nightly');
    await aiko.command(`/apiclient delete ${now}`);
    await aiko.seesModal('cannot be undone');
    await connect(running.api.rootClient);
    await aiko.press('Delete', { confirm: true });
    await aiko.reads('Its ID and secret no longer work');
    expect(named('nightly')).toEqual([]);
  });
});
