import { describe, expect, test } from 'vitest';
import { runningForEach } from '../../running.js';

const running = runningForEach();

const seeded = (name: string, user = 'billing') => {
  const [client] = running.api.seed(user, [{ name }]);
  if (client === undefined) throw new Error('nothing was seeded');
  return client;
};

const claims = async () =>
  (await running.audit())
    .filter(({ action }) => action === 'claim')
    .map(({ actor, outcome, reason }) => [actor, outcome, reason]);

describe('a client of unknown origin', () => {
  test('is claimed by typing, and is a client like any other from then on', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('by hand');
    await aiko.command(`/apiclient claim ${client.id} --purpose "nightly import" --owner @data-team`);
    await aiko.seesMessage('by hand now belongs to @data-team');
    await aiko.command(`/apiclient show ${client.id}`);
    const shown = await aiko.seesMessage('nightly import');
    for (const fact of ['@data-team', 'Claimed: by @Aiko Tanaka', 'Last confirmed: by @Aiko Tanaka']) {
      expect(shown.content).toContain(fact);
    }
    expect(shown.content).not.toContain('Unknown origin');
    const chloe = running.slack.as('chloe');
    await chloe.command('/apiclient list --mine');
    await chloe.seesMessage(/1 client\n.*owned by you/);
    expect(await claims()).toEqual([['U0AIKO', 'done', undefined]]);
  });

  test('is claimed with the button of what is shown, in a form that says what it is', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('by hand');
    await aiko.command(`/apiclient show ${client.id}`, { channel: '#general' });
    await aiko.seesMessage('Unknown origin');
    await aiko.press('Claim');
    await aiko.seesModal(client.id);
    await aiko.fill('Purpose', ' ');
    await aiko.submit();
    await aiko.sees(({ modal }) => JSON.stringify(modal?.errors).includes('Say what the client is for'));
    await aiko.fill('Purpose', 'nightly import');
    await aiko.submit();
    await aiko.seesMessage('by hand now belongs to @Aiko Tanaka');
  });

  test('is claimed in a form that asks for everything, where nothing was typed', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('by hand');
    await aiko.command('/apiclient claim');
    await aiko.sees(({ modal }) => modal !== undefined && 'Client ID' in modal.fields);
    await aiko.fill('Client ID', client.id);
    await aiko.fill('Purpose', 'nightly import');
    await aiko.choose('Owner', '@data-team');
    await aiko.submit();
    await aiko.seesMessage('by hand now belongs to @data-team');
  });

  test('is claimed once when two people try at once, and the other one hears it', async () => {
    running.slack.changePerson('ben', { isAdmin: true });
    const client = seeded('by hand');
    const both = [running.slack.as('aiko'), running.slack.as('ben')];
    await Promise.all(both.map((one) => one.command(`/apiclient claim ${client.id} --purpose x`)));
    for (const one of both) await one.seesMessage(/now belongs to|already has an owner/);
    await running.settled();
    const outcomes = (await claims()).map(([, outcome]) => outcome);
    expect([outcomes.length, new Set(outcomes)]).toEqual([2, new Set(['done', 'refused'])]);
  });

  test('has no reminder of a secret, since nobody was shown one', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('by hand');
    await aiko.command(`/apiclient claim ${client.id} --purpose x`);
    await aiko.seesMessage('now belongs to');
    await running.restart({ now: () => new Date(Date.now() + 3 * 24 * 3_600_000) });
    await running.settled();
    expect(aiko.messages('dm').filter(({ content }) => content.includes('saved the secret'))).toEqual([]);
  });

  test('without a name gets its id as one', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('');
    await aiko.command(`/apiclient claim ${client.id} --purpose x`);
    await aiko.seesMessage(`${client.id} now belongs to @Aiko Tanaka`);
  });

  test('follows the policy’s pattern for purposes', async () => {
    await running.changePolicy({ purposePattern: '[A-Z]+-[0-9]+' });
    const aiko = running.slack.as('aiko');
    const client = seeded('by hand');
    await aiko.command(`/apiclient claim ${client.id} --purpose "no ticket"`);
    await aiko.seesMessage('doesn’t follow this workspace’s policy');
    await aiko.command(`/apiclient claim ${client.id} --purpose "see OPS-12"`);
    await aiko.seesMessage('now belongs to');
    expect((await claims()).map(([, outcome, reason]) => [outcome, reason])).toEqual([
      ['refused', 'purpose-not-allowed'],
      ['done', undefined],
    ]);
  });
});

describe('who may claim', () => {
  test('a member without a grant does not learn whether there is such a client', async () => {
    const client = seeded('by hand');
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient claim ${client.id} --purpose x`);
    const told = await ben.seesMessage(/Reference/);
    expect(told.content).not.toContain('by hand');
    expect((await claims()).map(([actor, outcome]) => [actor, outcome])).toEqual([['U0BEN', 'refused']]);
  });

  test('a holder of a grant claims what is under their Alphaus user', async () => {
    const aiko = running.slack.as('aiko');
    const client = seeded('by hand');
    await aiko.command('/apiclient access add @ben billing');
    await aiko.seesMessage('can now use billing');
    const ben = running.slack.as('ben');
    await ben.command(`/apiclient claim ${client.id} --purpose x`);
    await ben.seesMessage('by hand now belongs to @Ben Ortiz');
    await ben.command('/apiclient why claim');
    await ben.seesMessage('You can claim an API client of unknown origin');
  });

  test('nobody claims what has an owner', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create mine --user billing --purpose x');
    await aiko.seesMessage('API client created');
    const mine = running.api.clients().find(({ name }) => name === 'mine');
    await aiko.command(`/apiclient claim ${mine?.id} --purpose y`);
    await aiko.seesMessage('already has an owner');
  });
});
