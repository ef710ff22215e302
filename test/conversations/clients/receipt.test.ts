import { describe, expect, test } from 'vitest';
import { clientNamed } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { takenLate } from '../../taken-late.js';

const running = runningForEach();
const aiko = () => running.slack.as('aiko');
const inDm = () =>
  aiko()
    .messages('dm')
    .map(({ content }) => content.split('\n')[0] ?? '')
    // A busy machine may take long enough to be told that work goes on.
    .filter((line) => !line.startsWith('Still working'));

async function creates(): Promise<string> {
  await aiko().command('/apiclient create nightly --user billing --purpose "Exports *costs*"');
  await aiko().seesMessage('save its secret now');
  await aiko().seesMessage('API client created');
  await running.settled();
  return clientNamed(running.api, 'nightly').id;
}

describe('a receipt', () => {
  test('is two lines and a menu, above the secret', async () => {
    const id = await creates();
    expect(inDm()).toEqual(['API client created: nightly under billing', 'nightly: save its secret now']);
    const { content } = await aiko().seesMessage('API client created');
    expect(content.replace(/[A-Z][a-z]{2} \d+, \d{4} \d+:\d{2} [AP]M/, 'TIME').split('\n')).toEqual([
      'API client created: nightly under billing',
      '[Show | Extend | Rotate | Replace | Delete]',
      `Exports *costs* ${id} · @Aiko Tanaka · TIME · Secret not confirmed yet. Lost it? Use Replace.`,
    ]);
  });

  test.each([
    ['Extend', 'Until'],
    ['Rotate', 'Overlap (days)'],
    ['Replace', 'Programs that use it stop working'],
    ['Delete', 'This cannot be undone'],
  ])('its menu asks for %s as the button of that name does', async (entry, asked) => {
    await creates();
    await aiko().press(entry, { in: 'message' });
    await aiko().seesModal(asked);
  });

  test('its menu shows the client', async () => {
    await creates();
    await aiko().press('Show', { in: 'message' });
    await aiko().seesMessage('Created by: @Aiko Tanaka');
  });

  test('shows what became of its client, also where Slack takes last what was drawn first', async () => {
    const id = await creates();
    const late = await takenLate(running, 'chat.update');
    await aiko().press('I have saved it');
    await late.sent();
    await aiko().command(`/apiclient extend ${id} --until 90d`);
    await aiko().seesMessage(/API client created[^]* · until /);
    late.takesIt();
    await running.settled();
    const { content } = await aiko().seesMessage('API client created');
    expect(content).toMatch(/ · until .* · You saved the secret /);
  });

  test('says what became of a deleted client, and has no menu then', async () => {
    await creates();
    await aiko().press('Delete', { in: 'message' });
    await aiko().seesModal('This cannot be undone');
    await aiko().submit();
    await aiko().seesMessage(/API client created[\s\S]*Deleted by @Aiko Tanaka/);
    expect(aiko().canPress('Rotate', { in: 'message' })).toBe(false);
  });
});

describe('what announces a client before its secret', () => {
  test.each([
    { status: 403, said: 'denied permission' },
    { status: 500, said: 'didn’t answer clearly' },
  ])('goes again where the API answers $status and no client is there', async ({ status, said }) => {
    running.api.fault({ operation: 'create', kind: 'status', status });
    await aiko().command('/apiclient create nightly --user billing --purpose x', { channel: '#general' });
    await aiko().seesMessage(said);
    await running.settled();
    expect(inDm()).toEqual([]);
    expect(running.slack.calls().some(({ method }) => method === 'chat.delete')).toBe(true);
  });

  test('does not keep the secret waiting where Slack is slow, and becomes the receipt all the same', async () => {
    running.slack.fault({ method: 'chat.postMessage', kind: 'delay', ms: 4_500, times: 1 });
    await aiko().command('/apiclient create nightly --user billing --purpose x');
    await aiko().seesMessage('save its secret now', { timeoutMs: 4_400 });
    await aiko().seesMessage('API client created');
    await running.settled();
    expect(inDm().filter((line) => /nightly under/.test(line))).toHaveLength(1);
  });

  test('goes where the secret cannot be shown', async () => {
    running.slack.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'channel_not_found' });
    await aiko().command('/apiclient create nightly --user billing --purpose x', { channel: '#general' });
    await aiko().seesMessage('Nobody has it');
    await running.settled();
    expect(inDm()).toEqual([]);
  });
});
