import { describe, expect, test } from 'vitest';
import { count, root, start } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

const numbered = (howMany: number) =>
  Array.from({ length: howMany }, (_, index) => ({
    name: `client ${String(index).padStart(5, '0')}`,
    createTime: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
  }));

describe('an admin who lists API clients', () => {
  test('sees those of all Alphaus users, marked where nobody knows whose they are', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create mine --user billing --purpose exports');
    await aiko.seesMessage('API client created');
    await aiko.command('/apiclient list', { channel: '#general' });
    const list = await aiko.seesMessage('API clients');
    expect(list.isEphemeral).toBe(true);
    for (const words of ['mine', 'exports', 'Aiko Tanaka', 'unknown origin', root]) {
      expect(list.content).toContain(words);
    }
    expect(running.slack.as('ben').messages('#general')).toEqual([]);
  });

  test('pages through 10,000, newest first, without asking the API again within a minute', async () => {
    running.api.seed('billing', numbered(10_000));
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    const first = await aiko.seesMessage('1 to 10 of 10000 clients', { timeoutMs: 10_000 });
    expect(first.content).toContain('client 09999');
    expect(aiko.canPress('Previous')).toBe(false);
    const asked = count(running.api, 'list');
    await aiko.press('Next');
    expect((await aiko.seesMessage('11 to 20 of 10000')).content).toContain('client 09989');
    await aiko.press('Previous');
    await aiko.seesMessage('1 to 10 of 10000');
    expect(count(running.api, 'list')).toBe(asked);
  });

  test('of one Alphaus user sees what was made in the console a moment before', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    await aiko.seesMessage('No clients match');
    running.api.seed('billing', [{ name: 'by hand' }]);
    await aiko.command('/apiclient list by hand --user billing');
    await aiko.seesMessage('1 client');
  });

  test('goes on with what was told, reads of when that is, and asks again with Refresh', async () => {
    running.api.seed('billing', numbered(30));
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list');
    expect((await aiko.seesMessage('1 to 10 of 34')).content).toContain('As of ');
    running.api.seed('billing', [{ name: 'by hand' }]);
    const asked = count(running.api, 'list');
    await aiko.press('Next');
    await aiko.seesMessage('11 to 20 of 34');
    await aiko.command('/apiclient list');
    await aiko.seesMessage('1 to 10 of 34');
    expect(count(running.api, 'list')).toBe(asked);
    await aiko.press('Refresh');
    expect((await aiko.seesMessage('1 to 10 of 35')).content).toContain('by hand');
  });

  test('filters by text, by user and by owner, typed or in the form', async () => {
    running.api.seed('billing', numbered(30));
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing client 0002');
    await aiko.seesMessage('of billing matching “client 0002”');
    await aiko.press('Filter');
    await aiko.seesModal('Filter API clients');
    await aiko.sees(({ modal }) => modal !== undefined && 'Order' in modal.fields);
    await aiko.fill('Text', '00017');
    await aiko.choose('Order', 'By name');
    await aiko.submit();
    expect((await aiko.seesMessage('matching “00017”')).content).toContain('1 client');
    await aiko.command('/apiclient list --mine');
    await aiko.seesMessage('No clients match');
  });

  test('shows one with everything known, and offers to delete it', async () => {
    const aiko = running.slack.as('aiko');
    const [client] = running.api.seed('billing', [{ name: 'by hand' }]);
    await aiko.command('/apiclient list by hand --user billing');
    await aiko.seesMessage('by hand');
    await aiko.press('Show');
    const shown = await aiko.seesMessage('Unknown origin');
    expect(shown.content).toContain(client?.id);
    await aiko.press('Delete', { in: shown });
    await aiko.seesModal('cannot be undone');
  });

  test('is told that an Alphaus user or client does not exist', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user nobody');
    await aiko.seesMessage('no Alphaus user nobody');
    await aiko.command('/apiclient show ripple-000000000000');
    await aiko.seesMessage('No API client found');
  });

  test.each([
    ['drops the connection', { kind: 'drop-before' }, 'Couldn’t reach Alphaus'],
    ['answers HTML', { kind: 'nonsense' }, 'doesn’t understand'],
    ['answers another shape', { kind: 'nonsense', body: 'wrong-shape' }, 'doesn’t understand'],
    ['fails', { kind: 'status', status: 503 }, 'had an error while listing'],
  ] as const)('hears a sentence with a reference when the API %s', async (_, fault, said) => {
    running.api.fault({ operation: 'list', ...fault });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    const told = await aiko.seesMessage(said, { timeoutMs: 28_000 });
    expect(running.log()).toContain(/Reference: (\w{8})/.exec(told.content)?.[1] ?? 'no reference');
    expect(told.content).not.toMatch(/\b[45]\d\d\b|Error|undefined|stack/);
  });
});

describe('an admin who lists the API clients of many Alphaus users', () => {
  const subusers = Array.from({ length: 20 }, (_, index) => `subuser-${index}`);
  const clients = [root, ...subusers].map((user) => ({ user, name: `client of ${user}` }));

  test('sees what has come, how much is missing, and all of it with Refresh', async () => {
    const large = await start({
      api: { accounts: [{ root, subusers, clients }] },
    });
    large.api.fault({ operation: 'list', kind: 'delay', ms: 60_000, user: 'subuser-3', times: 1 });
    const aiko = large.slack.as('aiko');
    await aiko.command('/apiclient list client of');
    const part = await aiko.seesMessage(/\d+ of 21 Alphaus users so far/);
    expect(part.content).not.toContain('of 21 clients');
    await aiko.press('Refresh');
    const whole = await aiko.seesMessage('of 21 clients');
    expect(whole.content).not.toContain('so far');
    await large.stop();
  });
});
