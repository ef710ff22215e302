import { beforeEach, describe, expect, test } from 'vitest';
import { MovingClock } from '../../moving-clock.js';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const clock = new MovingClock();
// Noon in Tokyo, where Aiko is, and evening of the day before in New York, where Ben is.
beforeEach(() => {
  clock.reset();
  clock.to('2030-01-10T03:00:00.000Z');
});

const running = runningForEach({
  slack: { now: clock.now },
  api: { now: clock.now },
  runtime: { now: clock.date },
  policy: { approval: 'never', approvers: members('chloe') },
});

const as = (who: string) => running.slack.as(who);

async function creates(who: string, typed: string): Promise<string> {
  await as(who).command(`/apiclient create ${typed} --purpose exports`);
  await as(who).seesMessage('API client created');
  await running.settled();
  const [name = ''] = typed.split(' ');
  return running.api.clients().find((client) => client.name === name)?.id ?? '';
}

const outcomes = async (action: string) =>
  (await running.audit())
    .filter((record) => record.action === action && record.outcome !== 'attempted')
    .map(({ actor, outcome, reason, target: { subject } }) =>
      [actor, outcome, reason, subject].filter((one) => one !== undefined).join(' '),
    );

async function later(instant: string): Promise<void> {
  await running.settled();
  clock.to(instant);
}

describe('an end is asked for when a client is created', () => {
  test('in the form, which suggests what the policy says, and names the latest day', async () => {
    await running.changePolicy({ defaultLifeDays: 30, longestLifeDays: 90 });
    const ben = as('ben');
    await ben.command('/apiclient create nightly --user billing');
    await ben.sees(({ modal }) => modal?.fields['Until'] === '30d');
    await ben.fill('Purpose', 'exports');
    for (const [typed, answer] of [
      ['91d', 'an API client can end at most 90 days ahead. The latest day is 2030-04-09.'],
      ['2030-02-30', 'There’s no such day in the calendar.'],
      ['2030-01-08', 'That day is over.'],
      [
        '2030-01-09',
        'An API client can’t end today, because its owner is told a day before. The earliest day is 2030-01-10.',
      ],
      ['next year', 'I can’t read that end date.'],
    ] as const) {
      await ben.fill('Until', typed);
      await ben.submit();
      await ben.sees(({ modal }) => modal?.errors['Until']?.includes(answer) === true);
    }
    await ben.fill('Until', '90d');
    await ben.submit();
    await ben.seesMessage(/API client created[\s\S]*until Apr 9, 2030 11:59 PM/);
  });

  test('typed, it needs none where the policy has a default', async () => {
    await running.changePolicy({ defaultLifeDays: 30 });
    await creates('ben', 'nightly --user billing');
    await as('ben').seesMessage(/nightly[\s\S]*until Feb 8, 2030 11:59 PM/);
    // In the form it can be left out.
    await as('ben').command('/apiclient create forever');
    await as('ben').sees(({ modal }) => modal?.fields['Until'] !== undefined);
    await as('ben').choose('Alphaus user', 'billing');
    await as('ben').fill('Purpose', 'exports');
    await as('ben').fill('Until', '');
    await as('ben').submit();
    const forever = await as('ben').seesMessage(/API client created[\s\S]*forever/);
    expect(forever.content).not.toContain('until');
  });

  test('typed, it opens the form where the policy wants one and has no default', async () => {
    await running.changePolicy({ longestLifeDays: 90 });
    await as('ben').command('/apiclient create nightly --user billing --purpose exports');
    await as('ben').sees(({ modal }) => modal?.fields['Until'] === '90d');
    expect(running.api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    await as('ben').closeModal();
    await as('ben').command('/apiclient create nightly --user billing --purpose exports --until 100d');
    await as('ben').seesMessage('The latest day is 2030-04-09');
    expect(running.api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    expect(await outcomes('create')).toEqual(['U0BEN refused until-too-late']);
  });

  test('with a request, the end stands on its card, and the client has it', async () => {
    await running.changePolicy({ approval: 'always' });
    await as('ben').command('/apiclient request nightly --user billing --purpose exports --until 2030-02-28');
    await as('chloe').seesMessage(/requests nightly[\s\S]*Until\nMar 1, 2030 5:59 AM/);
    await as('chloe').press('Approve');
    await as('ben').seesMessage('approved your request');
    await as('ben').press('Create and show secret');
    await as('ben').seesMessage(/API client created[\s\S]*until Feb 28, 2030 11:59 PM/);
  });
});

describe('an end is moved', () => {
  test('by its owner, from the button of a warning: the warnings begin anew', async () => {
    await creates('ben', 'nightly --user billing --until 2030-02-28');
    await later('2030-02-28T04:30:00.000Z');
    await later('2030-02-28T04:40:00.000Z');
    const warning = await as('ben').seesMessage('nightly ends in 14 days');
    await as('ben').press('Extend', { in: warning });
    await as('ben').seesModal('Client ID');
    await as('ben').fill('Until', '2030-06-30');
    await as('ben').submit();
    // The warning says what has become of it, and asks for nothing any more.
    const moved = await as('ben').seesMessage('nightly now ends Jun 30, 2030 11:59 PM.');
    expect(moved).toMatchObject({ ts: warning.ts, content: 'nightly now ends Jun 30, 2030 11:59 PM.' });
    expect(
      as('ben')
        .messages('dm')
        .filter(({ content }) => content.includes('nightly ends in')),
    ).toEqual([]);
    await as('ben').seesMessage(/API client created[\s\S]*until Jun 30, 2030 11:59 PM/);
    await later('2030-06-16T18:00:00.000Z');
    await as('ben').seesMessage('nightly ends in 14 days: Jun 30, 2030 11:59 PM');
    expect(await outcomes('extend')).toEqual([
      'bot done warned-late until 2030-03-15T04:00:00.000Z',
      'U0BEN done until 2030-07-01T04:00:00.000Z',
    ]);
  });

  test('by an admin, whose owner hears of it, and not beyond the policy’s longest life, which was shortened since', async () => {
    const id = await creates('ben', 'nightly --user billing --until 300d');
    await running.changePolicy({ longestLifeDays: 60 });
    // The end that is set already stands.
    await as('ben').command(`/apiclient show ${id}`);
    await as('ben').seesMessage(/Until: Nov 5, 2030 11:59 PM[\s\S]*\[Extend\]/);
    await as('aiko').command(`/apiclient extend ${id} --until 90d`);
    await as('aiko').seesMessage('The latest day is 2030-03-11');
    await as('aiko').command(`/apiclient extend ${id} --until 60d`);
    await as('aiko').seesMessage('nightly now ends Mar 11, 2030 11:59 PM.');
    await as('ben').seesMessage(
      'Your API client nightly now ends Mar 11, 2030 10:59 AM. @Aiko Tanaka moved its end date.',
    );
    expect(await outcomes('extend')).toEqual([
      'U0AIKO refused until-too-late',
      'U0AIKO done until 2030-03-11T15:00:00.000Z',
    ]);
  });

  test('by nobody else: others do not learn that there is such a client', async () => {
    const id = await creates('ben', 'nightly --user billing --until 30d');
    for (const who of ['daniel', 'gus']) {
      await as(who).command(`/apiclient extend ${id} --until 60d`);
    }
    await as('daniel').seesMessage('No API client found with that ID');
    await as('gus').seesMessage('Guests can’t use API clients');
    await as('chloe').command(`/apiclient extend ${id} --until 60d`);
    await as('chloe').seesMessage('This API client isn’t yours');
    await as('ben').command('/apiclient why extend');
    await as('ben').seesMessage('You can move the end date of an API client');
  });

  test('not of the client that the connection uses, and not of one of unknown origin', async () => {
    const { id } = running.api.rootClient;
    await as('aiko').command(`/apiclient extend ${id} --until 30d`);
    await as('aiko').seesMessage('The bot itself uses this API client');
    const [elsewhere] = running.api.seed('billing', [{ name: 'made elsewhere' }]);
    await as('aiko').command(`/apiclient extend ${elsewhere?.id} --until 30d`);
    await as('aiko').seesMessage('This client wasn’t created with this bot');
  });

  test('without an id, the form asks for it', async () => {
    const id = await creates('ben', 'nightly --user billing --until 30d');
    await as('ben').command('/apiclient extend');
    await as('ben').seesModal('Which client?');
    await as('ben').fill('Client ID', id);
    await as('ben').submit();
    await as('ben').seesModal('nightly');
    await as('ben').fill('Until', '12w');
    await as('ben').submit();
    await as('ben').seesMessage('nightly now ends Apr 3, 2030 11:59 PM.');
  });
});

test('App Home has what ends soonest in front, each with a menu', async () => {
  await creates('ben', 'forever --user billing');
  await creates('ben', 'later --user billing --until 90d');
  const id = await creates('ben', 'soon --user billing --until 30d');
  const ben = as('ben');
  const inOrder = (...names: readonly string[]) =>
    ben.sees(({ home }) => {
      const places = names.map((name) => home?.content.indexOf(`${name}  `) ?? -1);
      return places.every((place, index) => place > (places[index - 1] ?? 0));
    });
  await ben.openHome();
  await inOrder('soon', 'later', 'forever');
  await ben.press('Extend', { near: id });
  await ben.seesModal(id);
  await ben.fill('Until', '120d');
  await ben.submit();
  await ben.seesMessage('soon now ends May 9, 2030 11:59 PM.');
  await ben.openHome();
  await inOrder('later', 'soon', 'forever');
  await ben.press('Delete', { near: id });
  await ben.seesModal('Programs that use it stop working immediately');
  await ben.closeModal();
  await ben.press('Rotate', { near: id });
  await ben.seesModal('Rotate API client');
});
