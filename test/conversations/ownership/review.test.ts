import { describe, expect, test } from 'vitest';
import { clientNamed, root } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({ policy: { approval: 'never' } });
const TITLE = 'What needs attention';

const seed = (howMany: number, user = 'billing') =>
  running.api.seed(
    user,
    Array.from({ length: howMany }, (_, index) => ({
      name: `by hand ${String(index).padStart(3, '0')}`,
      createTime: '2026-01-01T00:00:00.000Z',
    })),
  );

describe('an admin who reviews what needs attention', () => {
  test('sees at any time what is there now, before any digest, and nobody else is told', async () => {
    seed(1);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient review', { channel: '#general' });
    const shown = await aiko.seesMessage(TITLE);
    expect(shown.isEphemeral).toBe(true);
    for (const words of ['by hand 000', 'Unknown origin', '[Claim]', '[Keep for 90 days]']) {
      expect(shown.content).toContain(words);
    }
    // The client that the bot itself uses needs nobody's attention.
    expect(shown.content).not.toContain(running.api.rootClient.id);
    expect(running.slack.as('ben').messages()).toEqual([]);
  });

  test('pages forth and back, and filters by kind and Alphaus user, typed or in the form', async () => {
    seed(25);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient review unknown-origin --user billing');
    const names = (content: string) => content.match(/by hand \d+/g) ?? [];
    const first = names((await aiko.seesMessage(TITLE)).content);
    expect(first).toHaveLength(10);
    await aiko.press('Next');
    const [second] = await pageAfter(first);
    await aiko.press('Next');
    const [third, last] = await pageAfter(second);
    expect([third.length, last.canPress('Next')]).toEqual([5, false]);
    expect(new Set([...first, ...second, ...third]).size).toBe(25);
    await aiko.press('Previous');
    expect((await pageAfter(third))[0]).toEqual(second);
    await aiko.press('Filter');
    await aiko.sees(({ modal }) => modal !== undefined && 'Kind' in modal.fields);
    await aiko.choose('Kind', 'Ending soon');
    await aiko.submit();
    await aiko.seesMessage('Nothing of this kind needs attention');

    async function pageAfter(before: readonly string[]) {
      let found: readonly string[] = [];
      await aiko.sees(({ messages }) => {
        found = names(messages.findLast(({ content }) => content.includes(TITLE))?.content ?? '');
        return found.length > 0 && found[0] !== before[0];
      });
      return [found, aiko] as const;
    }
  });

  test('does what is to be done from there, and it is gone the next time', async () => {
    seed(3);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient review --user billing');
    await aiko.seesMessage(TITLE);
    await aiko.press('Keep for 90 days', { near: 'by hand 000' });
    await aiko.seesMessage('stays as it is');
    await aiko.press('Delete', { near: 'by hand 001' });
    await aiko.seesModal('cannot be undone');
    await aiko.fill('Name', 'by hand 001');
    await aiko.press('Delete');
    await aiko.seesModal('Deleted by hand 001');
    await aiko.reload();
    await aiko.command('/apiclient review --user billing');
    const left = await aiko.seesMessage(TITLE);
    expect(left.content.match(/by hand \d+/g)).toEqual(['by hand 002']);
  });

  test('has in the list only what is left, once something is kept', async () => {
    seed(11);
    const aiko = running.slack.as('aiko');
    const names = ({ content }: { readonly content: string }) => content.match(/by hand \d+/g) ?? [];
    await aiko.command('/apiclient review unknown-origin --user billing', { channel: '#general' });
    const first = names(await aiko.seesMessage(TITLE));
    await aiko.press('Next');
    await aiko.sees(({ messages }) => messages.some((one) => names(one).length === 1));
    // Nothing is left of that page: the list begins at its beginning.
    await aiko.press('Keep for 90 days');
    expect(names(await aiko.seesMessage('stays as it is'))).toEqual(first);
    const [one = '', ...others] = first;
    await aiko.press('Keep for 90 days', { near: one });
    await aiko.sees(({ messages }) => messages.every(({ content }) => !content.includes(one)));
    expect(aiko.messages('#general').map(names)).toEqual([others]);
  });

  describe('finds in the list what was done, and what is left of it', () => {
    /** The API lists them in any order. */
    const names = ({ content }: { readonly content: string }) =>
      (content.match(/by hand \d+/g) ?? []).toSorted();

    test('once one of it is claimed', async () => {
      seed(3);
      const aiko = await reviewing();
      await aiko.press('Claim', { near: 'by hand 000' });
      await aiko.seesModal('by hand 000');
      await aiko.fill('Purpose', 'nightly import');
      await aiko.submit();
      const list = await aiko.seesMessage('by hand 000 now belongs to @Aiko Tanaka');
      expect(names(list)).toEqual(['by hand 000', 'by hand 001', 'by hand 002']);
      expect(aiko.messages('#general')).toHaveLength(1);
      expect(list.content.match(/\[Claim\]/g)).toHaveLength(2);
    });

    test('once one of it is assigned', async () => {
      seed(3);
      const aiko = await reviewing();
      await aiko.press('Assign', { near: 'by hand 001' });
      await aiko.seesModal('by hand 001');
      await aiko.choose('New owner', 'ben');
      await aiko.fill('Purpose', 'nightly import');
      await aiko.submit();
      const list = await aiko.seesMessage('by hand 001 now belongs to @Ben Ortiz');
      expect(names(list)).toEqual(['by hand 000', 'by hand 001', 'by hand 002']);
      expect(list.content.match(/\[Assign\]/g)).toHaveLength(2);
      expect(aiko.messages('#general')).toHaveLength(1);
    });

    test('once one of it is deleted', async () => {
      seed(3);
      const aiko = await reviewing();
      await deleting('by hand 002');
      await aiko.sees(({ messages }) => messages.every(({ content }) => !content.includes('by hand 002')));
      expect(aiko.messages('#general').map(names)).toEqual([['by hand 000', 'by hand 001']]);
    });

    test('in the modal over App Home as well', async () => {
      seed(3);
      const aiko = running.slack.as('aiko');
      await aiko.openHome();
      await aiko.sees(() => aiko.canPress('Review', { in: 'home' }));
      await aiko.press('Review', { in: 'home' });
      await aiko.seesModal('by hand 000');
      await deleting('by hand 002');
      await aiko.closeModal();
      await aiko.sees(({ modal }) => modal !== undefined && !modal.content.includes('by hand 002'));
      await aiko.press('Claim', { near: 'by hand 000' });
      await aiko.sees(({ modal }) => modal !== undefined && 'Purpose' in modal.fields);
      await aiko.fill('Purpose', 'nightly import');
      await aiko.submit();
      const list = await aiko.seesModal('by hand 000 now belongs to @Aiko Tanaka');
      expect(names(list)).toEqual(['by hand 000', 'by hand 001']);
    });

    test('where another admin was first', async () => {
      running.slack.changePerson('ben', { isAdmin: true });
      const [client] = seed(2);
      const aiko = await reviewing();
      await aiko.press('Claim', { near: 'by hand 000' });
      await aiko.seesModal('by hand 000');
      await aiko.fill('Purpose', 'nightly import');
      const ben = running.slack.as('ben');
      await ben.command(`/apiclient claim ${client?.id} --purpose mine`);
      await ben.seesMessage('now belongs to');
      await aiko.submit();
      await aiko.seesMessage('already has an owner');
      const list = aiko.messages('#general').filter(({ content }) => content.includes(TITLE));
      expect(list.map(names)).toEqual([['by hand 001']]);
    });

    async function reviewing() {
      const aiko = running.slack.as('aiko');
      await aiko.command('/apiclient review --user billing', { channel: '#general' });
      await aiko.seesMessage(TITLE);
      return aiko;
    }

    async function deleting(name: string) {
      const aiko = running.slack.as('aiko');
      await aiko.press('Delete', { near: name });
      await aiko.seesModal('cannot be undone');
      await aiko.fill('Name', name);
      await aiko.submit();
      await aiko.seesModal(`Deleted ${name}`);
    }
  });

  test('hears where another admin was first, and has no button of that any more', async () => {
    running.slack.changePerson('ben', { isAdmin: true });
    seed(2);
    const [aiko, ben] = [running.slack.as('aiko'), running.slack.as('ben')];
    for (const one of [aiko, ben]) {
      await one.command('/apiclient review --user billing');
      await one.seesMessage(TITLE);
    }
    await aiko.press('Keep for 90 days', { near: 'by hand 000' });
    await aiko.seesMessage('stays as it is');
    await ben.press('Keep for 90 days', { near: 'by hand 000' });
    await ben.seesMessage('Reference');
    const list = await ben.seesMessage(TITLE);
    expect(list.content.match(/by hand \d+/g)).toEqual(['by hand 001']);
  });

  test('reads the same day of an end as in show', async () => {
    const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient create nightly --user billing --purpose exports --until ${day}`);
    await aiko.seesMessage('API client created');
    await running.slack.settled();
    await aiko.command(`/apiclient show ${clientNamed(running.api, 'nightly').id}`, { channel: '#general' });
    const end = /Until: (.*)/.exec((await aiko.seesMessage('Created by')).content)?.[1] ?? '';
    await aiko.command('/apiclient review ending', { channel: '#general' });
    expect((await aiko.seesMessage('Ending soon')).content).toContain(`Ending soon: ${end} · `);
  });

  test('hears that a part may be missing, where Alphaus does not answer', async () => {
    const aiko = running.slack.as('aiko');
    running.api.fault({ operation: 'list', kind: 'status', status: 403, times: 50 });
    await aiko.command('/apiclient review');
    await aiko.seesMessage('something may be missing');
  });

  test('is told how a kind is called', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient review everything');
    await aiko.seesMessage('Unexpected argument everything');
    await aiko.command(`/apiclient review --user ${root}x`);
    await aiko.seesMessage('no Alphaus user');
  });
});

test('everybody else is refused, and does not learn what there is', async () => {
  seed(1);
  const ben = running.slack.as('ben');
  await ben.command('/apiclient review');
  const told = await ben.seesMessage('Only admins can do this');
  expect(told.content).not.toContain('by hand');
  await ben.command('/apiclient why review');
  await ben.seesMessage('You can’t review what needs attention');
});
