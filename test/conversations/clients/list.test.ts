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
    const first = await aiko.seesMessage('1 to 10 of 10,000 clients', { timeoutMs: 10_000 });
    expect(first.content).toContain('client 09999');
    expect(aiko.canPress('Previous')).toBe(false);
    const asked = count(running.api, 'list');
    await aiko.press('Next');
    expect((await aiko.seesMessage('11 to 20 of 10,000')).content).toContain('client 09989');
    await aiko.press('Previous');
    await aiko.seesMessage('1 to 10 of 10,000');
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
    await aiko.seesMessage('Only of billing · matching “client 0002”');
    await aiko.press('Filter');
    await aiko.seesModal('Filter API clients');
    await aiko.sees(({ modal }) => modal !== undefined && 'Order' in modal.fields);
    await aiko.fill('Text', '00017');
    await aiko.choose('Order', 'By name');
    await aiko.submit();
    expect((await aiko.seesMessage('matching “00017”')).content).toContain('1 client');
    await aiko.command('/apiclient list --mine');
    await aiko.seesMessage('No clients match');
    await aiko.press('Clear filters');
    await aiko.seesMessage('1 to 10 of 34 clients');
  });

  test('filters by whose they are, where they come from, how old they are and when they end', async () => {
    running.api.seed('billing', [
      { name: 'by hand', createTime: '2024-01-01T00:00:00Z' },
      { name: 'by hand too', createTime: new Date().toISOString() },
    ]);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose exports --until 10d');
    await aiko.seesMessage('API client created');
    const shows = async (filter: string, ...names: readonly string[]): Promise<void> => {
      const before = aiko.messages('dm').length;
      await aiko.command(`/apiclient list --user billing ${filter}`);
      await aiko.sees(() => aiko.messages('dm').length > before);
      const { content } = aiko.messages('dm').at(-1) ?? { content: '' };
      const all = ['nightly', 'by hand too', 'by hand'];
      const seen = all.filter((name) => new RegExp(`^${name}(  .*)?$`, 'm').test(content));
      expect([filter, seen]).toEqual([filter, names]);
    };
    await shows('', 'nightly', 'by hand too', 'by hand');
    await shows('--owner @aiko', 'nightly');
    await shows('--owner @ben');
    await shows('--unknown-origin', 'by hand too', 'by hand');
    await shows('--older-than 90d', 'by hand');
    await shows('--older-than 12w --unknown-origin', 'by hand');
    await shows('--ending 14d', 'nightly');
    await shows('--ending 1w');
  });

  test('does so in the form, too, where each filter is named', async () => {
    running.api.seed('billing', [{ name: 'by hand', createTime: '2024-01-01T00:00:00Z' }]);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    await aiko.seesMessage('by hand');
    await aiko.press('Filter');
    await aiko.sees(({ modal }) => modal !== undefined && 'Order' in modal.fields);
    await aiko.fill('Older than (days)', 'many');
    await aiko.submit();
    await aiko.sees(({ modal }) => Object.keys(modal?.errors ?? {}).includes('Older than (days)'));
    await aiko.fill('Older than (days)', '90');
    await aiko.choose('Only', ['Clients of unknown origin']);
    await aiko.submit();
    const listed = await aiko.seesMessage('Only of billing · of unknown origin · older than 90 days');
    expect(listed.content).toContain('by hand');
    await aiko.press('Filter');
    await aiko.sees(({ modal }) => modal !== undefined && 'Order' in modal.fields);
    await aiko.choose('Owner', 'ben');
    await aiko.submit();
    await aiko.sees(({ modal }) => Object.keys(modal?.errors ?? {}).includes('Only'));
    await aiko.choose('Only', []);
    await aiko.submit();
    await aiko.seesMessage(/Only of billing · owned by @Ben.* · older than 90 days/);
  });

  test.each([
    ['--owner somebody', 'somebody is neither a person nor a user group that I know'],
    ['--user @ben', /@Ben.* is a person. --user takes the name of an Alphaus user/],
    ['--older-than soon', '--older-than takes a number of days or weeks, as in 90d or 12w'],
    ['--ending 0d', '--ending takes a number of days or weeks'],
    ['--unknown-origin --mine', 'A client of unknown origin has no known owner'],
  ])('hears what is wrong with %s', async (typed, said) => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient list ${typed}`);
    await aiko.seesMessage(said);
  });

  test('jumps to a page, and to the names of a letter', async () => {
    running.api.seed('billing', numbered(95));
    running.api.seed('billing', [{ name: 'zebra' }, { name: '#1' }]);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    await aiko.seesMessage('1 to 10 of 97 clients');
    await aiko.press('Go to');
    await aiko.sees(({ modal }) => modal !== undefined && 'Page' in modal.fields);
    await aiko.fill('Page', '11');
    await aiko.submit();
    await aiko.sees(({ modal }) => modal?.errors['Page'] === 'A number from 1 to 10.');
    await aiko.fill('Page', '5');
    await aiko.submit();
    await aiko.seesMessage('41 to 50 of 97 clients');
    await aiko.press('Go to');
    await aiko.sees(({ modal }) => modal !== undefined && 'Page' in modal.fields);
    await aiko.choose('Names that begin with', 'Z');
    await aiko.submit();
    expect((await aiko.seesMessage('91 to 97 of 97 clients')).content).toContain('zebra');
  });

  test('sees a name that holds markup as it is', async () => {
    running.api.seed('billing', [{ name: '*not bold* :tada:' }, { name: 'snake_case_name' }]);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    const listed = await aiko.seesMessage('snake_case_name');
    expect(listed.content).toContain('*not bold* :tada:');
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
