import { describe, expect, test } from 'vitest';
import type { Execution } from '../../../sandbox/slack/workspace/workflows.js';
import { clientNamed, count, members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const DAY_MS = 24 * 3_600_000;

const running = runningForEach({
  slack: { workflowStep: true },
  policy: { approvers: members('chloe'), approvalsChannel: 'C0APPROVALS' },
});
const as = (who: string) => running.slack.as(who);
const card = () => as('chloe').seesMessage(/requests nightly/);

/** Daniel runs the workflow for Ben. */
const runs = (changes: Readonly<Record<string, string>> = {}) =>
  running.slack.runWorkflow('daniel', {
    requester: 'U0BEN',
    name: 'nightly',
    alphaus_user: 'billing',
    purpose: 'Exports the costs',
    ...changes,
  });

/** Waits until the workflow has gone on, or has failed: it says so in #general. */
async function goesOn(): Promise<Execution['state']> {
  await as('daniel').seesMessage('Workflow “New hire needs API access”, started by');
  return running.slack.executions()[0]?.state ?? expect.fail('no workflow was run');
}
const cards = () =>
  as('chloe')
    .messages('#approvals')
    .filter(({ isEphemeral }) => !isEphemeral);
/** What Slack took: of two at the same moment it takes one. */
const answers = () =>
  running.slack
    .calls()
    .filter(({ method, answer }) => method.startsWith('functions.') && answer?.['ok'] === true);

describe('a workflow that requests an API client', () => {
  test('goes on once it is created, with its id and never its secret', async () => {
    expect(await runs()).toMatchObject({ ok: true });
    const shown = await card();
    for (const fact of ['billing', 'Exports the costs', 'Ben Ortiz']) expect(shown.content).toContain(fact);
    await as('chloe').press('Approve', { in: shown });
    const ben = as('ben');
    await ben.press('Create and show secret', { in: await ben.seesMessage('approved your request') });
    const message = await ben.seesMessage('save its secret now');
    const { id } = clientNamed(running.api, 'nightly');
    const state = await goesOn();
    expect(state).toEqual({
      kind: 'completed',
      outputs: { request_id: expect.stringMatching(/^wf-Fx/), outcome: 'collected', client_id: id },
    });
    const secret = /Client secret\n(\S+)/.exec(message.content)?.[1] ?? expect.fail('no secret was shown');
    expect(JSON.stringify(answers())).not.toContain(secret);
    await running.settled();
    expect(answers()).toHaveLength(1);
  });

  test.each([
    [
      'denied, with the reason',
      async () => {
        await as('chloe').press('Deny', { in: await card() });
        await as('chloe').seesModal('Deny this request?');
        await as('chloe').fill('Reason', 'use the one that we have');
        await as('chloe').submit();
      },
      { outcome: 'denied', reason: 'use the one that we have' },
    ],
    [
      'withdrawn',
      async () => {
        await as('ben').press('Withdraw', {
          in: await as('ben').seesMessage('Your request for an API client'),
        });
      },
      { outcome: 'withdrawn' },
    ],
    [
      'closed, where its approval is revoked',
      async () => {
        await as('chloe').press('Approve', { in: await card() });
        await as('ben').seesMessage('approved your request');
        await as('chloe').press('Revoke approval', {
          in: await as('chloe').seesMessage(/Approved by[\s\S]*requests/),
          confirm: true,
        });
      },
      { outcome: 'closed' },
    ],
  ])('goes on when it is %s', async (_, ends, outputs) => {
    await runs();
    await card();
    await ends();
    const state = await goesOn();
    expect(state).toMatchObject({ kind: 'completed', outputs });
    expect(state).not.toHaveProperty('outputs.client_id');
  });

  test('goes on when nobody decided in time, whatever was restarted meanwhile', async () => {
    await runs();
    await card();
    await running.restart();
    await running.restart({ now: () => new Date(Date.now() + 7 * DAY_MS) });
    expect(await goesOn()).toMatchObject({ kind: 'completed', outputs: { outcome: 'expired' } });
    await running.restart({ now: () => new Date(Date.now() + 8 * DAY_MS) });
    await running.settled();
    expect(answers()).toHaveLength(1);
  });

  test('makes one request, and goes on once, when Slack delivers its event again', async () => {
    await runs();
    const shown = await card();
    const event = running.slack
      .deliveries()
      .find(({ kind, body }) => kind === 'event' && body.includes('function_executed'));
    await running.slack.deliverAgain(event ?? expect.fail('no event was delivered'), 1);
    await running.restart();
    await running.settled();
    expect(cards()).toHaveLength(1);
    await as('chloe').press('Deny', { in: shown });
    await as('chloe').seesModal('Deny this request?');
    await as('chloe').fill('Reason', 'no');
    await as('chloe').submit();
    await goesOn();
    await running.slack.deliverAgain(event ?? expect.fail('no event was delivered'), 2);
    await running.settled();
    expect({ answers: answers().length, cards: cards().length }).toEqual({
      answers: 1,
      cards: 1,
    });
  });

  test('goes on later where Slack does not take it at first', async () => {
    await runs();
    await card();
    running.slack.fault({
      method: 'functions.completeSuccess',
      kind: 'error',
      error: 'fatal_error',
      times: 1,
    });
    await as('ben').press('Withdraw', { in: await as('ben').seesMessage('Your request for an API client') });
    await running.settled();
    await running.restart({ now: () => new Date(Date.now() + 3_610_000) });
    expect(await goesOn()).toMatchObject({ kind: 'completed', outputs: { outcome: 'withdrawn' } });
  });

  test.each([
    ['an Alphaus user that there is not', { alphaus_user: 'nobody-here' }, 'nobody-here'],
    ['no name', { name: ' ' }, 'name'],
    ['a guest', { requester: 'U0GUS' }, 'Guests can’t use API clients'],
    ['nobody', { requester: '' }, 'doesn’t say who the API client is for'],
    ['an end that nobody can read', { until: 'soon' }, 'I can’t read that end date'],
  ])('fails with a sentence where it is for %s', async (_, changes, said) => {
    await runs(changes);
    const state = await goesOn();
    expect(state).toMatchObject({ kind: 'failed', error: expect.stringContaining(said) });
    expect(as('chloe').messages('#approvals')).toEqual([]);
    expect(count(running.api, 'create')).toBe(0);
  });

  test('fails where nobody could approve it', async () => {
    await running.changePolicy({ approvers: members('ben'), slackAdminsAreAdmins: false });
    await runs();
    expect(await goesOn()).toMatchObject({
      kind: 'failed',
      error: expect.stringContaining('no other approver'),
    });
  });

  test('can be run from the menu of shortcuts, as everybody sees it', async () => {
    await as('ben').shortcut('workflow.new-hire');
    await as('chloe').seesMessage(/requests new-hire-1/);
  });
});
