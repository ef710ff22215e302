import { describe, expect, test } from 'vitest';
import { clientNamed } from '../../harness.js';
import { runningForEach } from '../../running.js';

const HOUR_MS = 3_600_000;
const clock = { ahead: 0 };
const running = runningForEach({
  policy: { approval: 'never' },
  runtime: { now: () => new Date(Date.now() + clock.ahead) },
});

const person = (key: string) => running.slack.as(key);

async function made(name: string, { by = 'ben', owner = '' } = {}) {
  clock.ahead = 0;
  await person(by).command(`/apiclient create "${name}" --user billing --purpose exports ${owner}`);
  await person(by).seesMessage(new RegExp(`API client created[\\s\\S]*${name}`));
  await running.settled();
  return clientNamed(running.api, name);
}

const GONE = 'An owner is gone';
const told = (key = 'aiko', channel = 'dm') =>
  person(key)
    .messages(channel)
    .filter(({ content }) => content.includes(GONE));

/** What was to be said late has been said by then. */
async function aMomentLater(): Promise<void> {
  await running.settled();
  clock.ahead = HOUR_MS;
  await running.settled();
  clock.ahead = 0;
}

describe('an owner who is deactivated', () => {
  test('is told to the admins at once, with everything that is affected in one message', async () => {
    const [one, other] = [await made('nightly'), await made('weekly')];
    await made('not affected', { by: 'chloe' });
    running.slack.changePerson('ben', { deleted: true });
    const message = await person('aiko').seesMessage(GONE);
    expect(message.content).toContain('@Ben Ortiz was deactivated in Slack. They own 2 API clients');
    for (const fact of ['nightly', one.id, 'weekly', other.id]) expect(message.content).toContain(fact);
    expect(message.content).not.toContain('not affected');
    await aMomentLater();
    expect(told()).toHaveLength(1);
    expect(running.api.clients().map(({ name }) => name)).toEqual(
      expect.arrayContaining(['nightly', 'weekly']),
    );
  });

  test('leaves clients that an admin assigns, or deletes, from there', async () => {
    await made('nightly');
    await made('weekly');
    running.slack.changePerson('ben', { deleted: true });
    const aiko = person('aiko');
    await aiko.seesMessage(GONE);
    await aiko.press('Assign', { near: 'nightly' });
    await aiko.sees(({ modal }) => modal !== undefined && 'New owner' in modal.fields);
    await aiko.choose('New owner', 'chloe');
    await aiko.submit();
    await person('chloe').seesMessage('@Aiko Tanaka made you the owner of the API client nightly');
    await aiko.seesMessage(/An owner is gone[^]*Now belongs to @Chloe Martin/);
    await aiko.press('Delete', { near: 'weekly' });
    await aiko.seesModal('cannot be undone');
    await aiko.fill('Name', 'weekly');
    await aiko.press('Delete');
    await aiko.seesMessage(/An owner is gone[^]*Deleted by @Aiko Tanaka/);
    expect(aiko.canPress('Assign')).toBe(false);
    const acts = (await running.audit())
      .filter(({ outcome }) => outcome === 'done')
      .map(({ action }) => action);
    expect(acts.slice(-2)).toEqual(['assign', 'delete']);
  });

  test('is not told again after a restart, nor when their profile changes again', async () => {
    await made('nightly');
    running.slack.changePerson('ben', { deleted: true });
    await person('aiko').seesMessage(GONE);
    await running.settled();
    await running.restart();
    running.slack.changePerson('ben', { tz: 'Asia/Tokyo' });
    await aMomentLater();
    expect(told()).toHaveLength(1);
  });

  test('is told again where they came back and went once more', async () => {
    await made('nightly');
    running.slack.changePerson('ben', { deleted: true });
    await person('aiko').seesMessage(GONE);
    await running.settled();
    running.slack.changePerson('ben', { deleted: false });
    await aMomentLater();
    await person('aiko').seesMessage('Its owner is back');
    await person('ben').command('/apiclient list --mine');
    await person('ben').seesMessage(/1 client\n.*owned by you/);
    expect(person('aiko').canPress('Assign')).toBe(false);
    running.slack.changePerson('ben', { deleted: true });
    await person('aiko').sees(
      ({ messages }) => messages.filter((one) => one.content.includes(GONE)).length === 2,
    );
  });

  test('is told when Slack takes messages again', async () => {
    await made('nightly');
    running.slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'ratelimited', times: 1 });
    running.slack.changePerson('ben', { deleted: true });
    await expect.poll(() => running.log(), { timeout: 10_000 }).toContain('was not posted');
    clock.ahead = HOUR_MS;
    await person('aiko').seesMessage(GONE);
    clock.ahead = 0;
    expect(told()).toHaveLength(1);
  });

  test('who owns nothing is nobody’s business', async () => {
    await made('nightly', { by: 'chloe' });
    running.slack.changePerson('ben', { deleted: true });
    await aMomentLater();
    expect(told()).toEqual([]);
  });
});

describe('the admins hear as well', () => {
  test('of an owner who is only a guest now', async () => {
    await made('nightly');
    running.slack.changePerson('ben', { isRestricted: true });
    const message = await person('aiko').seesMessage(GONE);
    expect(message.content).toContain('@Ben Ortiz is only a guest in Slack now');
  });

  test.each([
    ['is disabled', { disabled: true }, ['aiko', 'chloe', 'ben']],
    ['has nobody in it any more', {}, []],
    ['has only guests in it any more', {}, ['gus']],
  ] as const)('of a user group that %s', async (_, more, members) => {
    await made('nightly', { owner: '--owner @data-team' });
    running.slack.changeGroup('data-team', members, more);
    const message = await person('aiko').seesMessage(GONE);
    expect(message.content).toContain('nightly');
  });

  test('of a user group whose last full member has left', async () => {
    await made('nightly', { owner: '--owner @data-team' });
    running.slack.changeGroup('data-team', ['ben']);
    await running.settled();
    expect(told()).toEqual([]);
    running.slack.changePerson('ben', { deleted: true });
    await person('aiko').seesMessage(GONE);
  });

  test('in the digest channel, where the policy has one; and others’ clicks there are refused', async () => {
    await running.changePolicy({ digestChannel: running.slack.channelId('#general') });
    running.slack.changeMembers('#general', { join: ['bot'] });
    await made('nightly');
    running.slack.changePerson('ben', { deleted: true });
    await person('aiko').seesMessage(GONE);
    expect([told('aiko', '#general').length, told().length]).toEqual([1, 0]);
    await person('chloe').press('Assign');
    await person('chloe').seesMessage('Only admins can do this');
  });

  test('in their direct message where the digest channel takes nothing', async () => {
    await running.changePolicy({ digestChannel: running.slack.channelId('#general') });
    running.slack.changeMembers('#general', { join: ['bot'] });
    running.slack.restrict('#general', 'restricted_action');
    await made('nightly');
    running.slack.changePerson('ben', { deleted: true });
    await person('aiko').seesMessage(GONE);
    await person('aiko').seesMessage('I can’t post in the digest channel');
  });
});
