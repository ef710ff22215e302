import { describe, expect, test } from 'vitest';
import { clientNamed, count, members, root } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

const DATA = 'データ連携';
const DATA_IN_PIECES = DATA.normalize('NFD');

const seeded = (name: string) => {
  const [client] = running.api.seed(root, [{ name }]);
  if (client === undefined) throw new Error('nothing was seeded');
  return client;
};

async function inTheForm(name: string, purpose: string) {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient create');
  await aiko.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  await aiko.choose('Alphaus user', 'billing');
  await aiko.fill('Name', name);
  await aiko.fill('Purpose', purpose);
  await aiko.submit();
  return aiko;
}

describe('who names an API client', () => {
  test('is told under the field which characters would mislead a reader, and where they are', async () => {
    const aiko = await inTheForm('invoice\u202egnp', 'exports\u200b costs');
    expect(aiko.modal()?.errors).toEqual({
      Name: expect.stringContaining('invoice⟨U+202E⟩gnp'),
      Purpose: expect.stringContaining('exports⟨U+200B⟩ costs'),
    });
    await aiko.fill('Name', 'invoice');
    await aiko.fill('Purpose', 'exports costs');
    await aiko.submit();
    await aiko.seesMessage('API client created');
  });

  test.each(['a\u00adb', '\u3164', 'a\u2066b', 'a\ufeffb', 'a\u180eb', 'a\u{e0041}b', 'a\u200db'])(
    'is told the same of a typed command (%j)',
    async (name) => {
      const aiko = running.slack.as('aiko');
      await aiko.command(`/apiclient create "${name}" --user billing --purpose x`);
      await aiko.seesMessage('contains hidden characters');
      await aiko.command(`/apiclient create x --user billing --purpose "${name}"`);
      await aiko.seesMessage('The purpose contains hidden characters');
      expect(count(running.api, 'create')).toBe(0);
    },
  );

  test.each(['👩‍👩‍👧 export', 'گزارش\u200cها', 'क्\u200dष', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '葛\u{e0100}城'])(
    'keeps what emoji and scripts need (%s)',
    async (name) => {
      const aiko = running.slack.as('aiko');
      await aiko.command(`/apiclient create "${name}" --user billing --purpose x`);
      expect((await aiko.seesMessage('API client created')).content).toContain(name);
      expect(clientNamed(running.api, name).user).toBe('billing');
    },
  );

  test('gets the same name however the keyboard composes its letters, and hears that there is one already', async () => {
    seeded(DATA_IN_PIECES);
    const aiko = await inTheForm(DATA_IN_PIECES, DATA_IN_PIECES);
    expect((await aiko.seesMessage('API client created')).content).toContain(DATA);
    expect(clientNamed(running.api, DATA).user).toBe('billing');
    await aiko.command(`/apiclient list ${DATA} --user ${root}`);
    await aiko.seesMessage('1 client');
    await aiko.command(`/apiclient create "${DATA}" --user ${root} --purpose x`);
    await aiko.sees((seen) => seen.modal?.fields['Name'] === DATA);
    await aiko.submit();
    await aiko.sees((seen) => seen.modal !== undefined && 'Same name' in seen.modal.fields);
  });
});

describe('who denies a request', () => {
  test('is told which characters of the reason would mislead the requester', async () => {
    const [aiko, ben] = [running.slack.as('aiko'), running.slack.as('ben')];
    await running.changePolicy({ approvers: members('aiko') });
    await ben.command('/apiclient request nightly --user billing --purpose x');
    const card = await aiko.seesMessage('nightly');
    await aiko.press('Deny', { in: card });
    await aiko.seesModal('Deny this request?');
    await aiko.fill('Reason', 'no\u2067 way');
    await aiko.submit();
    expect(aiko.modal()?.errors['Reason']).toContain('no⟨U+2067⟩ way');
  });
});

describe('a client that was named elsewhere', () => {
  test.each(['invoice\u202egnp.exe', 'nightly\nOwner: Aiko', '\u3164', 'a\u200bb'])(
    'shows what its name hides, and is deleted by the name as shown (%j)',
    async (name) => {
      const aiko = running.slack.as('aiko');
      const client = seeded(name);
      await aiko.command(`/apiclient list --user ${root}`);
      const listed = await aiko.seesMessage('1 to 3 of 3 clients');
      expect(listed.content).toMatch(/⟨U\+[0-9A-F]{4}⟩/);
      expect(listed.content).not.toContain(name);
      await aiko.command(`/apiclient delete ${client.id}`);
      const asked = await aiko.seesModal('cannot be undone');
      const shown = /Name: (.*)/.exec(asked.content)?.[1] ?? '';
      expect(shown).toMatch(/⟨U\+[0-9A-F]{4}⟩/);
      await aiko.fill('Name', shown);
      await aiko.press('Delete');
      await aiko.reads('Deleted');
      expect(running.api.clients().some(({ id }) => id === client.id)).toBe(false);
    },
  );

  test.each([
    ['its name in the other form', () => DATA],
    ['its client ID', (id: string) => id],
  ])('is found by another form of its name, and deleted by typing %s', async (_what, typed) => {
    const aiko = running.slack.as('aiko');
    const client = seeded(DATA_IN_PIECES);
    await aiko.command('/apiclient list ﾃﾞｰﾀ連携');
    await aiko.seesMessage('1 client');
    await aiko.command(`/apiclient delete ${client.id}`);
    const asked = await aiko.seesModal('cannot be undone');
    expect(asked.content).toContain('name or client ID');
    await aiko.fill('Name', typed(client.id));
    await aiko.press('Delete');
    await aiko.reads('Deleted');
    expect(running.api.clients().some(({ id }) => id === client.id)).toBe(false);
  });
});
