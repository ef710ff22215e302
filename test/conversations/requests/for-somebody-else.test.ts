import { describe, expect, test } from 'vitest';
import { clientNamed, count, members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const DAY_MS = 24 * 3_600_000;

const running = runningForEach({ policy: { approvers: members('chloe') } });
const as = (who: string) => running.slack.as(who);

/** Aiko prepares a client, for Ben unless somebody else is named. */
async function prepares(more = '', recipient = 'U0BEN') {
  const aiko = as('aiko');
  await aiko.command(
    `/apiclient create nightly --user billing --purpose "Exports the costs" --for <@${recipient}> ${more}`,
    { channel: '#general' },
  );
  return aiko;
}
const inBensDm = () => as('ben').seesMessage('@Aiko Tanaka prepared an API client for you');
const trail = async () =>
  (await running.audit())
    .filter(({ outcome }) => outcome !== 'attempted')
    .map(({ actor, action, outcome, reason }) =>
      [actor, action, outcome, reason].filter((part) => part !== undefined).join(' '),
    );

describe('an API client that somebody prepares for a colleague', () => {
  test('is created by the colleague, who alone sees the secret; the record names both', async () => {
    const aiko = await prepares();
    const said = await aiko.seesMessage('nightly is prepared. @Ben Ortiz has been asked to create it');
    expect(said.isEphemeral).toBe(true);
    expect(count(running.api, 'create')).toBe(0);
    const ben = as('ben');
    const asked = await inBensDm();
    expect(asked.channelId).toBe(ben.dmId);
    for (const fact of ['nightly', 'billing', 'Exports the costs']) expect(asked.content).toContain(fact);

    await ben.press('Create and show secret', { in: asked });
    await ben.seesMessage('save its secret now');
    const { id } = clientNamed(running.api, 'nightly');
    await aiko.seesMessage(`@Ben Ortiz created it`);
    expect(aiko.messages().some(({ content }) => content.includes('save its secret now'))).toBe(false);
    await ben.sees(() => !ben.canPress('Create and show secret') && !ben.canPress('Decline'));
    await ben.command('/apiclient list --mine');
    await ben.seesMessage('nightly');
    await running.settled();
    expect(await trail()).toEqual(['U0AIKO prepare-client done', 'U0BEN collect-request done']);
    const prepared = (await running.audit()).find(({ action }) => action === 'prepare-client');
    expect(prepared?.target).toEqual({ name: 'nightly', user: 'billing', subject: 'for U0BEN' });
    const collected = (await running.audit()).find(({ target }) => target.clientId === id);
    expect(collected?.request).toBe(prepared?.request);
  });

  test('is declined, and the other one hears of it', async () => {
    await prepares();
    const ben = as('ben');
    await ben.press('Decline', { in: await inBensDm() });
    await ben.seesMessage('Declined by @Ben Ortiz');
    const told = await as('aiko').seesMessage(
      '@Ben Ortiz declined nightly, the API client that you prepared',
    );
    expect(told.channelId).toBe(as('aiko').dmId);
    await ben.sees(() => !ben.canPress('Create and show secret'));
    expect(count(running.api, 'create')).toBe(0);
  });

  test('is taken back by who prepared it, until it is created', async () => {
    await prepares();
    await inBensDm();
    const aiko = as('aiko');
    await aiko.press('Revoke approval', {
      in: await aiko.seesMessage('API client prepared for somebody else'),
      confirm: true,
    });
    await as('ben').seesMessage('@Aiko Tanaka took back nightly');
    await as('ben').sees(() => !as('ben').canPress('Create and show secret'));
  });

  test('is owned by a group that the colleague is in, and by no other', async () => {
    await prepares('--owner @approvers', 'U0CHLOE');
    await as('aiko').seesMessage('@Chloe Martin isn’t in that user group');
    expect(as('chloe').messages('dm')).toEqual([]);
    await prepares('--owner @data-team');
    await as('ben').press('Create and show secret', { in: await inBensDm() });
    await as('ben').seesMessage('save its secret now');
    await as('ben').seesMessage(/API client created[\s\S]*@?data-team/);
  });

  test('counts for the colleague’s limit', async () => {
    await running.changePolicy({ clientsPerPerson: 1 });
    await prepares();
    await as('ben').press('Create and show secret', { in: await inBensDm() });
    await as('ben').seesMessage('save its secret now');
    const aiko = as('aiko');
    await aiko.command('/apiclient create weekly --user billing --purpose x --for <@U0BEN>');
    await aiko.seesMessage('@Ben Ortiz has one API client, the most that the policy allows');
    expect(count(running.api, 'create')).toBe(1);
  });

  test('is not created once the other one may no longer create there', async () => {
    await prepares();
    const asked = await inBensDm();
    await running.changePolicy({ approval: 'always' });
    await as('ben').press('Create and show secret', { in: asked });
    await as('ben').seesMessage('can no longer create API clients under this Alphaus user');
    await as('aiko').seesMessage('Nothing was created of what you prepared');
    expect(count(running.api, 'create')).toBe(0);
  });

  test('is reminded of before its time is over, and both hear when it is', async () => {
    await prepares();
    await inBensDm();
    await running.settled();
    await running.restart({ now: () => new Date(Date.now() + 3 * DAY_MS - 60_000) });
    await as('ben').seesMessage('nightly, which @Aiko Tanaka prepared for you, isn’t created yet');
    await running.settled();
    await running.restart({ now: () => new Date(Date.now() + 3 * DAY_MS) });
    await as('ben').seesMessage('The time to create nightly, which @Aiko Tanaka prepared for you, is over');
    await as('aiko').seesMessage('Nothing was created of what you prepared');
    await as('ben').sees(() => !as('ben').canPress('Create and show secret'));
  });

  test('is closed when the colleague leaves, and the other one hears why', async () => {
    await prepares();
    await inBensDm();
    running.slack.changePerson('ben', { deleted: true });
    await running.settled();
    await running.restart({ now: () => new Date(Date.now() + 3_610_000) });
    await as('aiko').seesMessage('the person that it was prepared for is no longer a member');
  });

  test('is in the colleague’s requests and Home, with its buttons', async () => {
    await prepares();
    await inBensDm();
    const ben = as('ben');
    await ben.command('/apiclient requests');
    const mine = await ben.seesMessage('Your requests: 1');
    expect(ben.canPress('Decline', { in: mine })).toBe(true);
    await ben.press('Create and show secret', { in: mine });
    await ben.seesMessage('save its secret now');
  });

  test('is made in the form as well', async () => {
    const aiko = as('aiko');
    await aiko.command('/apiclient create nightly --user billing --for <@U0BEN>');
    await aiko.sees(({ modal }) => modal !== undefined && 'For' in modal.fields);
    expect(aiko.modal()?.fields).toMatchObject({ Name: 'nightly', For: 'U0BEN' });
    await aiko.fill('Purpose', 'exports');
    await aiko.submit();
    await aiko.seesMessage('nightly is prepared');
    await inBensDm();
  });

  test.each([
    ['a guest', 'U0GUS', 'Guests can’t use API clients'],
    ['somebody of another company', 'U0OLGA', 'API clients can only be prepared for members'],
    ['a bot', 'U0DEPLOYBOT', 'Bots can’t use API clients'],
    ['somebody who has left', 'U0ZOE', 'This Slack account is deactivated'],
    ['oneself', 'U0AIKO', 'You’re preparing an API client for yourself'],
  ])('is not for %s', async (_, recipient, said) => {
    const aiko = await prepares('', recipient);
    await aiko.seesMessage(said);
    await running.settled();
    expect(aiko.messages('dm').filter(({ content }) => content.includes('prepared for somebody'))).toEqual(
      [],
    );
  });

  test('takes the right to create there oneself', async () => {
    const chloe = as('chloe');
    await chloe.command('/apiclient create nightly --user billing --purpose x --for <@U0BEN>');
    await chloe.seesMessage('You need an approval to create an API client under this Alphaus user');
    await chloe.command('/apiclient create nightly --for <@U0BEN>');
    await chloe.seesModal('You need an approval to create an API client');
    await chloe.command('/apiclient create nightly --user billing --purpose x --for ben');
    await chloe.seesMessage('Mention the person that it’s for');
    expect(as('ben').messages('dm')).toEqual([]);
  });
});
