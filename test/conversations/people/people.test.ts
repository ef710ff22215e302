import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { count, type Running, start } from '../../harness.js';

let running: Running;
beforeEach(async () => {
  running = await start();
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

describe('who may use it', () => {
  test('a guest is refused with a sentence, whatever they try', async () => {
    const gus = running.slack.as('gus');
    const before = running.api.calls().length;
    for (const text of ['create x --purpose y', 'create', 'list', 'show ripple-1', 'delete ripple-1']) {
      await gus.command(`/apiclient ${text}`, { channel: '#general' });
      const told = await gus.seesMessage('Guests can’t use API clients');
      expect(told.isEphemeral).toBe(true);
      await gus.reload();
    }
    expect(gus.modal()).toBeUndefined();
    expect(running.api.calls()).toHaveLength(before);
  });

  test('a workspace whose plan has no user groups: everybody acts for themselves, and nobody is asked to wait', async () => {
    running.slack.changeShapes({ hasUserGroups: false });
    const ben = running.slack.as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose y', { channel: '#general' });
    await ben.seesMessage('nightly was sent');
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create');
    await aiko.seesModal('Create API client');
    await aiko.closeModal();
    await aiko.command('/apiclient why create billing', { channel: '#general' });
    await aiko.seesMessage('You can');
    await aiko.command('/apiclient doctor', { channel: '#general' });
    expect((await aiko.seesMessage('Doctor')).content).toContain('No problems found');
  });

  test.each(['paid_teams_only', 'plan_upgrade_required'])('%s means no user groups', async (error) => {
    running.slack.fault({ method: 'usergroups.list', kind: 'error', error, times: 1_000 });
    const ben = running.slack.as('ben');
    await ben.command('/apiclient list', { channel: '#general' });
    await ben.seesMessage('no API clients yet that you can see');
  });

  test('a member without a grant creates nothing without an approval', async () => {
    const ben = running.slack.as('ben');
    await ben.command('/apiclient create x --user billing --purpose y', { channel: '#general' });
    await ben.seesMessage('Your request for x was sent');
    expect(count(running.api, 'create')).toBe(0);
  });

  test('nobody is admitted when Slack does not say who they are', async () => {
    running.slack.fault({ method: 'users.info', kind: 'error', error: 'fatal_error', times: 9 });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create x --user billing --purpose y');
    await aiko.seesMessage('didn’t say who you are');
    expect(count(running.api, 'create')).toBe(0);
  });

  test('help says what there is, and what this person may not do', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient');
    const help = await aiko.seesMessage('/apiclient create  create an API client');
    for (const command of ['list', 'show', 'delete', 'setup', 'help', 'version']) {
      expect(help.content).toContain(`/apiclient ${command}`);
    }
    expect(help.content).not.toContain('You can’t use');
    // A screenful: what is needed, a line each.
    expect(help.content.split('\n').length).toBeLessThan(32);
    await aiko.press('Show all options');
    await aiko.seesMessage('/apiclient create [name] [--user U]');
    const ben = running.slack.as('ben');
    await ben.command('/apiclient help');
    const hisOwn = await ben.seesMessage('/apiclient create  create an API client');
    expect(hisOwn.content).toMatch(
      /You can’t use claim\.\nYou can’t use review, setup, access, audit, doctor\. Only admins can do this\. Ask @Aiko/,
    );
    expect(hisOwn.content).not.toContain('/apiclient setup');
    await ben.command('/apiclient <frobnicate>');
    const told = await ben.seesMessage('Unknown command <frobnicate>');
    expect(told.content).toMatch(/Reference: \w{8}/);
    await ben.command('/apiclient crete');
    await ben.seesMessage('Unknown command crete. Did you mean create?');
    await ben.command('/apiclient version');
    await ben.seesMessage(/version \d+\.\d+\.\d+/);
  });

  test('App Home shows a person their own clients and nobody else’s', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create mine --user billing --purpose exports');
    await aiko.seesMessage('API client created');
    await aiko.openHome();
    await aiko.sees(({ home }) => home?.content.includes('mine') === true);
    for (const who of ['ben', 'gus']) {
      const other = running.slack.as(who);
      await other.openHome();
      const { home } = await other.sees((seen) => seen.home !== undefined);
      expect(home?.content).not.toContain('exports');
      expect(other.canPress('Create API client', { in: 'home' })).toBe(false);
    }
    running.slack.fault({ method: 'usergroups.list', kind: 'error', error: 'missing_scope', times: 9 });
    await aiko.press('Show', { in: 'home' });
    await aiko.reads('Created by');
    await aiko.press('Create API client', { in: 'home' });
    await aiko.seesModal('Create API client');
  });

  test.each([
    ['create "x', 'A quotation mark is missing'],
    ['create x --colour red', '--colour'],
    ['create x --user', 'needs a value'],
    ['create x --user nobody --purpose y', 'no Alphaus user nobody'],
    ['create x --user billing --purpose y --owner @platform', 'a user group you’re in'],
    ['show a b', 'No API client found with that ID or name'],
  ])(
    'a person who types «%s» hears what is wrong, and the API is not asked to create anything',
    async (text, said) => {
      const aiko = running.slack.as('aiko');
      await aiko.command(`/apiclient ${text}`);
      const told = await aiko.seesMessage(said);
      expect(told.content).toMatch(/Reference: \w{8}/);
      expect(count(running.api, 'create')).toBe(0);
    },
  );
});

describe('what Slack says of somebody who goes on acting', () => {
  const lists = async (seconds: number): Promise<void> => {
    clock.now = START + seconds * 1000;
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list');
    await aiko.seesMessage(/.+/);
    await running.settled();
  };
  const asked = (): number => running.slack.calls().filter(({ method }) => method === 'users.info').length;
  const START = Date.now();
  const clock = { now: START };
  beforeEach(async () => {
    await running.stop();
    running = await start({ runtime: { now: () => new Date(clock.now) } });
  });

  test('is asked for again before it is too old, so that they do not wait for it', async () => {
    await lists(0);
    await lists(2);
    expect(asked()).toBe(1);
    await lists(4);
    expect(asked()).toBe(2);
    await lists(6);
    expect(asked()).toBe(2);
  });

  test('counts for five seconds and no longer, when Slack does not tell any more', async () => {
    const aiko = running.slack.as('aiko');
    await lists(0);
    running.slack.fault({ method: 'users.info', kind: 'error', error: 'fatal_error', times: 99 });
    await lists(4);
    expect(aiko.messages().filter(({ content }) => content.includes('didn’t say who you are'))).toEqual([]);
    await lists(6);
    await aiko.seesMessage('didn’t say who you are');
  });
});
