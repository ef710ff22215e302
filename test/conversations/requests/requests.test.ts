import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { GroupId } from '../../../src/core/model/ids.js';
import { clientNamed, count, members, type Running, start, tokenStatus } from '../../harness.js';

const APPROVALS = 'C0APPROVALS';

let running: Running;
beforeEach(async () => {
  running = await start({ policy: { approvers: members('chloe'), approvalsChannel: APPROVALS } });
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const as = (who: string) => running.slack.as(who);

/** Ben, an ordinary member, asks by typing. */
async function asks(name = 'nightly', user = 'billing') {
  const ben = as('ben');
  await ben.command(`/apiclient request ${name} --user ${user} --purpose "Exports the costs"`, {
    channel: '#general',
  });
  await ben.seesMessage('was sent');
  return ben;
}

const card = (who: string) => as(who).seesMessage(/requests nightly/);

describe('a member who may not create', () => {
  test('asks with the form of create, is approved, and alone sees the secret at their own click', async () => {
    const { api, slack } = running;
    const ben = as('ben');
    await ben.command('/apiclient create', { channel: '#general' });
    const { modal } = await ben.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    expect(modal?.title).toBe('Request API client');
    await ben.fill('Name', 'nightly');
    await ben.choose('Alphaus user', 'analytics');
    await ben.fill('Purpose', 'Exports the nightly costs');
    await ben.press('Change owner');
    await ben.sees((seen) => seen.modal !== undefined && 'Owner' in seen.modal.fields);
    await ben.choose('Owner', '@data-team');
    await ben.submit();
    await ben.seesMessage('Your request for nightly was sent to #approvals');

    const shown = await card('chloe');
    expect(shown.channelId).toBe(APPROVALS);
    for (const fact of [
      'nightly',
      'analytics',
      'Exports the nightly costs',
      'Ben Ortiz',
      'data-team',
      'no API clients',
    ]) {
      expect(shown.content).toContain(fact);
    }
    expect(count(api, 'create')).toBe(0);
    await as('chloe').press('Approve', { in: shown });
    expect((await as('daniel').seesMessage('Approved by @Chloe Martin')).channelId).toBe(APPROVALS);
    expect(as('chloe').canPress('Approve')).toBe(false);
    expect(count(api, 'create')).toBe(0);

    const news = await ben.seesMessage('approved your request for nightly');
    expect(news.channelId).toBe(ben.dmId);
    await ben.press('Create and show secret');
    const secret = await ben.seesMessage('save its secret now');
    const made = clientNamed(api, 'nightly');
    expect({ user: made.user, ephemeral: secret.isEphemeral }).toEqual({
      user: 'analytics',
      ephemeral: true,
    });
    expect(secret.content).toContain(made.secret);
    expect(await tokenStatus(api, made.id, made.secret)).toBe(200);
    await as('chloe').seesMessage(`as ${made.id}`);
    await ben.sees(() => !ben.canPress('Create and show secret'));
    for (const who of ['aiko', 'chloe', 'daniel']) {
      expect(
        as(who)
          .messages()
          .some(({ content }) => content.includes(made.secret)),
      ).toBe(false);
    }
    expect(slack.calls().filter(({ method }) => method === 'chat.postMessage')).toHaveLength(4);
  });

  test('is told the reason of a denial, which must be given', async () => {
    const ben = await asks();
    const chloe = as('chloe');
    await chloe.press('Deny', { in: await card('chloe') });
    await chloe.seesModal('Deny this request?');
    await chloe.submit();
    expect(chloe.modal()?.errors['Reason']).toContain('required field');
    await chloe.fill('Reason', '   ');
    await chloe.submit();
    expect(chloe.modal()?.errors['Reason']).toContain('Give a reason');
    await chloe.fill('Reason', 'Use the one that <@U0AIKO> has');
    await chloe.submit();
    await chloe.seesMessage('Denied by @Chloe Martin');
    const news = await ben.seesMessage('denied your request for nightly');
    expect(news.content).toContain('Use the one that <@U0AIKO> has');
    expect(news.channelId).toBe(ben.dmId);
    expect(chloe.canPress('Approve')).toBe(false);
    await running.settled();
    expect(ben.messages('dm').filter(({ content }) => content.includes('denied your request'))).toHaveLength(
      1,
    );
  });

  test('takes a request back from the DM, and nobody can approve it any more', async () => {
    const ben = await asks();
    const shown = await card('chloe');
    await ben.press('Withdraw');
    await as('chloe').seesMessage('Withdrawn by the requester');
    expect(as('chloe').canPress('Approve', { in: shown })).toBe(false);
    await ben.sees(() => !ben.canPress('Withdraw'));
  });

  test('leaves the Alphaus user to the approver', async () => {
    const ben = as('ben');
    await ben.command('/apiclient request nightly --purpose x');
    await ben.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    expect(ben.modal()?.fields).toMatchObject({
      Name: 'nightly',
      'Alphaus user': '?',
    });
    await ben.submit();
    const shown = await card('chloe');
    expect(shown.content).toContain('The requester isn’t sure of the Alphaus user');
    const chloe = as('chloe');
    await chloe.choose('Alphaus user', 'billing', { in: shown });
    await chloe.press('Approve', { in: shown });
    await ben.seesMessage('approved your request');
    const decidedCard = await chloe.seesMessage('Approved by');
    expect(decidedCard.content).toContain('requests nightly under billing');
    expect(decidedCard.content).not.toContain('isn’t sure');
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    expect(clientNamed(running.api, 'nightly').user).toBe('billing');
    const decided = (await running.audit()).find(({ reason }) => reason === 'approved');
    expect(decided?.target).toEqual({ name: 'nightly', user: 'billing' });
  });

  test('is pointed to the request for the same that is open already', async () => {
    const ben = await asks();
    await ben.command('/apiclient request nightly --user billing --purpose again');
    await ben.seesMessage('that request is still open');
    await running.settled();
    const cards = () =>
      as('chloe')
        .messages('#approvals')
        .filter(({ content }) => content.includes('nightly'));
    expect(cards()).toHaveLength(1);
    const asked = await ben.seesMessage('that request is still open');
    await Promise.all([
      ben.press('Request anyway', { in: asked }),
      ben.press('Request anyway', { in: asked }),
    ]);
    await as('chloe').sees(() => cards().length === 2);
    await running.slack.settled();
    expect(cards()).toHaveLength(2);
    expect(ben.canPress('Request anyway')).toBe(false);
    expect(running.log()).not.toContain('a fault of the bot');
  });

  test('withdraws the open one where it is pointed out, and the question goes', async () => {
    const ben = await asks();
    await ben.command('/apiclient request nightly --user billing --purpose again', { channel: '#general' });
    const asked = await ben.seesMessage('that request is still open');
    await ben.press('Withdraw', { in: asked });
    await ben.seesMessage('You withdrew your request for nightly');
    await running.slack.settled();
    expect(ben.canPress('Request anyway')).toBe(false);
  });

  test('is refused when nobody else could decide', async () => {
    await running.changePolicy({ approvers: members('ben'), slackAdminsAreAdmins: false });
    const ben = as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose x');
    const told = await ben.seesMessage('no other approver is set');
    expect(told.content).toMatch(/\/apiclient setup[\s\S]*Reference: \w{8}/);
    expect(as('chloe').messages('#approvals')).toEqual([]);
  });

  test('sees an Alphaus user refuse, and can collect again', async () => {
    const ben = await asks();
    await as('chloe').press('Approve', { in: await card('chloe') });
    await ben.seesMessage('approved your request');
    running.api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    await ben.press('Create and show secret');
    await ben.seesMessage('rejected the request');
    await ben.sees(() => ben.canPress('Create and show secret'));
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    expect(count(running.api, 'create')).toBe(2);
  });

  test('whose create got no clear answer does not make a second one', async () => {
    const ben = await asks();
    await as('chloe').press('Approve', { in: await card('chloe') });
    await ben.seesMessage('approved your request');
    running.api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    await ben.press('Create and show secret');
    await ben.seesMessage('but got no clear answer', { timeoutMs: 8000 });
    await as('chloe').seesMessage('didn’t answer clearly');
    await ben.sees(() => !ben.canPress('Create and show secret'));
    expect(count(running.api, 'create')).toBe(1);
  });
});

describe('those who decide', () => {
  test('count once: a person who comes late hears who decided what and when', async () => {
    const ben = await asks();
    const shown = await card('chloe');
    const [chloe, aiko] = [as('chloe'), as('aiko')];
    await Promise.all([chloe.press('Approve', { in: shown }), aiko.press('Approve', { in: shown })]);
    await ben.seesMessage('approved your request');
    await running.settled();
    const heard = [chloe, aiko].map((one) =>
      one
        .messages()
        .filter(({ isEphemeral }) => isEphemeral)
        .map(({ content }) => content),
    );
    const won = heard.flat().filter((content) => content.includes('You approved'));
    const late = heard.flat().filter((content) => content.includes('was already approved by'));
    expect({ won: won.length, late: late.length }).toEqual({ won: 0, late: 1 });
    expect(
      ben.messages('dm').filter(({ content }) => content.includes('approved your request')),
    ).toHaveLength(1);
  });

  test('are told by whom it was denied when they approve after that', async () => {
    await asks();
    const shown = await card('aiko');
    const [chloe, aiko] = [as('chloe'), as('aiko')];
    await chloe.press('Deny', { in: shown });
    await chloe.seesModal('Deny this request?');
    await aiko.press('Approve', { in: shown });
    await aiko.seesMessage('Approved by @Aiko Tanaka');
    await chloe.fill('Reason', 'no');
    await chloe.submit();
    const late = await chloe.seesMessage('was already approved by @Aiko Tanaka');
    expect(late.isEphemeral).toBe(true);
  });

  test.each([
    ['a member who is no approver', 'daniel', 'Only approvers and admins'],
    ['the requester', 'ben', 'Only approvers and admins'],
  ])('are not %s', async (_, who, said) => {
    await asks();
    const shown = await card(who);
    await as(who).press('Approve', { in: shown });
    const told = await as(who).seesMessage(new RegExp(`${said}[\\s\\S]*Reference`));
    expect(told.isEphemeral).toBe(true);
    await as(who).press('Deny', { in: shown });
    await running.settled();
    expect(as(who).modal()).toBeUndefined();
    expect(as('chloe').canPress('Approve', { in: shown })).toBe(true);
  });

  test('are not people of another company in a shared channel', async () => {
    await running.changePolicy({ approvalsChannel: 'C0PARTNERS' });
    await asks();
    const olga = as('olga');
    const shown = await card('olga');
    await olga.press('Approve', { in: shown });
    await olga.seesMessage('Only members of the workspace');
    expect(as('chloe').canPress('Approve', { in: shown })).toBe(true);
  });

  test('get a DM each where there is no channel, and all of them see the decision', async () => {
    await running.stop();
    running = await start({
      policy: {
        approvers: { people: members('chloe', 'zoe').people, groups: [GroupId.parse('S0PLATFORM')] },
      },
    });
    await asks();
    const [chloe, daniel] = [as('chloe'), as('daniel')];
    expect((await card('chloe')).channelId).toBe(chloe.dmId);
    await daniel.press('Approve', { in: await card('daniel') });
    await chloe.seesMessage('Approved by @Daniel Novak');
    expect(chloe.canPress('Approve')).toBe(false);
    expect(
      as('aiko')
        .messages()
        .filter(({ content }) => content.includes('Request for')),
    ).toEqual([]);
  });

  test('are the admins where no approver is named', async () => {
    await running.stop();
    running = await start();
    const ben = await asks();
    expect((await card('aiko')).channelId).toBe(as('aiko').dmId);
    await as('aiko').press('Approve');
    await ben.seesMessage('approved your request');
  });

  test('are named on the card only where the policy says so', async () => {
    await running.changePolicy({ mention: members('daniel') });
    await asks();
    expect((await card('chloe')).content).toContain('cc @Daniel Novak');
  });
});

describe('an admin', () => {
  test('needs somebody else where approval is always demanded', async () => {
    await running.changePolicy({ approval: 'always' });
    const aiko = as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('was sent');
    await aiko.press('Approve', { in: await card('aiko') });
    await aiko.seesMessage('You can’t approve or deny your own request');
    await aiko.press('Deny', { in: await card('aiko') });
    await running.settled();
    const refusals = (await running.audit()).filter(({ outcome }) => outcome === 'refused');
    expect(refusals.map(({ actor, action, reason }) => [actor, action, reason])).toEqual(
      Array.from({ length: 2 }, () => ['U0AIKO', 'decide-request', 'own-request']),
    );
    await as('chloe').press('Approve', { in: await card('chloe') });
    await aiko.seesMessage('approved your request');
  });
});

describe('/apiclient requests', () => {
  test('shows what I asked for and what waits for me, each with its buttons', async () => {
    const ben = await asks('nightly');
    await asks('weekly');
    await ben.command('/apiclient requests');
    const mine = await ben.seesMessage('Your requests: 2');
    expect(mine.content).not.toContain('Waiting for your decision: 1');
    const chloe = as('chloe');
    await chloe.command('/apiclient requests');
    const waiting = await chloe.seesMessage('Waiting for your decision: 2');
    await chloe.press('Approve', { in: waiting });
    await chloe.seesMessage('Waiting for your decision: 1');
    await ben.seesMessage('approved your request for nightly');
  });

  test('is a list of pages when there are many', async () => {
    const ben = as('ben');
    for (let number = 1; number <= 11; number += 1) await asks(`client-${number}`);
    await ben.command('/apiclient requests');
    await ben.seesMessage('Your requests: 11');
    await ben.press('Next');
    await ben.seesMessage(/Your requests: 11[\s\S]*client-1\b/);
    await ben.press('Previous');
    await ben.seesMessage(/Your requests: 11[\s\S]*client-11\b/);
  });

  test('and App Home hold the counts, and can be used to decide', async () => {
    const ben = await asks();
    const chloe = as('chloe');
    await chloe.openHome();
    await chloe.sees(({ home }) => home?.content.includes('Waiting for your decision: 1') === true);
    await chloe.press('Approve', { in: 'home' });
    await chloe.sees(({ home }) => home !== undefined && !home.content.includes('Waiting for'));
    await ben.openHome();
    await ben.sees(({ home }) => home?.content.includes('Your requests: 1') === true);
    await ben.press('Create and show secret', { in: 'home' });
    await ben.seesMessage('save its secret now');
    await ben.sees(({ home }) => home?.content.includes('My API clients: 1') === true);
  });
});

test('every step of a request is on record, with who, what and why', async () => {
  const ben = await asks();
  const chloe = as('chloe');
  const shown = await card('chloe');
  await as('daniel').press('Approve', { in: shown });
  await as('daniel').seesMessage('Only approvers and admins');
  await chloe.press('Approve', { in: shown });
  await ben.seesMessage('approved your request');
  await ben.press('Create and show secret');
  await ben.seesMessage('save its secret now');
  await running.settled();
  const trail = (await running.audit()).map(({ actor, action, outcome, reason }) =>
    [actor, action, outcome, reason].filter((part) => part !== undefined).join(' '),
  );
  expect(trail).toEqual([
    'U0BEN request done',
    'U0DANIEL decide-request refused not-an-approver',
    'U0CHLOE decide-request done approved',
    'U0BEN collect-request attempted',
    'U0BEN collect-request done',
  ]);
  const [request] = (await running.audit()).flatMap(({ request: id }) => id ?? []);
  expect((await running.audit()).filter((record) => record.request === request).length).toBe(3);
});
