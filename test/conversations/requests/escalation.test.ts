import { describe, expect, test } from 'vitest';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const HOUR_MS = 3_600_000;

const running = runningForEach({
  policy: { approvers: members('chloe'), approvalsChannel: 'C0APPROVALS', askAdminsAfterHours: 5 },
});

const as = (who: string) => running.slack.as(who);
const card = (who: string) => as(who).seesMessage(/requests nightly/);
const inDm = (who: string) =>
  as(who)
    .messages('dm')
    .filter(({ content }) => content.includes('requests nightly'));

async function asks() {
  const ben = as('ben');
  await ben.command('/apiclient request nightly --user billing --purpose exports');
  await ben.seesMessage('was sent');
  await card('chloe');
  return ben;
}

/** What the bot does so many hours later, when it has just been started; people press at their own time after it. */
async function hoursLater(hours: number, whatFollows: () => Promise<unknown>): Promise<void> {
  await running.settled();
  await running.restart({ now: () => new Date(Date.now() + hours * HOUR_MS) });
  await whatFollows();
  await running.settled();
  await running.restart();
}

const escalations = async () =>
  (await running.audit())
    .filter(({ action }) => action === 'escalate-request')
    .map(({ actor, outcome, reason }) => `${actor} ${outcome} ${reason}`);

describe('a request that nobody decides within the policy’s hours', () => {
  test('goes to the admins as well, once, and its cards say so', async () => {
    const ben = await asks();
    await hoursLater(4, () => running.settled());
    expect(inDm('aiko')).toEqual([]);
    await hoursLater(5, () =>
      as('chloe').seesMessage('Nobody decided in time, so the admins were asked too'),
    );
    await as('aiko').sees(() => inDm('aiko').length === 1);
    await hoursLater(30, () => running.settled());
    expect({ aiko: inDm('aiko').length, chloe: inDm('chloe').length }).toEqual({ aiko: 1, chloe: 0 });
    expect(await escalations()).toEqual(['bot done after 5 hours']);

    await as('aiko').press('Approve', { in: inDm('aiko')[0] ?? 'message' });
    await ben.seesMessage('@Aiko Tanaka approved your request');
    await as('chloe').sees(() => !as('chloe').canPress('Approve'));
  });

  test('is not sent again to an admin who is an approver, nor to one who asked for it', async () => {
    await running.changePolicy({ approvers: members('chloe', 'aiko') });
    await asks();
    await hoursLater(6, () => running.settled());
    expect(inDm('aiko')).toEqual([]);
    expect(await escalations()).toEqual([]);
  });

  test('asks nobody where it has been decided', async () => {
    const ben = await asks();
    await as('chloe').press('Approve', { in: await card('chloe') });
    await ben.seesMessage('approved your request');
    await hoursLater(6, () => running.settled());
    expect(inDm('aiko')).toEqual([]);
  });

  test('goes to admins as well where the approvers have it in their DMs', async () => {
    await running.changePolicy({ approvalsChannel: undefined });
    await asks();
    await hoursLater(5, () => as('aiko').sees(() => inDm('aiko').length === 1));
    expect(inDm('chloe')).toHaveLength(1);
  });
});
