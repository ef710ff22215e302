import { beforeEach, describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { rulesIn } from '../../harness.js';
import { runningForEach } from '../../running.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let laterMs = 0;
beforeEach(() => {
  laterMs = 0;
});
/** The clock of Slack, the API and the bot. */
const now = (): number => Date.now() + laterMs;

const running = runningForEach({ slack: { now }, api: { now }, runtime: { now: () => new Date(now()) } });
const as = (who: string) => running.slack.as(who);

/** A day as it is typed, so many from now. */
const dayIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

async function gives(grant: string) {
  const aiko = as('aiko');
  await aiko.command(`/apiclient access add ${grant}`);
  await aiko.seesMessage('can now use billing until');
  return aiko;
}

async function creates(name: string) {
  const ben = as('ben');
  await ben.command(`/apiclient create ${name} --user billing --purpose exports`);
  return ben;
}

/** Moves the clock. */
async function moveTo(time: number, whatFollows: () => Promise<unknown>): Promise<void> {
  await running.settled();
  laterMs = time - Date.now();
  await whatFollows();
  await running.settled();
}
/** Moves the clock to so many days after the beginning. */
const daysLater = (days: number, whatFollows: () => Promise<unknown>): Promise<void> =>
  moveTo(Date.now() + days * DAY_MS, whatFollows);

/** A day ends when it does where the one who gave the grant lives. */
async function endOfGrant(): Promise<number> {
  const [grant] = (await rulesIn(running.backend).of(WorkspaceId.parse('T0SANDBOX'))).grants;
  return Date.parse(grant?.until ?? expect.fail('the grant has no end'));
}
/** The names of the API clients that were made here. */
const made = (): readonly string[] =>
  running.api
    .clients()
    .map(({ name }) => name)
    .filter((name) => ['at-once', 'on-the-last-day', 'after-it', 'nightly'].includes(name));
const told = (who: string, words: string) =>
  as(who)
    .messages('dm')
    .filter(({ content }) => content.includes(words));

describe('a grant until a day', () => {
  test('lets its holder create until then, and not after: they and who gave it hear of it, a day before as well', async () => {
    const aiko = await gives(`<@U0BEN> billing --until ${dayIn(10)}`);
    await (await creates('at-once')).seesMessage('API client created');
    await running.settled();
    expect(told('ben', 'grant for')).toEqual([]);

    await moveTo((await endOfGrant()) - 2 * HOUR_MS, () =>
      as('ben').seesMessage('Your grant for billing ends'),
    );
    await aiko.seesMessage('The grant for billing that you gave @Ben Ortiz ends');
    await (await creates('on-the-last-day')).seesMessage('API client created');

    await daysLater(12, () => as('ben').seesMessage('Your grant for billing ended'));
    await aiko.seesMessage('The grant for billing that you gave @Ben Ortiz ended');
    await (await creates('after-it')).seesMessage('was sent');
    await aiko.command('/apiclient access');
    const listed = await aiko.seesMessage('Ended: @Ben Ortiz could use billing until');
    expect(listed.content).toContain('Given by @Aiko Tanaka');

    await daysLater(13, () => running.settled());
    for (const who of ['ben', 'aiko']) {
      expect([told(who, ' ends ').length, told(who, ' ended ').length]).toEqual([1, 1]);
    }
    const ends = (await running.audit()).filter(({ action }) => action === 'end-grant');
    expect(ends.map(({ actor, outcome, target }) => [actor, outcome, target.user])).toEqual([
      ['bot', 'done', 'billing'],
    ]);
    expect(made()).toEqual(['at-once', 'on-the-last-day']);
  });

  test('is not got past by a form that was opened before', async () => {
    await gives('<@U0BEN> billing --until 2d');
    laterMs = (await endOfGrant()) - 10 * 60_000 - Date.now();
    const ben = as('ben');
    await ben.command('/apiclient create');
    await ben.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
    expect(ben.modal()?.title).toBe('Create API client');
    await ben.fill('Name', 'nightly');
    await ben.fill('Purpose', 'exports');
    laterMs += 15 * 60_000;
    await ben.submit();
    await ben.seesMessage('was sent');
    expect(made()).toEqual([]);
  });

  test('is given in the form, listed with its end, and made longer by giving it again', async () => {
    const aiko = as('aiko');
    await aiko.command('/apiclient access add');
    await aiko.sees(({ modal }) => modal !== undefined && 'Until' in modal.fields);
    await aiko.choose('Person', 'ben');
    await aiko.choose('Alphaus user', ['billing']);
    await aiko.fill('Until', '5d');
    await aiko.submit();
    await aiko.seesMessage('@Ben Ortiz can now use billing until');
    await aiko.command('/apiclient access add <@U0BEN> billing --until 3d');
    await aiko.seesMessage('Nothing to add: @Ben Ortiz already has this grant');
    await aiko.command('/apiclient access add <@U0BEN> billing --until 20d');
    const longer = await aiko.seesMessage(/can now use billing until[\s\S]*1 grant/);
    expect(longer.content).not.toContain('2 grants');
    await daysLater(8, () => running.settled());
    expect(told('ben', 'grant for')).toEqual([]);
    await (await creates('later')).seesMessage('API client created');
  });

  test('is told to everybody in a user group that has it', async () => {
    await gives(`@data-team billing --until ${dayIn(3)}`);
    await daysLater(6, () => as('chloe').seesMessage('Your team’s grant for billing ended'));
    await as('ben').seesMessage('Your team’s grant for billing ended');
    expect(told('daniel', 'grant for')).toEqual([]);
  });

  test('says nothing once it is taken back', async () => {
    const aiko = await gives('<@U0BEN> billing --until 5d');
    await aiko.command('/apiclient access remove <@U0BEN>');
    await aiko.seesMessage('@Ben Ortiz can no longer use billing');
    await daysLater(8, () => running.settled());
    expect([...told('ben', 'grant for'), ...told('aiko', 'grant for')]).toEqual([]);
  });

  test.each([
    ['soon', 'I can’t read that end date'],
    ['2026-02-30', 'There’s no such day'],
    ['2020-01-01', 'That day is over'],
  ])('is refused until %s, and nothing is given', async (typed, said) => {
    const aiko = as('aiko');
    await aiko.command(`/apiclient access add <@U0BEN> billing --until ${typed}`);
    await aiko.seesMessage(said);
    await aiko.command('/apiclient access');
    await aiko.seesMessage('Nobody has a grant yet');
  });
});
