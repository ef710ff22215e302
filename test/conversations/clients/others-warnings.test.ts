import { beforeEach, describe, expect, test } from 'vitest';
import { clientNamed } from '../../harness.js';
import { MovingClock } from '../../moving-clock.js';
import { runningForEach } from '../../running.js';

const clock = new MovingClock();
beforeEach(() => {
  clock.reset();
  clock.to('2030-01-10T03:00:00.000Z');
});

const running = runningForEach({
  slack: { now: clock.now },
  api: { now: clock.now },
  runtime: { now: clock.date },
  policy: { approval: 'never' },
});
const as = (who: string) => running.slack.as(who);

/** Nothing is under way when the clock is put forward. */
async function laterByDays(days: number): Promise<void> {
  await running.settled();
  clock.days(days);
}

/** Presses a button of a message that was sent before somebody else acted, and closes what comes of it. */
async function presses(who: string, button: string, sentence: string): Promise<string> {
  const told = await as(who).seesMessage(sentence);
  await as(who).press(button, { in: told });
  await running.settled();
  const answer = as(who).modal()?.content ?? '';
  if (as(who).modal() !== undefined) await as(who).closeModal();
  return answer;
}

describe('a warning that another member of the team has followed', () => {
  const WARNED = 'ends in 14 days';

  /** Each member of the team hears that its client ends. */
  async function warned(): Promise<void> {
    await as('ben').command(
      '/apiclient create ours --user billing --owner @data-team --until 30d --purpose exports',
    );
    await as('ben').seesMessage('API client created');
    await laterByDays(17);
    for (const who of ['aiko', 'ben', 'chloe']) await as(who).seesMessage(WARNED);
    await running.settled();
  }

  test('is answered with the new end, once that is moved; all have heard who moved it', async () => {
    await warned();
    await as('ben').command('/apiclient extend ours --until 2030-06-30');
    await as('ben').seesMessage('ours now ends Jun 30, 2030');
    await as('chloe').seesMessage(
      /ours of your team @data-team now ends .*, 2030 .* @Ben Ortiz moved its end date/,
    );
    for (const button of ['Extend', 'Rotate', 'Delete']) {
      expect(await presses('chloe', button, WARNED)).toMatch(/Until: (Jun 30|Jul 1), 2030/);
    }
  });

  test.each(['Extend', 'Rotate', 'Delete'])(
    'is answered, where %s is pressed, with who deleted the client and when',
    async (button) => {
      await warned();
      await as('ben').press('Delete', { in: await as('ben').seesMessage(WARNED) });
      await as('ben').seesModal('cannot be undone');
      await as('ben').submit();
      await as('ben').seesModal('Deleted ours');
      expect(await presses('chloe', button, WARNED)).toMatch(
        /^It was already deleted by @Ben Ortiz Jan 27, 2030 .*\.$/,
      );
    },
  );

  test('is answered with the successor, and who made it, where the client is rotated', async () => {
    await warned();
    await as('ben').command('/apiclient rotate ours --overlap 7 --until 90d');
    await as('ben').seesMessage('I tried it: Alphaus gave an access token');
    expect(await presses('chloe', 'Rotate', WARNED)).toMatch(
      /^This client already has a successor, ripple-\w+, created by @Ben Ortiz Jan 27, 2030 .*Switch to that one/,
    );
  });

  test('is answered with the end, where the bot has deleted the client at it', async () => {
    await warned();
    while (running.api.clients().some(({ name }) => name === 'ours')) await laterByDays(1);
    for (const button of ['Extend', 'Rotate', 'Delete']) {
      expect(await presses('chloe', button, WARNED)).toMatch(
        /^It was already deleted .*, 2030 .* because it had reached its end date\.$/,
      );
    }
  });
});

test('a reminder that the overlap is over says who has deleted the old client, once another member of the team has', async () => {
  await as('ben').command('/apiclient create ours --user billing --owner @data-team --purpose exports');
  await as('ben').seesMessage('API client created');
  await running.settled();
  const { id } = clientNamed(running.api, 'ours');
  await as('ben').command(`/apiclient rotate ${id} --overlap 7`);
  await as('ben').seesMessage('I tried it: Alphaus gave an access token');
  // Who has the new secret is not in the team any more.
  await running.settled();
  running.slack.changeGroup('data-team', ['aiko', 'chloe']);
  await laterByDays(8);
  const [aikos, chloes] = [
    await as('aiko').seesMessage('The overlap of ours ended'),
    await as('chloe').seesMessage('The overlap of ours ended'),
  ];
  await as('chloe').press('Switched, delete the old one', { in: chloes });
  await as('chloe').reads('Deleted ours');
  await running.settled();
  await as('aiko').press('Switched, delete the old one', { in: aikos });
  await as('aiko').reads('It was already deleted by @Chloe Martin');
  expect(as('aiko').canPress('Switched, delete the old one')).toBe(false);
  expect(running.api.clients().filter(({ name }) => name === 'ours')).toHaveLength(1);
});
