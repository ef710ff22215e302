import { describe, expect, test } from 'vitest';
import { clientNamed, count, members, tokenStatus } from '../../harness.js';
import { callerWith } from '../../sandbox/api/api-caller.js';
import { runningForEach } from '../../running.js';
import { replaceFromReceipt } from '../../replacing.js';

const running = runningForEach({ policy: { approvers: members('chloe') } });

const as = (who: string) => running.slack.as(who);

/** Aiko, an admin, makes a client, and waits for its receipt. */
async function made(name = 'nightly', { saved = false } = {}) {
  const aiko = as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose exports`);
  await aiko.seesMessage(new RegExp(`API client created[\\s\\S]*${name}`));
  if (saved) {
    await aiko.press('I have saved it');
    await aiko.seesMessage('You saved the secret');
  }
  return clientNamed(running.api, name);
}

/** Ben, an ordinary member, asks for a client; Chloe approves; Ben collects it. */
async function collected() {
  const [ben, chloe] = [as('ben'), as('chloe')];
  await ben.command('/apiclient request nightly --user billing --purpose exports');
  await ben.seesMessage('was sent');
  await chloe.press('Approve', { in: await chloe.seesMessage(/requests nightly/) });
  await ben.seesMessage('approved your request for nightly');
  await ben.press('Create and show secret');
  await ben.seesMessage('API client created');
  return clientNamed(running.api, 'nightly');
}

async function deletedInConsole(id: string): Promise<void> {
  const ask = await callerWith(running.api, running.api.rootClient);
  expect(await ask('DELETE', `/m/u/users/client/billing/${id}`)).toMatchObject({ status: 200 });
}

const pressed = (button: string) =>
  button === 'Replace' ? replaceFromReceipt(as('aiko')) : as('aiko').press(button, { confirm: true });

const names = () => running.api.clients().map(({ name }) => name);
const lastRecord = async () => {
  const { action, outcome, reason } = (await running.audit()).at(-1) ?? {};
  return { action, outcome, reason };
};

describe('a client that somebody deleted in the Alphaus console', () => {
  test.each(['Replace', 'I could not save it'])('stays deleted when %s is pressed', async (button) => {
    const { id } = await made();
    await deletedInConsole(id);
    await pressed(button);
    await as('aiko').seesMessage('Deleted outside this bot');
    await running.settled();
    expect(names()).not.toContain('nightly');
    expect(count(running.api, 'create')).toBe(1);
    expect(await lastRecord()).toEqual({ action: 'delete', outcome: 'refused', reason: 'deleted-elsewhere' });
    expect([as('aiko').canPress('Replace'), as('aiko').canPress(button)]).toEqual([false, false]);
  });

  test('stays deleted where its approval would still stand', async () => {
    const { id } = await collected();
    await deletedInConsole(id);
    await as('ben').press('I could not save it', { confirm: true });
    await as('ben').seesMessage('Deleted outside this bot');
    expect(count(running.api, 'create')).toBe(1);
  });

  test('stays deleted where two press at once', async () => {
    const { id } = await made();
    await deletedInConsole(id);
    await Promise.all([replaceFromReceipt(as('aiko')), as('aiko').press('I could not save it')]);
    await as('aiko').seesMessage('Deleted outside this bot');
    await running.settled();
    expect(count(running.api, 'create')).toBe(1);
  });
});

describe('a client is replaced only by one that could be created now', () => {
  test('not without the approval that the policy demands, and its person hears what to do', async () => {
    const { id, secret } = await made('nightly', { saved: true });
    await running.changePolicy({ approval: 'always' });
    await replaceFromReceipt(as('aiko'));
    const told = await as('aiko').seesMessage('every new API client needs an approval');
    expect(told.content).toContain('/apiclient request');
    expect(told.content).toContain('Nothing was deleted');
    expect(await tokenStatus(running.api, id, secret)).toBe(200);
    expect(await lastRecord()).toEqual({ action: 'create', outcome: 'refused', reason: 'approval-needed' });
  });

  test('not later by the approval of the one that is replaced', async () => {
    const { id, secret } = await collected();
    await as('ben').press('I have saved it');
    await as('ben').seesMessage('You saved the secret');
    await replaceFromReceipt(as('ben'));
    await as('ben').seesMessage('You need an approval');
    expect(await tokenStatus(running.api, id, secret)).toBe(200);
    expect(count(running.api, 'create')).toBe(1);
  });

  test('not with a name that the policy refuses now', async () => {
    const { id } = await made();
    await running.changePolicy({ namePattern: '^team-' });
    for (const button of ['Replace', 'I could not save it']) {
      await pressed(button);
      await as('aiko').seesMessage('The name doesn’t follow this workspace’s policy. It must match ^team-');
    }
    expect(clientNamed(running.api, 'nightly').id).toBe(id);
    expect(await lastRecord()).toEqual({ action: 'create', outcome: 'refused', reason: 'name-not-allowed' });
  });

  test('within the limit of one person, against which the old one does not count', async () => {
    const { id } = await made('nightly', { saved: true });
    await running.changePolicy({ clientsPerPerson: 1 });
    await replaceFromReceipt(as('aiko'));
    await as('aiko').seesMessage('Replaced by');
    await running.settled();
    const second = clientNamed(running.api, 'nightly');
    expect(second.id).not.toBe(id);

    await running.changePolicy({ clientsPerPerson: 2 });
    await made('weekly');
    await running.changePolicy({ clientsPerPerson: 1 });
    await replaceFromReceipt(as('aiko'), { in: await as('aiko').seesMessage(`${second.id} ·`) });
    await as('aiko').seesMessage('You have one API client, the most');
    expect(clientNamed(running.api, 'nightly').id).toBe(second.id);
  });
});

describe('a client that belongs to somebody else by now', () => {
  test.each(['Replace', 'I could not save it'])(
    'still does after %s, by an admin who made it, and its owner hears of it',
    async (button) => {
      const { id } = await made();
      await as('aiko').command(`/apiclient transfer ${id} @chloe`);
      await as('aiko').seesMessage('nightly now belongs to @Chloe Martin');
      await pressed(button);
      await as('aiko').seesMessage('Replaced by');
      await running.settled();
      const next = clientNamed(running.api, 'nightly');
      expect(next.id).not.toBe(id);
      await as('chloe').seesMessage(`has the secret of the new client ${next.id}`);
      await as('aiko').command(`/apiclient show ${next.id}`);
      await as('aiko').seesMessage('Owner: @Chloe Martin');
    },
  );

  test('is not replaced by a member who only made it, and they hear that they no longer may', async () => {
    await running.changePolicy({ approval: 'never' });
    await as('ben').command('/apiclient create nightly --user billing --purpose exports');
    await as('ben').seesMessage('API client created');
    await running.settled();
    const { id, secret } = clientNamed(running.api, 'nightly');
    await as('ben').command(`/apiclient transfer ${id} @chloe`);
    await as('chloe').seesMessage('wants to transfer');
    await as('chloe').press('Accept');
    await as('ben').seesMessage('@Chloe Martin accepted the API client nightly');
    await replaceFromReceipt(as('ben'));
    await as('ben').seesMessage('Your rights have changed since this was shown to you');
    expect(await tokenStatus(running.api, id, secret)).toBe(200);
    expect(await lastRecord()).toEqual({ action: 'rotate', outcome: 'refused', reason: 'not-visible' });
  });
});

describe('a secret that could not be saved', () => {
  test('is asked about first, and nothing happens until then', async () => {
    const { id } = await made();
    await as('aiko').press('I could not save it', { confirm: false });
    expect(count(running.api, 'delete')).toBe(0);
    await as('aiko').press('I could not save it', { confirm: true });
    await as('aiko').seesMessage('Replaced by');
    expect(clientNamed(running.api, 'nightly').id).not.toBe(id);
  });

  test('comes again by the approval that allowed the create', async () => {
    await running.changePolicy({ approval: 'always' });
    const { id } = await collected();
    await as('ben').press('I could not save it', { confirm: true });
    await as('ben').seesMessage('Replaced by');
    await running.settled();
    const next = clientNamed(running.api, 'nightly');
    expect(next.id).not.toBe(id);
    expect(await tokenStatus(running.api, next.id, next.secret)).toBe(200);
  });

  test('does not come again once its person has said that it is saved', async () => {
    const { id } = await collected();
    await as('ben').press('I have saved it');
    await as('ben').seesMessage('You saved the secret');
    // The press of a button that their screen no longer shows.
    const payload = {
      type: 'block_actions',
      user: { id: 'U0BEN', team_id: 'T0SANDBOX' },
      team: { id: 'T0SANDBOX', domain: 'sandbox' },
      trigger_id: 't.late',
      actions: [
        { type: 'button', action_id: 'receipt.not-saved.v1', action_ts: '1', value: JSON.stringify({ id }) },
      ],
    };
    await running.slack.deliverRaw({
      body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
    });
    await running.settled();
    expect(clientNamed(running.api, 'nightly').id).toBe(id);
    expect(await lastRecord()).toEqual({ action: 'create', outcome: 'refused', reason: 'approval-needed' });
  });
});
