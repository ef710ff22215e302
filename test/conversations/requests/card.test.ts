import { expect, test } from 'vitest';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  policy: { approvers: members('chloe', 'daniel'), approvalsChannel: 'C0APPROVALS' },
});
const as = (who: string) => running.slack.as(who);

/** A card's lines, without the times. */
const lines = (content: string): readonly string[] =>
  content.replaceAll(/[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d{2} [AP]M/g, 'TIME').split('\n');

async function asks() {
  await as('ben').command(
    '/apiclient request "weekly report" --user analytics --purpose "Feeds *the* report"',
  );
  return as('chloe').seesMessage('requests weekly report');
}

test('an approver reads on the card who asks for what and why, and has all that a decision needs', async () => {
  expect(lines((await asks()).content)).toEqual([
    '@Ben Ortiz requests weekly report under analytics',
    'Purpose: Feeds *the* report',
    'Owner',
    '@Ben Ortiz',
    'Until',
    'No end date',
    '@Ben Ortiz owns no API clients · requested TIME · expires TIME',
    '[Approve] [Approve with comment] [Deny]',
  ]);
});

test('people who look into the channel see at a glance that it is decided, and by whom', async () => {
  await as('chloe').press('Approve', { in: await asks() });
  const approved = await as('daniel').seesMessage('✓ Approved');
  expect(lines(approved.content)).toEqual([
    '✓ Approved',
    'Approved by @Chloe Martin TIME for analytics. The requester can create the client until TIME.',
    '@Ben Ortiz requests weekly report under analytics',
    'Purpose: Feeds *the* report',
    'Owner @Ben Ortiz · no end date · requested TIME',
    '[Revoke approval]',
  ]);
});

test('the requester of an approved request reads until when they can create the client', async () => {
  await as('chloe').press('Approve', { in: await asks() });
  const mine = await as('ben').seesMessage('You can create the client');
  expect(lines(mine.content)).toContain(
    'Approved by @Chloe Martin TIME for analytics. You can create the client until TIME.',
  );
});

test('a denied request says so above everything else, with the reason', async () => {
  await as('chloe').press('Deny', { in: await asks() });
  await as('chloe').seesModal('Deny this request?');
  await as('chloe').fill('Reason', 'use the shared one');
  await as('chloe').submit();
  const denied = await as('daniel').seesMessage('✗ Denied');
  expect(lines(denied.content).slice(0, 3)).toEqual([
    '✗ Denied',
    'Denied by @Chloe Martin TIME: use the shared one',
    '@Ben Ortiz requests weekly report under analytics',
  ]);
});
