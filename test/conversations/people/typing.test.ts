import { describe, expect, test } from 'vitest';
import { clientNamed, count, root } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

describe('a person who mistypes a command', () => {
  test('is offered what they meant, with what they typed behind it', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient crete nightly --user billing --purpose "exports, nightly"');
    await aiko.seesMessage('Unknown command crete. Did you mean create?');
    await aiko.press('Yes, create');
    await aiko.seesMessage('API client created');
    const made = clientNamed(running.api, 'nightly');
    expect(made).toMatchObject({ name: 'nightly', user: 'billing' });
  });

  test.each([
    ['長', 850, 'with'],
    ['長', 2_000, 'without'],
    // As JSON each of them takes two characters.
    ['"', 1_000, 'without'],
  ])(
    'who typed a long purpose (%s, %i times) is answered %s a button',
    async (character, times, expected) => {
      const aiko = running.slack.as('aiko');
      await aiko.command(`/apiclient crete nightly --user billing --purpose ${character.repeat(times)}`);
      await aiko.seesMessage('Unknown command crete. Did you mean create?');
      expect(aiko.canPress('Yes, create')).toBe(expected === 'with');
    },
  );

  test('hears how this command is typed', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient who-can create billing now');
    await aiko.seesMessage('/apiclient who-can --help shows how to type this command');
  });

  test.each([
    ['who-can create ""', 'Alphaus user'],
    ['requests ""', '--help shows how to type'],
  ])('is answered where an argument is empty: %s', async (typed, said) => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient ${typed}`);
    await aiko.seesMessage(said);
  });

  test('is not led past their rights', async () => {
    const ben = running.slack.as('ben');
    await ben.command('/apiclient setpu');
    await ben.seesMessage('Did you mean setup?');
    await ben.press('Yes, setup');
    await ben.seesMessage('Only admins can do this');
  });

  test('hears that there is help where nothing is close', async () => {
    const ben = running.slack.as('ben');
    await ben.command('/apiclient frobnicate');
    await ben.seesMessage('Unknown command frobnicate. /apiclient help shows all commands.');
  });
});

describe('a person who wants to know how a command is typed', () => {
  test.each(['list --help', 'list -h', 'list ?', 'list —help', 'help list', 'help LIST'])(
    'reads it by /apiclient %s, and nothing is done',
    async (typed) => {
      const aiko = running.slack.as('aiko');
      await aiko.command(`/apiclient ${typed}`);
      const told = await aiko.seesMessage('/apiclient list [--user U]');
      expect(told.content).not.toContain('/apiclient create');
      expect(count(running.api, 'list')).toBe(0);
    },
  );

  test.each(['--help', '?', '-h'])('sees all of them by /apiclient %s', async (typed) => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient ${typed}`);
    await aiko.seesMessage('/apiclient create  create an API client');
  });

  test('hears beside it that they may not', async () => {
    const ben = running.slack.as('ben');
    await ben.command('/apiclient setup --help');
    const told = await ben.seesMessage('/apiclient setup');
    expect(told.content).toMatch(/Only admins can do this. Ask @Aiko.* or another admin/);
  });
});

describe('a person who names an Alphaus user that there is not', () => {
  test.each([
    ['create x --user nobody --purpose y', 'Type /apiclient create without arguments'],
    ['request x --user nobody --purpose y', 'Type /apiclient request without arguments'],
    ['list --user nobody', 'Type /apiclient list and press Filter'],
    ['review --user nobody', 'Type /apiclient review and press Filter'],
    ['access add @ben nobody', 'Type /apiclient access and press Add'],
  ])('hears where to choose one for /apiclient %s', async (typed, hint) => {
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient ${typed}`);
    await aiko.seesMessage(`There’s no Alphaus user nobody that you can use. ${hint} to choose from a list.`);
  });
});

describe('a client is found', () => {
  const seeded = (name: string) => {
    const [client] = running.api.seed(root, [{ name }]);
    if (client === undefined) throw new Error('nothing was seeded');
    return client;
  };

  test.each([
    (id: string) => `\`${id}\``,
    (id: string) => `"${id}"`,
    (id: string) => `*${id}*`,
    (id: string) => `<${id}>`,
    (id: string) => `\u200b${id}\ufeff`,
    (id: string) => `${id},`,
    (id: string) => id.toUpperCase(),
  ])('by its id however that is pasted (%#)', async (pasted) => {
    const { id } = seeded('weekly report');
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient show ${pasted(id)}`);
    const told = await aiko.seesMessage('weekly report');
    expect(told.content).toContain(id);
  });

  test.each(['weekly report', '"weekly report"', 'Weekly Report'])('by its name: %s', async (typed) => {
    const { id } = seeded('weekly report');
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient delete ${typed}`);
    const told = await aiko.seesModal('Delete this API client?');
    expect(told.content).toContain(id);
  });

  test('by none of two that have the same name: their ids are told', async () => {
    const [one, other] = [seeded('twin'), seeded('twin')];
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient show twin');
    const told = await aiko.seesMessage('2 API clients that you can see are named “twin”');
    for (const { id } of [one, other]) expect(told.content).toContain(id);
  });

  test('by nobody who may not see it, by its name as little as by its id', async () => {
    const { id } = seeded('weekly report');
    const ben = running.slack.as('ben');
    for (const typed of [id, 'weekly report']) {
      await ben.command(`/apiclient show ${typed}`);
      const told = await ben.seesMessage('No API client found with that ID or name');
      expect(told.content).not.toContain('weekly');
    }
    const refused = (await running.audit()).filter(({ outcome }) => outcome === 'refused');
    expect(refused.map(({ action, reason }) => [action, reason])).toEqual([
      ['show', 'client-not-found'],
      ['show', 'client-not-found'],
    ]);
  });
});

describe('what looks like a mention', () => {
  test('stays as it was typed in a name and a purpose', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command(
      '/apiclient create "sync #general" --user billing --purpose "for @ben and @platform, see #general"',
    );
    await aiko.seesMessage('API client created');
    const made = clientNamed(running.api, 'sync #general');
    expect(made?.name).toBe('sync #general');
    await aiko.command('/apiclient show sync #general');
    const shown = await aiko.seesMessage('Created by');
    expect(shown.content).toContain('for @ben and @platform, see #general');
  });

  test('stays so in the purpose of a claim', async () => {
    const [client] = running.api.seed(root, [{ name: 'by hand' }]);
    const aiko = running.slack.as('aiko');
    await aiko.command(`/apiclient claim ${client?.id} --purpose "for @ben, see #general"`);
    await aiko.seesMessage('now belongs to');
    await aiko.command(`/apiclient show ${client?.id}`);
    await aiko.seesMessage('Purpose: for @ben, see #general');
  });

  test('stays so on the card, in the list, in the trail and in both files', async () => {
    const [aiko, ben] = [running.slack.as('aiko'), running.slack.as('ben')];
    const [name, purpose] = ['sync #general', 'for @ben and @platform, see #general'];
    await ben.command(`/apiclient request "${name}" --user billing --purpose "${purpose}"`);
    const card = await aiko.seesMessage('requests sync');
    expect(card.content).toContain(name);
    expect(card.content).toContain(purpose);
    await aiko.press('Approve', { in: card });
    await ben.seesMessage('approved your request');
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    expect(clientNamed(running.api, name).name).toBe(name);
    await ben.command('/apiclient list');
    const listed = await ben.seesMessage('1 client');
    expect(listed.content).toContain(`${name}  ${purpose}`);
    await ben.command('/apiclient list sync #general');
    await ben.seesMessage('matching “sync #general”');
    await aiko.command('/apiclient audit');
    await aiko.seesMessage(`“${name}”`);
    await aiko.command('/apiclient list --export csv');
    await aiko.seesMessage('as you can see them now');
    await aiko.command('/apiclient audit --export csv');
    await aiko.seesMessage('npm run audit:verify');
    const [clients, trail] = running.slack.files();
    expect(clients?.content).toContain(name);
    expect(clients?.content).toContain(purpose);
    expect(trail?.content).toContain(name);
    const everything = [...aiko.messages(), ...ben.messages()].map(({ content }) => content).join('\n');
    expect(`${everything}${clients?.content}${trail?.content}`).not.toMatch(/<#C|<@U\w+\||<!subteam/);
  });
});
