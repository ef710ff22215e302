import { describe, expect, test } from 'vitest';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import { members, rulesIn } from '../../harness.js';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { openPolicy, type PolicySection } from '../../setting-up.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

async function looksAtPolicy(section: PolicySection, who = 'aiko') {
  const admin = running.slack.as(who);
  await admin.reload();
  await openPolicy(admin, section);
  return admin;
}

/** Looks at what the entered policy changes. */
async function preview(admin: PersonDriver) {
  await admin.submit();
  return admin.seesModal('What this changes');
}

async function save(admin: PersonDriver) {
  await admin.submit();
  await admin.seesMessage('Policy saved');
}

describe('an admin who changes the policy', () => {
  test('sees what it changes before it is saved, and it holds from then on', async () => {
    const aiko = await looksAtPolicy('Approvals');
    await aiko.choose('When approval is needed', 'Never');
    const first = await preview(aiko);
    expect(first.content).toContain('3 people will be able to create API clients without an approval');
    await save(aiko);
    const ben = running.slack.as('ben');
    await ben.command('/apiclient create nightly --user billing --purpose exports');
    await ben.seesMessage('API client created');

    await looksAtPolicy('Approvals');
    await aiko.choose('When approval is needed', 'Without a grant');
    const back = await preview(aiko);
    expect(back.content).toContain(
      '3 people will no longer be able to create API clients without an approval',
    );
    for (const name of ['Ben Ortiz', 'Chloe Martin', 'Daniel Novak']) expect(back.content).toContain(name);
    await save(aiko);
  });

  test('is told of a channel in which the bot cannot post, before and after it is saved', async () => {
    const aiko = await looksAtPolicy('Channels and retention');
    await aiko.choose('Approvals channel', '#leads');
    await aiko.choose('Audit channel', '#general');
    const told = await preview(aiko);
    expect(told.content).toContain('Check this first');
    const flaw = /Approvals channel: C\w+ no longer exists, or is private and the app is not in it/;
    expect(told.content).toMatch(flaw);
    expect(told.content).not.toContain('Audit channel: the app is');
    await aiko.submit();
    const saved = await aiko.seesMessage('Policy saved');
    expect(saved.content).toMatch(flaw);
  });

  test('is told of a channel that another company reads, before it is saved', async () => {
    const aiko = await looksAtPolicy('Channels and retention');
    await aiko.choose('Approvals channel', '#partners');
    const told = await preview(aiko);
    expect(told.content).toContain('Check this first');
    expect(told.content).toMatch(
      /Approvals channel: #partners is shared with another company. Its people can read who requests/,
    );
  });

  test('names approvers, people and groups, channels, patterns and limits, and finds them in the form again', async () => {
    const aiko = await looksAtPolicy('Approvals');
    await aiko.choose('Approvers', ['ben']);
    await aiko.choose('Approver groups', ['@platform']);
    await aiko.fill('Requests stay open (days)', '14');
    const seen = await preview(aiko);
    expect(seen.content).toContain('2 people will be able to decide requests');
    expect(seen.content).toContain('Requests stay open (days): 14 days (now: 7 days)');
    await save(aiko);
    await aiko.command('/apiclient audit --action change-policy');
    const trail = await aiko.seesMessage('approvers: +@Ben Ortiz +@platform');
    expect(trail.content).toContain('requestOpenDays: 7 to 14');

    await looksAtPolicy('Names and limits');
    await aiko.fill('Name pattern', '^team-[a-z]+$');
    await aiko.fill('Purpose pattern', '[A-Z]+-[0-9]+');
    await aiko.fill('Maximum API clients per person', '3');
    expect((await preview(aiko)).content).toMatch(/Name pattern: allows, for example, team-[a-z]+/);
    await save(aiko);
    await looksAtPolicy('Channels and retention');
    await aiko.choose('Approvals channel', '#general');
    await aiko.choose('Audit channel', '#general');
    await preview(aiko);
    await save(aiko);

    await looksAtPolicy('Names and limits');
    expect(aiko.modal()?.fields).toMatchObject({
      'Name pattern': '^team-[a-z]+$',
      'Purpose pattern': '[A-Z]+-[0-9]+',
      'Maximum API clients per person': '3',
    });
    await aiko.closeModal();
    const told = await aiko.seesModal('Members without a grant need an approval from');
    for (const sentence of [
      'from @Ben Ortiz, @platform, or an admin',
      'A request stays open for 14 days',
      'Names must match ^team-[a-z]+$',
      'One person can have 3 API clients',
      'Requests are posted in #general',
    ]) {
      expect(told.content).toContain(sentence);
    }
  });

  test('goes back from what a change would do, and finds what was entered', async () => {
    const aiko = await looksAtPolicy('Names and limits');
    await aiko.fill('Name pattern', '^team-[a-z]+$');
    await preview(aiko);
    await aiko.closeModal();
    expect(aiko.modal()?.fields['Name pattern']).toBe('^team-[a-z]+$');
    await aiko.fill('Name pattern', '^crew-[a-z]+$');
    await preview(aiko);
    await save(aiko);
    expect(aiko.modal()).toBeUndefined();
  });

  test('sees that it is still being checked while Slack is slow, and can still go back to what was entered', async () => {
    const aiko = await looksAtPolicy('Channels and retention');
    await aiko.choose('Audit channel', '#general');
    running.slack.fault({ method: 'conversations.info', kind: 'delay', ms: 2_500, times: 1 });
    await aiko.submit();
    expect(aiko.modal()?.content).toContain('Checking what this changes');
    await aiko.seesModal('Not saved yet');
    await aiko.closeModal();
    expect(aiko.modal()?.fields['Audit channel']).toBe('C0GENERAL');
    await preview(aiko);
    await save(aiko);
  });

  test('cannot lock everybody out', async () => {
    const aiko = await looksAtPolicy('People');
    await aiko.choose('Slack owners and admins', []);
    await aiko.submit();
    expect(aiko.modal()?.errors['Admins']).toContain('Nobody would be an admin');
    await aiko.choose('Admins', ['gus']);
    await aiko.submit();
    expect(aiko.modal()?.errors['Admins']).toContain('Nobody would be an admin');
    await aiko.choose('Admins', ['chloe']);
    const seen = await preview(aiko);
    expect(seen.content).toContain('1 person will no longer be able to set up this app, you among them');
    await save(aiko);
    await aiko.reload();
    await aiko.command('/apiclient setup');
    await aiko.seesMessage('Only admins can do this');
    await running.slack.as('chloe').command('/apiclient setup');
    await running.slack.as('chloe').seesMessage('Settings for everyone in this workspace');
    // The only admin leaves: Slack's admins are admins again.
    running.slack.changePerson('chloe', { deleted: true });
    await running.settled();
    await aiko.command('/apiclient setup');
    await aiko.seesMessage('Settings for everyone in this workspace');
  });

  test('is told at once of a policy that nobody can satisfy', async () => {
    const aiko = await looksAtPolicy('Approvals');
    await aiko.choose('When approval is needed', 'Always');
    const alone = await preview(aiko);
    expect(alone.content).toContain('Check this first');
    expect(alone.content).toContain('nobody can approve the requests they make themselves');
    await aiko.closeModal({ all: true });
    await looksAtPolicy('Approvals');
    await aiko.choose('Approvers', ['gus']);
    await aiko.choose('Approver groups', ['@nobody']);
    const dead = await preview(aiko);
    expect(dead.content).toContain('is named as an approver but isn’t a full member');
    expect(dead.content).toContain('has no full members of this workspace');
  });

  test('can save it where a hundred people with a grant have left: some are named, and the number of the others', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient access add @ben billing');
    await aiko.seesMessage('can now use');
    await rulesIn(running.backend).change(WorkspaceId.parse('T0SANDBOX'), (current) => ({
      ...current,
      grants: current.grants.flatMap((grant) => [
        grant,
        ...Array.from({ length: 100 }, (_, index) => ({
          ...grant,
          id: `gone-${index}`,
          to: { kind: 'person' as const, id: PersonId.parse(`U0GONE${index}`) },
        })),
      ]),
    }));
    await looksAtPolicy('Names and limits');
    await aiko.fill('Stale after', '200');
    const seen = await preview(aiko);
    expect(seen.content).toContain('and 80 more are named as grant holders');
    await save(aiko);
  });

  test.each([
    ['Name pattern', '(?=x)y', 'This regular expression can’t be matched safely. Look-around'],
    [
      'Name pattern',
      '([a-z',
      'isn’t a complete, valid regular expression. Check that every bracket is closed',
    ],
    ['Purpose pattern', '(.)\\1', 'This regular expression can’t be matched safely'],
    ['Name pattern', '(.?){1000}'.repeat(20), 'it has 100024 parts, and the limit is 500'],
    ['Purpose pattern', '.{0,400}', 'and the limit is 119. Numbers in braces'],
    ['Name pattern', 'team-\u202e[a-z]', 'team-⟨U+202E⟩[a-z]'],
  ])('is told that %s «%s» will not do', async (label, pattern, said) => {
    const aiko = await looksAtPolicy('Names and limits');
    await aiko.fill(label, pattern);
    await aiko.submit();
    expect(aiko.modal()?.errors[label]).toContain(said);
  });

  test('that is the same as before has nothing to save', async () => {
    const aiko = await looksAtPolicy('Names and limits');
    await aiko.submit();
    await aiko.seesModal('Nothing differs');
  });
});

describe('a stored pattern that is too big', () => {
  const pattern = '(.?){1000}'.repeat(20);

  test.each([
    [{ namePattern: pattern }, 'name'],
    [{ purposePattern: pattern }, 'purpose'],
  ])('allows nothing, and says what to ask an admin for (%j)', async (policy, what) => {
    await running.changePolicy({ ...policy, approvers: members('chloe') });
    const [aiko, ben] = [running.slack.as('aiko'), running.slack.as('ben')];
    await aiko.command('/apiclient create nightly --user billing --purpose exports');
    await aiko.seesMessage(`The ${what} pattern in this workspace’s policy doesn’t work`);
    await ben.command('/apiclient request nightly --user billing --purpose exports');
    await ben.seesMessage(/Ask @Aiko.* or another admin of this workspace to change it/);
    expect(running.api.clients().filter(({ name }) => name === 'nightly')).toEqual([]);
    await aiko.command('/apiclient doctor');
    expect((await aiko.seesMessage('Doctor')).content).toMatch(/pattern: This pattern is too big/);

    const label = what === 'name' ? 'Name pattern' : 'Purpose pattern';
    await looksAtPolicy('Names and limits');
    expect(aiko.modal()?.fields[label]).toBe(pattern);
    await aiko.fill(label, '');
    await preview(aiko);
    await save(aiko);
    await aiko.command('/apiclient create nightly --user billing --purpose exports');
    await aiko.seesMessage('API client created');
  });
});

test('two admins at once: the second is told, and nothing of the first is lost', async () => {
  running.slack.changePerson('chloe', { isAdmin: true });
  const [aiko, chloe] = [
    await looksAtPolicy('Names and limits', 'aiko'),
    await looksAtPolicy('Names and limits', 'chloe'),
  ];
  await aiko.fill('Maximum API clients per person', '3');
  await chloe.fill('Maximum API clients per person', '5');
  await preview(aiko);
  await preview(chloe);
  await save(aiko);
  await chloe.submit();
  const told = await chloe.seesMessage('was changed in the meantime by');
  expect(told.content).toContain('Aiko Tanaka');
  await looksAtPolicy('Names and limits', 'chloe');
  expect(chloe.modal()?.fields['Maximum API clients per person']).toBe('3');
});

test('an admin who is none any more when they save changes nothing', async () => {
  running.slack.changePerson('chloe', { isAdmin: true });
  const chloe = await looksAtPolicy('Approvals', 'chloe');
  await chloe.choose('When approval is needed', 'Never');
  await preview(chloe);
  running.slack.changePerson('chloe', { isAdmin: false });
  await running.settled();
  await chloe.submit();
  await chloe.seesMessage('Only admins can do this');
  const ben = running.slack.as('ben');
  await ben.command('/apiclient create nightly --user billing --purpose exports');
  await ben.seesMessage('was sent to');
});
