import { describe, expect, test } from 'vitest';
import { ClientRequest } from '../../../src/core/requests/request.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const DAY_MS = 24 * 3_600_000;

const running = runningForEach({
  policy: { approvers: members('chloe'), approvalsChannel: 'C0APPROVALS' },
});

const as = (who: string) => running.slack.as(who);

async function asks(name = 'nightly') {
  const ben = as('ben');
  await ben.command(`/apiclient request ${name} --user billing --purpose exports`);
  await ben.seesMessage(`Your request for ${name} was sent`);
  return ben;
}

const card = (who: string) => as(who).seesMessage(/requests nightly/);
const saying = (who: string, words: string, channel?: string) =>
  as(who)
    .messages(channel)
    .filter(({ content }) => content.includes(words));

/** Noon of the next day but so many that is no weekend. */
function workday(daysAhead: number): Date {
  const noon = new Date(Date.now() + daysAhead * DAY_MS);
  noon.setUTCHours(12, 0, 0, 0);
  while (noon.getUTCDay() === 0 || noon.getUTCDay() === 6) noon.setTime(noon.getTime() + DAY_MS);
  return noon;
}

async function changeRequests(change: (request: ClientRequest) => ClientRequest): Promise<void> {
  const store = createStore({ backend: running.backend, schema: ClientRequest });
  for await (const [key, request] of store.scan('request:')) await store.put(key, change(request));
}

const anHourLater = (): Date => new Date(Date.now() + 3_610_000);

/** What the bot does at that time, when it has just been started; people press at their own time after it. */
async function letTimePass(now: Date, whatFollows: () => Promise<unknown>): Promise<void> {
  await running.settled();
  await running.restart({ now: () => now });
  await whatFollows();
  await running.settled();
  await running.restart();
}

describe('a request that waits', () => {
  test('gets one reminder in the channel, however often the bot restarts', async () => {
    const ben = await asks();
    await card('chloe');
    const reminded = () => as('chloe').seesMessage('Still waiting for a decision: nightly');
    const later = workday(2);
    await letTimePass(later, reminded);
    await letTimePass(later, () => running.settled());
    expect(saying('chloe', 'Still waiting', '#approvals')).toHaveLength(1);
    expect(saying('chloe', 'Still waiting', 'dm')).toEqual([]);

    await as('chloe').press('Approve', { in: await reminded() });
    await ben.seesMessage('approved your request');
    await as('chloe').sees(() => !as('chloe').canPress('Approve'));
    expect(saying('chloe', 'Still waiting')).toEqual([]);
  });

  test('expires: nobody can decide it any more, and the requester is told once', async () => {
    const ben = await asks();
    const shown = await card('chloe');
    const expired = () => ben.seesMessage('expired because nobody decided it in time');
    const late = new Date(Date.now() + 7 * DAY_MS);
    await letTimePass(late, expired);
    await letTimePass(late, () => running.settled());
    expect(saying('ben', 'expired because nobody decided', 'dm')).toHaveLength(1);
    expect(as('chloe').canPress('Approve', { in: shown })).toBe(false);
    await as('chloe').seesMessage('nobody decided it in time');
    const expiry = (await running.audit()).filter(({ action }) => action === 'expire-request');
    expect(expiry).toHaveLength(1);
  });

  test('cannot be approved at the moment when its time is over, although its card still has buttons', async () => {
    await asks();
    await card('chloe');
    const over = new Date(Date.now() - 1).toISOString();
    await changeRequests((request) => ({ ...request, openUntil: over }));
    await as('chloe').press('Approve');
    await as('chloe').seesMessage('The time to decide the request for nightly has passed');
    expect(saying('ben', 'approved your request')).toEqual([]);
  });

  test('is closed when its requester is deactivated, and no approval creates anything', async () => {
    await asks();
    await card('chloe');
    running.slack.changePerson('ben', { deleted: true });
    await running.settled();
    await as('chloe').press('Approve');
    await as('chloe').seesMessage('was closed');
    await as('chloe').seesMessage('no longer a member of this workspace');
    expect(as('chloe').canPress('Approve')).toBe(false);
    expect((await running.audit()).at(-1)).toMatchObject({
      actor: 'U0CHLOE',
      action: 'close-request',
      outcome: 'done',
      reason: 'requester-gone',
    });
  });

  test('is closed by itself when its requester becomes a guest', async () => {
    await asks();
    await card('chloe');
    running.slack.changePerson('ben', { isRestricted: true });
    await running.settled();
    await running.restart({ now: anHourLater });
    await as('chloe').seesMessage('no longer a member of this workspace');
  });
});

describe('an approval that nobody collects', () => {
  test('is reminded of once before it ends, in the requester’s DM, where it can be collected', async () => {
    const ben = await asks();
    await as('chloe').press('Approve', { in: await card('chloe') });
    await ben.seesMessage('approved your request');
    const reminded = () => ben.seesMessage('is approved, but the client isn’t created yet');
    const late = new Date(Date.now() + 3 * DAY_MS - 60_000);
    await letTimePass(new Date(Date.now() + 60_000), () => running.settled());
    expect(saying('ben', 'isn’t created yet')).toEqual([]);
    await letTimePass(late, reminded);
    await letTimePass(late, () => running.settled());
    expect(saying('ben', 'isn’t created yet', 'dm')).toHaveLength(1);
    expect(saying('chloe', 'Still waiting')).toEqual([]);

    await ben.press('Create and show secret', { in: await reminded() });
    await ben.seesMessage('API client created');
    await ben.sees(() => !ben.canPress('Create and show secret'));
    expect(saying('ben', 'isn’t created yet')).toEqual([]);
  });

  test('expires after its hours, and says so', async () => {
    const ben = await asks();
    await as('chloe').press('Approve', { in: await card('chloe') });
    await ben.seesMessage('approved your request');
    await letTimePass(new Date(Date.now() + 3 * DAY_MS), () =>
      ben.seesMessage('the client wasn’t created in time'),
    );
    expect(ben.canPress('Create and show secret')).toBe(false);
    await as('chloe').seesMessage('the client wasn’t created in time');
  });
});

describe('what does not work', () => {
  test('an archived approvals channel: the admins are told once, each approver gets a DM', async () => {
    running.slack.archive('#approvals');
    const ben = await asks();
    await asks('weekly');
    const shown = await card('chloe');
    expect(shown.channelId).toBe(as('chloe').dmId);
    await as('aiko').seesMessage('can’t post requests in the approvals channel');
    expect(saying('aiko', 'can’t post requests')).toHaveLength(1);
    await as('chloe').press('Approve', { in: shown });
    await ben.seesMessage('approved your request for nightly');
  });

  test('a channel that the bot is removed from while a request waits: each approver gets a DM', async () => {
    await asks();
    await card('chloe');
    running.slack.changeMembers('#approvals', { leave: ['bot'] });
    await letTimePass(workday(2), () =>
      as('chloe').sees(() => saying('chloe', 'requests nightly', 'dm').length === 1),
    );
    await as('aiko').seesMessage('can’t post requests in the approvals channel');
    await as('chloe').press('Approve', {
      in: saying('chloe', 'requests nightly', 'dm')[0] ?? 'message',
    });
    await as('ben').seesMessage('approved your request');
  });

  test('approvers who have all left: the admins decide, and are told so', async () => {
    await running.changePolicy({ approvalsChannel: undefined });
    running.slack.changePerson('chloe', { deleted: true });
    const ben = await asks();
    expect((await card('aiko')).channelId).toBe(as('aiko').dmId);
    await as('aiko').seesMessage('None of the approvers in the policy can decide');
    await as('aiko').press('Approve', { in: await card('aiko') });
    await ben.seesMessage('approved your request');
  });

  test('an approver who leaves while a request waits in their DM: the admins get it', async () => {
    await running.changePolicy({ approvalsChannel: undefined });
    const ben = await asks();
    await card('chloe');
    running.slack.changePerson('chloe', { deleted: true });
    await running.settled();
    await letTimePass(anHourLater(), () => card('aiko'));
    await as('aiko').press('Approve', { in: await card('aiko') });
    await ben.seesMessage('approved your request');
  });

  test('nobody left who could decide: the request is closed, and the requester told', async () => {
    await asks();
    await running.changePolicy({ approvers: members('ben'), slackAdminsAreAdmins: false });
    await running.restart({ now: anHourLater });
    await as('ben').seesMessage('nobody is left who can decide it');
  });

  test('Slack at the moment of the decision: the cards and the news come later, once', async () => {
    const ben = await asks();
    const shown = await card('chloe');
    for (const method of ['chat.update', 'chat.postMessage']) {
      running.slack.fault({ method, kind: 'error', error: 'service_unavailable', times: 50 });
    }
    await as('chloe').press('Approve', { in: shown });
    await as('chloe').seesMessage('You approved nightly', { timeoutMs: 20_000 });
    expect(saying('ben', 'approved your request')).toEqual([]);
    running.slack.clearFaults();
    await letTimePass(anHourLater(), () => ben.seesMessage('approved your request'));
    await as('chloe').sees(() => !as('chloe').canPress('Approve', { in: shown }));
    await running.restart();
    await running.settled();
    expect(saying('ben', 'approved your request', 'dm')).toHaveLength(1);
  });

  test('a card of which nobody knows whether it came is sent again, and both tell the truth when pressed', async () => {
    running.slack.fault({ method: 'chat.postMessage', kind: 'drop-after', times: 1 });
    const ben = as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose exports');
    const unknown = await card('chloe');
    await running.restart({ now: () => new Date(Date.now() + 61_000) });
    await as('chloe').sees(() => saying('chloe', 'requests nightly').length === 2);
    await running.restart();
    const known = saying('chloe', 'requests nightly').find(({ ts }) => ts !== unknown.ts);
    await as('chloe').press('Approve', { in: known ?? 'message' });
    await ben.seesMessage('approved your request');
    await as('chloe').press('Approve', { in: unknown });
    await as('chloe').seesMessage('was already approved by @Chloe Martin');
    expect(as('chloe').canPress('Approve', { in: unknown })).toBe(false);
  });

  test('news of which nobody knows whether they came: told once, and the card that stands has the button', async () => {
    const ben = await asks();
    const shown = await card('chloe');
    running.slack.fault({ method: 'chat.postMessage', kind: 'drop-before', times: 1 });
    await as('chloe').press('Approve', { in: shown });
    await as('chloe').seesMessage('You approved nightly');
    await ben.press('Create and show secret', {
      in: await ben.seesMessage('Your request for an API client'),
    });
    await ben.seesMessage('save its secret now');
    expect(saying('ben', 'approved your request')).toEqual([]);
  });

  test.each([
    ['after the client was made', true],
    ['before anything was asked', false],
  ])('a process that died in the middle of collecting, %s: the request finds out', async (_, made) => {
    const ben = await asks();
    await as('chloe').press('Approve', { in: await card('chloe') });
    await ben.seesMessage('approved your request');
    if (made) {
      await ben.press('Create and show secret');
      await ben.seesMessage('save its secret now');
    }
    await running.settled();
    await changeRequests((request) => {
      if (!('approval' in request.state) || request.state.approval === undefined) return request;
      const { approval } = request.state;
      const since = new Date(Date.now() - 120_000).toISOString();
      return { ...request, state: { kind: 'collecting', approval, attempt: 'DIED', since } };
    });
    await letTimePass(anHourLater(), () => running.settled());
    if (made) {
      await ben.sees(() => !ben.canPress('Create and show secret'));
      await as('chloe').seesMessage(/Created .* as ripple-/);
    } else {
      await ben.press('Create and show secret');
      await ben.seesMessage('save its secret now');
    }
    expect(running.api.clients().filter(({ name }) => name === 'nightly')).toHaveLength(1);
  });
});
