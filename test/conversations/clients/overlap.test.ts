import { describe, expect, test } from 'vitest';
import { clientNamed, quickPace } from '../../harness.js';
import { runningForEach } from '../../running.js';

const DAY_MS = 24 * 3_600_000;
let later = 0;
const now = (): number => Date.now() + later;
const running = runningForEach({
  api: { now },
  slack: { now },
  runtime: { now: () => new Date(now()), pace: { ...quickPace, settleEveryMs: 60 } },
});

const as = (who: string) => running.slack.as(who);
const SWITCHED = 'Switched, delete the old one';

async function rotated(days: number) {
  later = 0;
  await as('aiko').command('/apiclient create nightly --user billing --purpose exports');
  await as('aiko').seesMessage('API client created');
  await running.settled();
  const old = clientNamed(running.api, 'nightly');
  await as('aiko').command(`/apiclient rotate ${old.id} --overlap ${days}`);
  await as('aiko').seesMessage(SWITCHED);
  await running.settled();
  return old;
}

const reminders = () =>
  as('aiko')
    .messages('dm')
    .filter(({ content }) => content.startsWith('The overlap of nightly ended'));

async function seesReminders(howMany: number): Promise<void> {
  await as('aiko').sees(() => reminders().length === howMany);
  await running.settled();
  expect(reminders()).toHaveLength(howMany);
}

describe('the owner of a rotated client', () => {
  test('is reminded at the end of the overlap and weekly, and nothing is deleted by itself', async () => {
    const old = await rotated(7);
    later = 6 * DAY_MS;
    await running.settled();
    expect(reminders()).toEqual([]);
    later = 7 * DAY_MS + 60_000;
    await seesReminders(1);
    later = 13 * DAY_MS;
    await seesReminders(1);
    later = 14 * DAY_MS + 120_000;
    await seesReminders(2);
    // The bot was down for a month.
    later = 45 * DAY_MS;
    await seesReminders(3);
    expect(running.api.clients().map(({ id }) => id)).toContain(old.id);

    const [, , newest] = reminders();
    if (newest === undefined) throw new Error('there are three');
    await as('aiko').press(SWITCHED, { in: newest });
    await as('aiko').reads('Deleted nightly');
    expect(running.api.clients().map(({ id }) => id)).not.toContain(old.id);
    later = 60 * DAY_MS;
    await running.settled();
    expect(reminders()).toHaveLength(2);
  });

  test('is reminded later where Slack did not take it', async () => {
    await rotated(1);
    running.slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'fatal_error', times: 1 });
    later = DAY_MS + 60_000;
    await seesReminders(1);
  });

  test('hears nothing more of a client whose successor is gone', async () => {
    const old = await rotated(1);
    const successor = running.api.clients().find(({ name, id }) => name === 'nightly' && id !== old.id);
    await as('aiko').command(`/apiclient delete ${successor?.id ?? ''}`);
    await as('aiko').seesModal('cannot be undone');
    await as('aiko').press('Delete');
    await as('aiko').reads('Deleted nightly');
    later = 2 * DAY_MS;
    await running.settled();
    expect(reminders()).toEqual([]);
  });
});
