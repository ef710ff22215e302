import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { PersonId } from '../../../src/core/model/ids.js';
import { ClientRequest } from '../../../src/core/requests/request.js';
import { createStore } from '../../../src/storage/backends/store.js';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { callerWith } from '../../sandbox/api/api-caller.js';
import { clientNamed, count, type Running, start, quickPace } from '../../harness.js';

let running: Running;
let ben: PersonDriver;
beforeEach(async () => {
  running = await start({
    policy: {
      approvers: { people: [PersonId.parse('U0CHLOE')], groups: [] },
      approvalsChannel: 'C0APPROVALS',
    },
    runtime: {
      pace: { ...quickPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400, requestsEveryMs: 200 },
    },
  });
  ben = running.slack.as('ben');
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const chloe = () => running.slack.as('chloe');

/** Ben asks, Chloe approves, and of the create at Ben's click no clear answer comes. */
async function collectsUnclearly(alike = 0): Promise<void> {
  await ben.command('/apiclient request nightly --user billing --purpose "Exports the costs"');
  await ben.seesMessage('was sent');
  const card = await chloe().seesMessage(/requests nightly/);
  await chloe().press('Approve', { in: card });
  await ben.seesMessage('approved your request');
  running.api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
  for (let made = 0; made < alike; made += 1) running.api.seed('billing', [{ name: 'nightly' }]);
  await ben.press('Create and show secret');
  await ben.seesMessage('but got no clear answer');
  await chloe().seesMessage('didn’t answer clearly');
}

const collects = async (): Promise<string> => {
  await ben.press('Create and show secret');
  return (await ben.seesMessage('save its secret now')).content;
};

const alike = (): readonly string[] =>
  running.api
    .clients()
    .filter(({ name }) => name === 'nightly')
    .map(({ id }) => id);

/** An admin deletes it by command, which knows nothing of the question that Ben is asked. */
async function deletedByCommand(id: string): Promise<void> {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient delete ${id}`);
  await aiko.seesModal('cannot be undone');
  await aiko.fill('Name', 'nightly');
  await aiko.press('Delete');
  await aiko.reads('Deleted nightly');
}

async function deletedElsewhere(id: string): Promise<void> {
  const { api } = running;
  const ask = await callerWith(api, api.rootClient);
  expect(await ask('DELETE', `/m/u/users/client/billing/${id}`)).toMatchObject({ status: 200 });
}

const ofRequest = async () =>
  (await running.audit())
    .filter(({ outcome, action }) => outcome === 'settled' && action === 'collect-request')
    .map(({ actor, reason, target }) => ({ actor, reason, clientId: target.clientId }));

describe('an approval, when the answer to the create was lost', () => {
  test('is given back once its person deletes what was offered, and is good for one client', async () => {
    await collectsUnclearly();
    const lost = clientNamed(running.api, 'nightly').id;
    await ben.press('Delete', { confirm: true });
    const said = await ben.reads('Its ID and secret no longer work');
    expect(said.content).toContain('The approval is still valid. Press Create and show secret again.');
    await chloe().seesMessage('Approved by @Chloe Martin');
    expect(await collects()).toContain(clientNamed(running.api, 'nightly').secret);
    await chloe().seesMessage(`as ${clientNamed(running.api, 'nightly').id}`);
    expect(count(running.api, 'create')).toBe(2);
    expect(await ofRequest()).toEqual([{ actor: 'U0BEN', reason: 'offer-gone', clientId: lost }]);
  });

  test('is given back when what was offered is gone already', async () => {
    await collectsUnclearly();
    running.api.fault({ operation: 'delete', kind: 'status', status: 404, acts: true, times: 1 });
    await ben.press('Delete', { confirm: true });
    await ben.seesMessage('The approval is still valid');
    await collects();
  });

  test('is given back when the answer to that deletion is lost, too, and it turns out to have worked', async () => {
    await collectsUnclearly();
    running.api.fault({ operation: 'delete', kind: 'nonsense', times: 4 });
    await ben.press('Delete', { confirm: true });
    await ben.seesMessage('I checked: it is. Its ID and secret no longer work.');
    await ben.seesMessage('The approval is still valid');
    await collects();
  });

  test('is not lengthened: past its time it is over', async () => {
    await collectsUnclearly();
    const requests = createStore({ backend: running.backend, schema: ClientRequest });
    for await (const [key, request] of requests.scan('request:')) {
      if (request.state.kind !== 'ambiguous') throw new Error('it is not unclear');
      const approval = { ...request.state.approval, collectBy: new Date(Date.now() - 1).toISOString() };
      await requests.put(key, { ...request, state: { ...request.state, approval } });
    }
    await ben.press('Delete', { confirm: true });
    const said = await ben.reads('Its ID and secret no longer work');
    expect(said.content).not.toContain('approval');
    await ben.seesMessage('the approval expired');
    await ben.sees(() => !ben.canPress('Create and show secret'));
  });

  test('is used up by the client that its person keeps', async () => {
    await collectsUnclearly();
    const { id } = clientNamed(running.api, 'nightly');
    await ben.press('Keep');
    const said = await ben.seesMessage('Nothing was deleted');
    expect(said.content).toContain(`your request counts as collected with ${id}`);
    await chloe().seesMessage(`as ${id}`);
    expect(ben.canPress('Create and show secret')).toBe(false);
    expect(await ofRequest()).toEqual([{ actor: 'U0BEN', reason: 'offer-kept', clientId: id }]);
  });

  test('is given back, and not used up, when what is kept was deleted by command before', async () => {
    await collectsUnclearly();
    const { id } = clientNamed(running.api, 'nightly');
    await deletedByCommand(id);
    await ben.press('Keep');
    const said = await ben.seesMessage('nothing to keep');
    expect(said.content).toContain(id);
    expect(said.content).toContain('The approval is still valid');
    expect(said.content).not.toContain('Kept');
    await collects();
    expect(await ofRequest()).toEqual([{ actor: 'U0BEN', reason: 'offer-gone', clientId: id }]);
  });

  test('is given back when what is kept was deleted elsewhere', async () => {
    await collectsUnclearly();
    const { id } = clientNamed(running.api, 'nightly');
    await deletedElsewhere(id);
    await ben.press('Keep');
    await ben.seesMessage('nothing to keep');
    await collects();
  });

  test('stays unclear, and the question open, while the API cannot say what stands', async () => {
    await collectsUnclearly();
    const { id } = clientNamed(running.api, 'nightly');
    running.api.fault({ operation: 'list', kind: 'status', status: 403, user: 'billing' });
    await ben.press('Keep');
    await running.settled();
    expect(await ofRequest()).toEqual([]);
    running.api.clearFaults();
    await ben.press('Keep');
    const said = await ben.seesMessage('Nothing was deleted');
    expect(said.content).toContain(`your request counts as collected with ${id}`);
  });

  test('stays unclear when one of several is deleted, and is given back when the last one is', async () => {
    await collectsUnclearly(1);
    await ben.press('Delete', { confirm: true, in: await ben.seesMessage('One of these clients may be it') });
    const said = await ben.seesMessage('This client may be it');
    expect(said.content).toContain('Its ID and secret no longer work');
    expect(said.content).not.toContain('approval is still valid');
    expect(await ofRequest()).toEqual([]);
    const left = alike();
    expect(left).toHaveLength(1);
    expect(said.content).toContain(`may be it: ${left[0]}`);
    await ben.press('Delete', { confirm: true, in: said });
    await ben.seesMessage('The approval is still valid');
    expect(await ofRequest()).toEqual([{ actor: 'U0BEN', reason: 'offer-gone', clientId: left[0] }]);
    await collects();
  });

  test('stays unclear when one of several is deleted and the other kept: the other may be it or not', async () => {
    await collectsUnclearly(1);
    await ben.press('Delete', { confirm: true, in: await ben.seesMessage('One of these clients may be it') });
    const said = await ben.seesMessage('This client may be it');
    const [left] = alike();
    await ben.press('Keep', { in: said });
    const kept = await ben.seesMessage(`Kept: ${left}`);
    expect(kept.content).toContain('Nobody can say');
    expect(kept.content).not.toContain('Nothing was deleted');
    expect(await ofRequest()).toEqual([]);
  });

  test('stays unclear when a lost deletion of one of several turns out to have worked', async () => {
    await collectsUnclearly(1);
    running.api.fault({ operation: 'delete', kind: 'nonsense', times: 4 });
    await ben.press('Delete', { confirm: true, in: await ben.seesMessage('One of these clients may be it') });
    await ben.seesMessage('I checked: it is. Its ID and secret no longer work.');
    await running.settled();
    expect(ben.messages().some(({ content }) => content.includes('approval is still valid'))).toBe(false);
    expect(await ofRequest()).toEqual([]);
  });

  test('stays unclear when several clients are kept: nobody says which it is', async () => {
    await collectsUnclearly(1);
    await ben.press('Keep');
    await ben.seesMessage('Nothing was deleted');
    await running.settled();
    await chloe().seesMessage('didn’t answer clearly');
    expect(await ofRequest()).toEqual([]);
  });
});
