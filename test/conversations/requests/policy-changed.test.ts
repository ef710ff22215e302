import { describe, expect, test } from 'vitest';
import { count, members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({ policy: { approvers: members('chloe') } });

const as = (who: string) => running.slack.as(who);

/** Ben asks for a client without an end, the policy changes, and Chloe approves what Ben asked for. */
async function approvedMeanwhile(change: Parameters<typeof running.changePolicy>[0]) {
  const ben = as('ben');
  await ben.command('/apiclient request nightly --user billing --purpose exports');
  await ben.seesMessage('was sent');
  await running.changePolicy(change);
  await as('chloe').press('Approve', { in: await as('chloe').seesMessage(/requests nightly/) });
  await ben.press('Create and show secret', {
    in: await ben.seesMessage('approved your request for nightly'),
  });
  return ben;
}

describe('an approved client that the policy does not allow any more', () => {
  test('without an end date where one is needed: its requester withdraws it, and asks again with one', async () => {
    const ben = await approvedMeanwhile({ longestLifeDays: 90 });
    const said = await ben.seesMessage('every API client needs an end date, at most 90 days ahead');
    expect(said.content).toContain('Withdraw this request and send a new one that follows the policy.');

    await ben.press('Request again', { in: said });
    await ben.sees(({ modal }) => modal?.fields['Name'] === 'nightly');
    expect(ben.modal()?.fields).toMatchObject({ Name: 'nightly', Purpose: 'exports', Until: '90d' });
    await ben.closeModal();

    await ben.press('Withdraw', { in: said });
    await ben.seesMessage('You withdrew your request for nightly');
    await ben.sees(() => !ben.canPress('Create and show secret') && !ben.canPress('Withdraw'));
    expect(count(running.api, 'create')).toBe(0);
  });

  test('with another name than the policy has by now', async () => {
    const ben = await approvedMeanwhile({ namePattern: '^team-[a-z]+$' });
    const said = await ben.seesMessage('The name doesn’t follow this workspace’s policy');
    expect(said.content).toContain('Withdraw this request and send a new one that follows the policy.');
    expect(ben.canPress('Request again', { in: said })).toBe(true);
    expect(ben.canPress('Withdraw', { in: said })).toBe(true);
  });

  test('of a rotation: it is asked for again in the form that rotates', async () => {
    const aiko = as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose exports');
    await aiko.seesMessage('API client created');
    await running.settled();
    await running.changePolicy({ approval: 'always' });
    await aiko.command('/apiclient rotate nightly --overlap 3');
    const card = await as('chloe').seesMessage('Successor of:');
    await running.changePolicy({ longestLifeDays: 90 });
    await as('chloe').press('Approve', { in: card });
    await aiko.press('Create and show secret', { in: await aiko.seesMessage('approved your request') });
    await aiko.press('Request again', { in: await aiko.seesMessage('every API client needs an end date') });
    await aiko.seesModal('nightly');
    await aiko.sees(({ modal }) => Object.values(modal?.fields ?? {}).includes('3'));
  });

  test('prepared by somebody else: who is to create it declines it', async () => {
    const [aiko, ben] = [as('aiko'), as('ben')];
    await aiko.command('/apiclient create nightly --user billing --purpose exports --for <@U0BEN>');
    const asked = await ben.seesMessage('An API client is prepared for you');
    await running.changePolicy({ longestLifeDays: 90 });
    await ben.press('Create and show secret', { in: asked });
    const said = await ben.seesMessage('every API client needs an end date');
    expect(said.content).toContain('Decline it and ask them to prepare it again');
    await ben.press('Decline', { in: said });
    await ben.seesMessage('You declined nightly');
    await aiko.seesMessage('@Ben Ortiz declined nightly');
  });
});
