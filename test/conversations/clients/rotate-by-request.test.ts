import { describe, expect, test } from 'vitest';
import { clientNamed, members, tokenStatus } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { callerWith } from '../../sandbox/api/api-caller.js';

const running = runningForEach({ policy: { approvers: members('chloe') } });

const as = (who: string) => running.slack.as(who);
const SWITCHED = 'Switched, delete the old one';

/** Somebody makes a client while that needs no approval; from then on it does. */
async function made(who = 'aiko') {
  await running.changePolicy({ approval: 'never' });
  await as(who).command('/apiclient create nightly --user billing --purpose exports');
  await as(who).seesMessage('API client created');
  await running.settled();
  await running.changePolicy({ approval: 'always' });
  return clientNamed(running.api, 'nightly');
}

const called = (name: string) => running.api.clients().filter((client) => client.name === name);

function successorOf(old: { readonly id: string }) {
  const [successor, ...more] = called('nightly').filter(({ id }) => id !== old.id);
  if (successor === undefined || more.length > 0) throw new Error(`${more.length + 1} successors`);
  return successor;
}

/** Somebody asks for a successor, and Chloe approves it. */
async function approved(who: string, id: string): Promise<void> {
  await as(who).command(`/apiclient rotate ${id} --overlap 3`);
  const card = await as('chloe').seesMessage(`Successor of: ${id}`);
  await as('chloe').press('Approve', { in: card });
  await as(who).seesMessage('approved your request');
}

const records = async (...actions: readonly string[]) =>
  (await running.audit())
    .filter(({ action }) => actions.includes(action))
    .map(({ action, outcome, reason, target }) => ({ action, outcome, reason, ...target }));

describe('a rotation that needs an approval', () => {
  test('becomes a request; once approved, its requester makes the successor', async () => {
    const old = await made();
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap 3`);
    await as('aiko').seesMessage('was sent');
    const card = await as('chloe').seesMessage(`Successor of: ${old.id}, and both are used for 3 days`);
    expect(called('nightly')).toHaveLength(1);

    await as('chloe').press('Approve', { in: card });
    await as('aiko').seesMessage('approved your request');
    await as('aiko').press('Create and show secret');
    const whispered = await as('aiko').seesMessage('I tried it: Alphaus gave an access token.');
    await as('aiko').seesMessage(SWITCHED);
    await running.settled();

    const successor = successorOf(old);
    expect(whispered.content).toContain(successor.secret);
    expect(await tokenStatus(running.api, old.id, old.secret)).toBe(200);
    const receipts = as('aiko')
      .messages('dm')
      .filter(({ content }) => content.startsWith('API client created'));
    expect(receipts.map(({ content }) => content.includes(`Successor: ${successor.id}`))).toEqual([
      true,
      false,
    ]);
    const of = { user: 'billing', name: 'nightly' };
    expect(await records('request', 'decide-request', 'collect-request')).toEqual([
      { action: 'request', outcome: 'done', ...of, clientId: old.id, subject: expect.any(String) },
      { action: 'decide-request', outcome: 'done', reason: 'approved', ...of, clientId: old.id },
      { action: 'collect-request', outcome: 'attempted', ...of, clientId: old.id },
      {
        action: 'collect-request',
        outcome: 'done',
        reason: 'successor-accepted',
        ...of,
        clientId: successor.id,
        subject: old.id,
      },
    ]);

    await as('aiko').press(SWITCHED);
    await as('aiko').seesMessage('Deleted nightly');
    expect(called('nightly').map(({ id }) => id)).toEqual([successor.id]);
  });

  test('says so in the form, whose button sends a request', async () => {
    const { id } = await made();
    const aiko = as('aiko');
    await aiko.command(`/apiclient rotate ${id}`);
    await aiko.seesModal('This needs an approval.');
    await aiko.fill('Overlap (days)', '14');
    await aiko.press('Send request');
    await as('chloe').seesMessage('both are used for 14 days');
    expect(called('nightly')).toHaveLength(1);
  });

  test('is not asked for twice by accident, and is another thing than a client of that name', async () => {
    const { id } = await made();
    await as('aiko').command('/apiclient request nightly --user billing --purpose exports');
    await as('chloe').seesMessage('nightly');
    await as('aiko').command(`/apiclient rotate ${id} --overlap 3`);
    await as('chloe').seesMessage(`Successor of: ${id}`);
    await as('aiko').command(`/apiclient rotate ${id} --overlap 3`);
    const told = await as('aiko').seesMessage('You already requested nightly');
    await as('aiko').press('Request anyway', { in: told });
    await as('chloe').sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes(`Successor of: ${id}`)).length === 2,
    );
  });

  test('finds room where the old client is the only one that a person may have', async () => {
    const old = await made();
    await running.changePolicy({ clientsPerPerson: 1 });
    await approved('aiko', old.id);
    await as('aiko').press('Create and show secret');
    await as('aiko').seesMessage(SWITCHED);
    expect(successorOf(old).name).toBe('nightly');
  });

  test('of somebody else’s client leaves it with its owner, who is told', async () => {
    const old = await made('ben');
    await approved('aiko', old.id);
    await as('aiko').press('Create and show secret');
    await as('ben').seesMessage('was rotated by @Aiko Tanaka');
    const receipt = await as('aiko').seesMessage('API client created');
    expect(receipt.content).toContain(' · @Ben Ortiz · ');
  });
});

describe('what happens before the approved successor is made', () => {
  test('the old client is deleted elsewhere: nothing is made, and the request is over', async () => {
    const { id } = await made();
    await approved('aiko', id);
    const ask = await callerWith(running.api, running.api.rootClient);
    await ask('DELETE', `/m/u/users/client/billing/${id}`);
    await as('aiko').press('Create and show secret');
    const news = await as('aiko').seesMessage(
      'was closed because the client that was to be rotated no longer exists',
    );
    expect(news.content).not.toContain('approvers');
    expect(called('nightly')).toEqual([]);
    expect(await records('close-request')).toEqual([
      {
        action: 'close-request',
        outcome: 'done',
        reason: 'old-client-gone',
        clientId: id,
        user: 'billing',
        name: 'nightly',
      },
    ]);
  });

  test('somebody else rotates it: nothing more is made', async () => {
    const old = await made('ben');
    await approved('ben', old.id);
    await running.changePolicy({ approval: 'never' });
    await as('aiko').command(`/apiclient rotate ${old.id} --overlap 1`);
    await as('aiko').seesMessage('Client secret');
    await running.settled();
    await as('ben').press('Create and show secret');
    await as('ben').seesMessage('already has a successor');
    expect(called('nightly')).toHaveLength(2);
  });

  test('it goes to somebody else: who asked may not rotate it any more', async () => {
    const old = await made('ben');
    await approved('ben', old.id);
    await as('aiko').command(`/apiclient transfer ${old.id} @chloe`);
    await as('chloe').seesMessage('made you the owner of the API client nightly');
    await running.settled();
    await as('ben').press('Create and show secret');
    await as('ben').seesMessage('No API client found');
    expect(called('nightly')).toHaveLength(1);
  });
});
