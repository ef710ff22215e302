import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { clientNamed, count, members, root } from '../../harness.js';
import { openPolicy } from '../../setting-up.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  policy: { approvers: members('chloe', 'daniel'), approvalsChannel: 'C0APPROVALS', approvalsNeeded: 2 },
});

const as = (who: string) => running.slack.as(who);
const card = (who: string) => as(who).seesMessage(/requests nightly/);
const news = () =>
  as('ben')
    .messages('dm')
    .filter(({ content }) => content.includes('approved your request'));

async function asks(user = 'billing') {
  const ben = as('ben');
  await ben.command(`/apiclient request nightly --user ${user} --purpose "Exports the costs"`);
  await ben.seesMessage('was sent');
  return ben;
}

const names: Readonly<Record<string, string>> = {
  aiko: 'Aiko Tanaka',
  chloe: 'Chloe Martin',
  daniel: 'Daniel Novak',
};

/** Each presses the card, which shows it then. */
async function approves(...people: readonly string[]) {
  for (const who of people) {
    await as(who).press('Approve', { in: await card(who) });
    await as(who).seesMessage(new RegExp(`(?:approvals: |Approved by )[^\\n]*${names[who] ?? who}`));
  }
}

const decisions = async () =>
  (await running.audit())
    .filter(({ action, outcome }) => action === 'decide-request' && outcome !== 'attempted')
    .map(({ actor, outcome, reason }) => `${actor} ${outcome}: ${reason}`);

describe('a request that two people have to approve', () => {
  test('counts and names those who have, and is approved with the second one', async () => {
    const ben = await asks();
    await as('daniel').seesMessage('2 people must approve it');
    await approves('chloe');
    await as('daniel').seesMessage('1 of 2 approvals: @Chloe Martin. One more approval is needed.');
    expect(ben.canPress('Create and show secret')).toBe(false);
    expect(news()).toEqual([]);

    await approves('daniel');
    await ben.seesMessage('@Chloe Martin, @Daniel Novak approved your request for nightly');
    await as('chloe').seesMessage('Approved by @Chloe Martin, @Daniel Novak');
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    expect(clientNamed(running.api, 'nightly').user).toBe('billing');
    expect(await decisions()).toEqual(['U0CHLOE done: approved, 1 of 2', 'U0DANIEL done: approved']);
  });

  test('leaves a client of which show says who allowed it, and whether its secret is saved', async () => {
    const ben = await asks();
    await approves('chloe', 'daniel');
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    await running.settled();
    const { id } = clientNamed(running.api, 'nightly');
    await as('aiko').command(`/apiclient show ${id}`, { channel: '#general' });
    const shown = await as('aiko').seesMessage('Secret saved: not confirmed yet');
    expect(shown.content).toMatch(/^Approved by: @Chloe Martin, @Daniel Novak\nRequest: \S+$/m);
    await ben.press('I have saved it');
    await ben.seesMessage('You saved the secret');
    await as('aiko').command(`/apiclient show ${id}`, { channel: '#general' });
    await as('aiko').seesMessage(/Secret saved: \w{3} \d+, \d{4}/);
  });

  test('is not approved twice by one person, nor by its requester', async () => {
    await running.changePolicy({ approvers: members('ben', 'chloe', 'daniel') });
    await asks();
    await approves('chloe');
    await as('chloe').press('Approve', { in: await card('chloe') });
    await as('chloe').seesMessage('You already approved nightly. One more approval is needed.');
    await as('ben').press('Approve', { in: await card('ben') });
    await as('ben').seesMessage('You can’t approve or deny your own request');
    expect(news()).toEqual([]);
  });

  test('ends with one denial, whoever has approved it', async () => {
    const ben = await asks();
    await approves('chloe');
    await as('daniel').press('Deny', { in: await card('daniel') });
    await as('daniel').seesModal('Deny this request?');
    await as('daniel').fill('Reason', 'use the one that we have');
    await as('daniel').submit();
    await ben.seesMessage('@Daniel Novak denied your request for nightly');
    await as('chloe').sees(() => !as('chloe').canPress('Approve'));
  });

  test('loses an approval that its person takes back', async () => {
    const ben = await asks();
    await approves('chloe');
    await as('chloe').press('Revoke approval', { in: await card('chloe'), confirm: true });
    await as('chloe').seesMessage('Waiting for a decision. 2 people must approve it.');
    await approves('daniel');
    await as('chloe').seesMessage('1 of 2 approvals: @Daniel Novak');
    expect(ben.canPress('Create and show secret')).toBe(false);
  });

  test('does not count the approval of somebody who has lost the right when the last one comes', async () => {
    const ben = await asks();
    await approves('chloe');
    await running.changePolicy({ approvers: members('daniel') });
    await approves('daniel');
    await as('daniel').seesMessage('1 of 2 approvals: @Daniel Novak. One more approval is needed.');
    await approves('aiko');
    await ben.seesMessage('@Daniel Novak, @Aiko Tanaka approved your request');
    expect(await decisions()).toEqual([
      'U0CHLOE done: approved, 1 of 2',
      'U0DANIEL done: approved, 1 of 2; no longer counted: U0CHLOE',
      'U0AIKO done: approved',
    ]);
  });

  test('is not collected when somebody who approved has lost the right since: it waits for another one', async () => {
    const ben = await asks();
    await approves('chloe', 'daniel');
    await ben.seesMessage('approved your request for nightly');
    running.slack.changePerson('chloe', { deleted: true });
    await running.settled();
    await ben.press('Create and show secret');
    await ben.seesMessage('@Chloe Martin approved nightly but can no longer decide requests');
    await as('daniel').seesMessage('1 of 2 approvals: @Daniel Novak. One more approval is needed.');
    expect(count(running.api, 'create')).toBe(0);
    await ben.sees(() => !ben.canPress('Create and show secret'));

    await approves('aiko');
    await ben.seesMessage('@Daniel Novak, @Aiko Tanaka approved your request for nightly');
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    const refused = (await running.audit()).find(
      ({ reason }) => reason?.startsWith('approval-lost') === true,
    );
    expect(refused).toMatchObject({ actor: 'U0BEN', outcome: 'refused', reason: 'approval-lost: U0CHLOE' });
  });

  test('is refused when it is sent, where fewer people could approve it, and says who they are', async () => {
    await running.changePolicy({ approvalsNeeded: 3, slackAdminsAreAdmins: false });
    const ben = as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose x');
    const told = await ben.seesMessage('3 people must approve it, and besides you only');
    expect(told.content).toContain('@Chloe Martin, @Daniel Novak can');
    expect(as('chloe').messages('#approvals')).toEqual([]);
  });

  test('is refused to the one approver who would be missing as the second one', async () => {
    await running.changePolicy({ slackAdminsAreAdmins: false, admins: members('daniel') });
    const chloe = as('chloe');
    await chloe.command('/apiclient request nightly --user billing --purpose x');
    await chloe.seesMessage('2 people must approve it, and besides you only @Daniel Novak can');
  });

  test('is closed when too few are left who could approve it', async () => {
    const ben = await asks();
    await approves('chloe');
    await running.changePolicy({ approvers: members('chloe'), slackAdminsAreAdmins: false });
    await running.restart({ now: () => new Date(Date.now() + 3_610_000) });
    await ben.seesMessage('fewer people are left who can approve it');
  });
});

describe('an Alphaus user that is sensitive', () => {
  const sensitive = { users: [AlphausUserName.parse(root)], approvals: 3 };

  test('asks for its own number of approvals, and the others for theirs', async () => {
    await running.changePolicy({ approvalsNeeded: 1, sensitive });
    await asks(root);
    await as('chloe').seesMessage('3 people must approve it');
    await approves('chloe', 'daniel', 'aiko');
    await as('ben').seesMessage('approved your request');
  });

  test('does so, too, when an approver picks it', async () => {
    await running.changePolicy({ approvalsNeeded: 1, sensitive });
    const ben = as('ben');
    await ben.command('/apiclient request nightly --purpose x');
    await ben.sees((seen) => seen.modal !== undefined && 'Name' in seen.modal.fields);
    await ben.submit();
    await as('chloe').choose('Alphaus user', root, { in: await card('chloe') });
    await as('chloe').press('Approve', { in: await card('chloe') });
    await as('daniel').seesMessage('1 of 3 approvals: @Chloe Martin. 2 more approvals are needed.');
    expect((await card('daniel')).content).toContain(`requests nightly under ${root}`);
    await approves('daniel', 'aiko');
    await ben.press('Create and show secret', { in: await ben.seesMessage('approved your request') });
    await ben.seesMessage('save its secret now');
    expect(clientNamed(running.api, 'nightly').user).toBe(root);
  });
});

describe('one approval', () => {
  test('of somebody who may not decide any more is not collected either', async () => {
    await running.changePolicy({ approvalsNeeded: 1 });
    const ben = await asks();
    await approves('chloe');
    await ben.seesMessage('approved your request');
    await running.changePolicy({ approvers: members('daniel') });
    await ben.press('Create and show secret');
    await ben.seesMessage('@Chloe Martin approved nightly but can no longer decide requests');
    expect(count(running.api, 'create')).toBe(0);
    await as('daniel').sees(() => as('daniel').canPress('Approve'));
  });

  test('may have a comment, which everybody reads who sees the request', async () => {
    await running.changePolicy({ approvalsNeeded: 1 });
    const ben = await asks();
    const chloe = as('chloe');
    await chloe.press('Approve with comment', { in: await card('chloe') });
    await chloe.seesModal('Approve this request?');
    await chloe.fill('Comment', 'Only until the migration is over');
    await chloe.submit();
    await ben.seesMessage('@Chloe Martin says: “Only until the migration is over”');
    await as('daniel').seesMessage(/Approved by[\s\S]*says: “Only until the migration is over”/);
    expect(await decisions()).toEqual(['U0CHLOE done: approved: Only until the migration is over']);
  });

  test('refuses a comment that could mislead a reader, and needs none', async () => {
    await running.changePolicy({ approvalsNeeded: 1 });
    const ben = await asks();
    const chloe = as('chloe');
    await chloe.press('Approve with comment', { in: await card('chloe') });
    await chloe.seesModal('Approve this request?');
    await chloe.fill('Comment', 'fine \u202e x');
    await chloe.submit();
    await chloe.sees(({ modal }) => modal?.errors['Comment']?.includes('hidden characters') === true);
    await chloe.fill('Comment', '');
    await chloe.submit();
    await ben.seesMessage('approved your request');
  });
});

test('an admin sets all of it in the policy, and is told what nobody could satisfy', async () => {
  await running.changePolicy({ approvalsNeeded: 1 });
  const aiko = as('aiko');
  await openPolicy(aiko, 'Approvals');
  await aiko.fill('Approvals needed', '4');
  await aiko.choose('Sensitive Alphaus users', ['billing']);
  await aiko.fill('Approvals for sensitive users', '5');
  await aiko.fill('Ask admins after (hours)', '24');
  await aiko.submit();
  const preview = await aiko.seesModal('What this changes');
  for (const said of [
    'Approvals needed: 4 different people (now: 1 person)',
    'Sensitive Alphaus users: billing: 5 approvals needed (now: none)',
    'Ask admins after (hours): 24 hours (now: never)',
    'The policy asks for 5 approvals, and only 3 people can decide requests',
  ]) {
    expect(preview.content).toContain(said);
  }
  await aiko.submit();
  await aiko.seesMessage('Policy saved');
});
