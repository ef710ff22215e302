import { afterEach, describe, expect, test } from 'vitest';
import { PersonId } from '../../../src/core/model/ids.js';
import { type Running, start } from '../../harness.js';
import { encryptionKey } from '../../encryption-keys.js';

let running: Running;
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

async function findings(): Promise<{ good: readonly string[]; bad: readonly string[] }> {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient doctor', { channel: '#general' });
  const { content: folded, isEphemeral } = await aiko.seesMessage('Doctor');
  expect(isEphemeral).toBe(true);
  expect(folded).not.toContain('✓');
  await aiko.press('Show passed checks');
  const { content } = await aiko.seesMessage('✓');
  const starting = (text: string, mark: string) => text.split('\n').filter((line) => line.startsWith(mark));
  return { good: starting(content, '✓'), bad: starting(folded, '✗') };
}

test('the doctor leaves nothing unread in the direct message', async () => {
  running = await start();
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient doctor', { channel: '#general' });
  await aiko.seesMessage('checks passed');
  await running.settled();
  expect(aiko.messages('dm')).toEqual([]);
});

describe('the doctor', () => {
  test('finds all well where it is, line by line', async () => {
    running = await start();
    const { good, bad } = await findings();
    expect(bad).toEqual([]);
    await running.slack.as('aiko').command('/apiclient doctor');
    await running.slack.as('aiko').seesMessage(`${good.length} checks passed.`);
    for (const said of [
      'every scope',
      'Direct messages from the app arrive',
      'Approvals channel: not set',
      'Audit channel: not set',
      'It gets access tokens and can read',
      'Everyone named',
      'audit trail',
      'The clock matches',
      'The store answers in',
      'encrypted with the key k1',
      'version',
    ]) {
      expect(good.filter((line) => line.includes(said))).toHaveLength(1);
    }
  });

  test('is for admins alone', async () => {
    running = await start();
    const ben = running.slack.as('ben');
    await ben.command('/apiclient doctor');
    await ben.seesMessage('Only admins can do this');
  });

  test('says what is wrong and what to do: Messages tab, channels, connection, people who left, old keys', async () => {
    running = await start({
      policy: {
        approvers: { people: [PersonId.parse('U0BEN')], groups: [] },
        approvalsChannel: 'C0APPROVALS',
        auditChannel: 'C0AUDIT',
      },
      environment: {
        ENCRYPTION_KEYS: `${encryptionKey('k7')},${encryptionKey('k8')}`,
      },
    });
    const { slack, api } = running;
    slack.changePerson('ben', { deleted: true });
    slack.archive('#approvals');
    slack.changeMembers('#audit', { leave: ['bot'] });
    slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'messages_tab_disabled', times: 1 });
    api.fault({ operation: 'token', kind: 'status', status: 401, times: 9 });
    const { good, bad } = await findings();
    expect(bad).toEqual([
      expect.stringContaining('Turn it on in the app’s settings'),
      expect.stringContaining('Approvals channel: #approvals is archived'),
      expect.stringContaining(
        'Audit channel: C0AUDIT no longer exists, or is private and the app is not in it',
      ),
      expect.stringMatching(/with the API client .* rejected/),
      expect.stringContaining('Ben Ortiz'),
    ]);
    expect(good).toContainEqual(expect.stringContaining('npm run reseal'));
  });

  test.each([
    ['company', 'is shared with another company. Its people can read'],
    ['invited', 'has an open invitation to another company'],
    ['organisation', 'is shared with other workspaces of your organisation'],
  ] as const)('warns of channels that others read, with what follows: %s', async (how, said) => {
    running = await start({ policy: { approvalsChannel: 'C0APPROVALS', auditChannel: 'C0AUDIT' } });
    running.slack.share('#approvals', how);
    running.slack.share('#audit', how);
    const { good, bad } = await findings();
    expect(bad).toEqual([
      expect.stringMatching(
        new RegExp(`Approvals channel: #approvals ${said}.*who requests which API client`),
      ),
      expect.stringMatching(new RegExp(`Audit channel: #audit ${said}.*who did what`)),
    ]);
    expect(good).toContainEqual(expect.stringContaining('Approvals channel: the app is in #approvals'));
  });

  test('does not take scopes of which Slack says nothing for scopes that were not granted', async () => {
    running = await start({
      runtime: {
        async fetch(input, init) {
          const response = await fetch(input, init);
          const headers = new Headers(response.headers);
          headers.delete('x-oauth-scopes');
          headers.delete('content-encoding');
          return new Response(await response.text(), { status: response.status, headers });
        },
      },
    });
    const { good, bad } = await findings();
    expect(bad).toEqual([]);
    expect(good).toContainEqual(expect.stringContaining('doesn’t say which scopes are granted'));
  });

  test('says where it cannot look, and looks at the rest', async () => {
    running = await start();
    running.slack.fault({ method: 'users.list', kind: 'error', error: 'fatal_error', times: 9 });
    const { good, bad } = await findings();
    expect(bad).toEqual([expect.stringMatching(/Policy: /)]);
    expect(good.length).toBeGreaterThan(8);
  });

  test('sees a clock that is wrong, and scopes that an old installation lacks', async () => {
    running = await start({
      runtime: {
        async fetch(input, init) {
          const response = await fetch(input, init);
          const { pathname } = new URL(response.url);
          if (!pathname.endsWith('/auth.test')) return response;
          const headers = new Headers(response.headers);
          headers.set('date', new Date(Date.now() - 120_000).toUTCString());
          headers.set('x-oauth-scopes', 'commands,chat:write');
          return new Response(await response.text(), { status: response.status, headers });
        },
      },
    });
    const { bad } = await findings();
    expect(bad).toEqual([
      expect.stringContaining(
        'im:write, users:read, files:write, usergroups:read, channels:read, groups:read',
      ),
      expect.stringMatching(/11[89]|120 s ahead of Slack/),
    ]);
  });
});
