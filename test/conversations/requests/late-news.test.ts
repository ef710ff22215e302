import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'vitest';
import { members, quickPace } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  policy: { approvers: members('chloe'), approvalsChannel: 'C0APPROVALS' },
  runtime: { pace: { ...quickPace, requestsEveryMs: 500 } },
});

test('a denial that Slack does not take until after the first look still reaches the requester', {
  timeout: 60_000,
}, async () => {
  const { slack } = running;
  const [ben, chloe] = [slack.as('ben'), slack.as('chloe')];
  await ben.command('/apiclient request nightly --user billing --purpose exports');
  await ben.seesMessage('Your request for nightly was sent');
  const card = await chloe.seesMessage(/requests nightly/);
  await chloe.press('Deny', { in: card });
  await chloe.seesModal('Deny this request?');
  await chloe.fill('Reason', 'Use the shared one');
  for (const method of ['chat.update', 'chat.postMessage']) {
    slack.fault({ method, kind: 'error', error: 'service_unavailable', times: 500 });
  }
  await chloe.submit();
  await chloe.sees(() => chloe.modal() === undefined);
  // Long enough for several looks, all in vain.
  await sleep(3_000);
  slack.clearFaults();
  await ben.seesMessage('denied', { timeoutMs: 30_000 });
  await chloe.sees(() => !chloe.canPress('Approve', { in: card }));
});
