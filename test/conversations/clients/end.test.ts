import { beforeEach, describe, expect, test } from 'vitest';
import { MovingClock } from '../../moving-clock.js';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';
import { connectAccount } from '../../setting-up.js';

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

/** Nothing is under way when the clock is put forward. */
async function later(instant: string): Promise<void> {
  await running.settled();
  clock.to(instant);
}
const laterByDays = (days: number): Promise<void> =>
  later(new Date(clock.now() + days * 24 * 3_600_000).toISOString());

const as = (who: string) => running.slack.as(who);
const idOf = (name: string): string | undefined =>
  running.api.clients().find((client) => client.name === name)?.id;

async function creates(who: string, typed: string): Promise<string> {
  await as(who).command(`/apiclient create ${typed} --purpose exports`);
  await as(who).seesMessage('API client created');
  await running.settled();
  const [name = ''] = typed.split(' ');
  return idOf(name) ?? '';
}

const said = (who: string, words: string | RegExp) =>
  as(who)
    .messages('dm')
    .filter(({ content, isEphemeral }) => !isEphemeral && new RegExp(words).test(content));

/** What stands in the trail, without the attempts. */
const acts = async (action: string) =>
  (await running.audit())
    .filter((record) => record.action === action && record.outcome !== 'attempted')
    .map(({ actor, outcome, reason, target: { subject } }) =>
      [actor, outcome, reason, subject].filter((one) => one !== undefined).join(' '),
    );

describe('a client with an end', () => {
  test('is warned of 14, 7 and 1 days before, and deleted at its end, which its owner hears', async () => {
    const id = await creates('ben', 'nightly --user billing --until 2030-02-28');
    await as('ben').seesMessage(/until Feb 28, 2030 11:59 PM/);

    // It ends at midnight in New York.
    for (const [at, words] of [
      ['2030-02-15T05:00:00.000Z', 'nightly ends in 14 days'],
      ['2030-02-22T05:00:00.000Z', 'nightly ends in 7 days'],
      ['2030-02-28T04:30:00.000Z', 'nightly ends in one day'],
    ] as const) {
      await later(at);
      await as('ben').seesMessage(words);
    }
    await running.restart();
    await running.settled();
    expect(said('ben', 'nightly ends in')).toHaveLength(3);
    expect(idOf('nightly')).toBe(id);

    await later('2030-03-01T05:00:00.000Z');
    await as('ben').seesMessage('Your API client nightly reached its end date, so I deleted it.');
    expect(idOf('nightly')).toBeUndefined();
    await as('ben').seesMessage(/API client created[\s\S]*because it had reached its end date/);
    expect(await acts('end')).toEqual(['bot done']);
    expect(await acts('extend')).toEqual([]);
    await as('ben').command(`/apiclient delete ${id}`);
    await as('ben').seesMessage('because it had reached its end date.');
    expect(said('ben', 'reached its end date, so I deleted')).toHaveLength(1);
  });

  test('that is short-lived is warned of as often as there is time for it', async () => {
    await creates('ben', 'soon --user billing --until 9d');
    await later('2030-01-11T17:30:00.000Z');
    await as('ben').seesMessage('soon ends in 7 days');
    await creates('ben', 'tomorrow --user billing --until 1d');
    await as('ben').seesMessage('tomorrow ends in one day');
    expect(said('ben', 'soon ends in')).toHaveLength(1);
  });

  test('after a week in which the bot was down: nobody is warned twice, and nothing dies unannounced', async () => {
    await creates('ben', 'nightly --user billing --until 2030-02-28');
    await running.bot.stop();
    // Two warnings were due.
    await later('2030-02-23T10:00:00.000Z');
    await running.restart();
    await as('ben').seesMessage('nightly ends in 14 days: Mar 9, 2030 11:59 PM');
    await as('ben').seesMessage(/API client created[\s\S]*until Mar 9, 2030 11:59 PM/);
    await running.bot.stop();
    // Past that end too: the last warnings were never given.
    await later('2030-03-20T10:00:00.000Z');
    await running.restart();
    await as('ben').seesMessage('nightly ends in 7 days: Mar 27, 2030 11:59 PM');
    await running.settled();
    expect(said('ben', 'nightly ends in')).toHaveLength(2);
    expect(idOf('nightly')).toBeDefined();
    await later('2030-03-26T17:00:00.000Z');
    await as('ben').seesMessage('nightly ends in one day: Mar 27, 2030 11:59 PM');
    await later('2030-03-28T04:00:00.000Z');
    await as('ben').seesMessage('nightly reached its end date, so I deleted it');
    expect(said('ben', 'nightly ends in')).toHaveLength(3);
    expect(await acts('extend')).toEqual([
      'bot done warned-late until 2030-03-10T05:00:00.000Z',
      'bot done warned-late until 2030-03-28T04:00:00.000Z',
    ]);
  });
});

describe('who is told of an end', () => {
  test('everybody in the team that owns the client', async () => {
    await creates('ben', 'ours --user billing --owner @data-team --until 30d');
    await laterByDays(17);
    for (const who of ['aiko', 'ben', 'chloe']) {
      await as(who).seesMessage('The API client ours of your team @data-team ends in 14 days');
    }
    await running.settled();
    for (const who of ['aiko', 'ben', 'chloe']) expect(said(who, 'ours ends in|ends in 14')).toHaveLength(1);
    expect(said('daniel', 'ends in')).toEqual([]);
  });

  test('the admins, while its owner is gone; the owner again, once they are back', async () => {
    await creates('ben', 'nightly --user billing --until 2030-02-28');
    running.slack.changePerson('ben', { deleted: true });
    await later('2030-02-14T18:00:00.000Z');
    await as('aiko').seesMessage(
      'The API client nightly of @Ben Ortiz ends in 14 days: Mar 1, 2030 1:59 PM. It will be deleted then, and programs that use it stop working. Extend it if it’s still needed. You get this as an admin',
    );
    running.slack.changePerson('ben', { deleted: false });
    await later('2030-02-21T18:00:00.000Z');
    await as('ben').seesMessage('Your API client nightly ends in 7 days');
    // The last warning went to the owner, who left after it: the admins have not heard of it.
    await later('2030-02-27T18:00:00.000Z');
    await as('ben').seesMessage('Your API client nightly ends in one day');
    running.slack.changePerson('ben', { deleted: true });
    await later('2030-03-01T06:00:00.000Z');
    await as('aiko').seesMessage('nightly of @Ben Ortiz ends in one day');
    expect(idOf('nightly')).toBeDefined();
    expect(said('aiko', 'nightly of @Ben Ortiz ends in 7')).toEqual([]);
    await later('2030-03-03T06:00:00.000Z');
    await as('aiko').seesMessage('nightly of @Ben Ortiz reached its end date, so I deleted it');
    expect(idOf('nightly')).toBeUndefined();
  });

  test('nobody, while Slack takes no message: then the end moves, and the client lives', async () => {
    await creates('ben', 'nightly --user billing --until 2d');
    running.slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'internal_error', times: 1_000 });
    await laterByDays(2);
    await running.settled();
    await laterByDays(4);
    await expect.poll(() => acts('extend')).toContainEqual(expect.stringContaining('warned-late'));
    expect(idOf('nightly')).toBeDefined();
    running.slack.clearFaults();
    await laterByDays(1);
    await as('ben').seesMessage('nightly ends in one day');
    expect(idOf('nightly')).toBeDefined();
    await laterByDays(3);
    await as('ben').seesMessage('nightly reached its end date');
    expect(said('ben', 'nightly ends in')).toHaveLength(1);
  });
});

describe('at its end', () => {
  const toItsLastDay = async (): Promise<string> => {
    const id = await creates('ben', 'nightly --user billing --until 5d');
    await later('2030-01-14T04:30:00.000Z');
    await as('ben').seesMessage('nightly ends in one day');
    return id;
  };

  test('a client that Alphaus does not delete is tried again, and its owner is told, once', async () => {
    const id = await toItsLastDay();
    running.api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await later('2030-01-15T05:00:00.000Z');
    await as('ben').seesMessage(/nightly reached its end date, but I couldn’t delete it, so it still works/);
    expect(idOf('nightly')).toBe(id);
    await later('2030-01-16T06:00:00.000Z');
    await as('ben').seesMessage('nightly reached its end date, so I deleted it');
    expect(said('ben', 'couldn’t delete it')).toHaveLength(1);
    expect(await acts('end')).toEqual(['bot failed api-forbidden', 'bot done']);
  });

  test('a client whose deletion got no answer counts as deleted by the bot once it is gone', async () => {
    await toItsLastDay();
    running.api.fault({ operation: 'delete', kind: 'drop-after', times: 10 });
    await later('2030-01-15T05:00:00.000Z');
    await as('ben').seesMessage('nightly reached its end date, but I couldn’t delete it');
    running.api.clearFaults();
    // Nobody moves the end of what may be gone.
    await as('ben').command(`/apiclient extend nightly --until 30d`);
    await as('ben').seesMessage('has reached its end date and is being deleted');
    await later('2030-01-15T05:05:00.000Z');
    await as('ben').seesMessage('nightly reached its end date, so I deleted it');
    await as('ben').seesMessage(/API client created[\s\S]*because it had reached its end date/);
  });

  test('a client that is extended before the deletion begins lives on', async () => {
    const id = await toItsLastDay();
    await as('ben').command(`/apiclient extend ${id} --until 30d`);
    await as('ben').seesMessage('nightly now ends Feb 12, 2030 11:59 PM.');
    await later('2030-01-15T05:00:00.000Z');
    await laterByDays(1);
    await running.settled();
    expect(idOf('nightly')).toBe(id);
    expect(await acts('end')).toEqual([]);
  });

  test('a client that is being deleted cannot be extended any more, and the person reads why', async () => {
    const id = await toItsLastDay();
    running.api.fault({ operation: 'delete', kind: 'delay', ms: 2_000, times: 1 });
    await later('2030-01-15T05:00:00.000Z');
    const isBegun = async () => (await running.audit()).some(({ action }) => action === 'end');
    await expect.poll(isBegun, { timeout: 10_000 }).toBe(true);
    await as('ben').command(`/apiclient extend ${id} --until 30d`);
    await as('ben').seesMessage('nightly has reached its end date and is being deleted right now');
    await as('ben').seesMessage('nightly reached its end date, so I deleted it');
    await as('ben').command(`/apiclient extend ${id} --until 30d`);
    await as('ben').seesMessage('It was already deleted');
    expect(await acts('extend')).toEqual([expect.stringContaining('U0BEN refused too-late')]);
    expect(await acts('end')).toEqual(['bot done']);
  });

  test('a client that the bot’s own connection uses by now has no end any more', async () => {
    await as('aiko').command(
      '/apiclient create console --user root@sandbox.example --purpose bot --until 30d',
    );
    await as('aiko').seesMessage('API client created');
    const made = running.api.clients().find(({ name }) => name === 'console');
    if (made === undefined) throw new Error('nothing was made');
    await connectAccount(as('aiko'), {
      id: made.id,
      secret: made.secret,
      product: 'Ripple/Octo',
      flavour: 'legacy',
    });
    await laterByDays(17);
    await as('aiko').seesMessage('console no longer has an end date: the bot itself uses it now');
    await laterByDays(20);
    await running.settled();
    expect(idOf('console')).toBe(made.id);
    expect(await acts('end')).toEqual(['bot refused own-credential']);
  });
});
