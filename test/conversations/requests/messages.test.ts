import { expect, test } from 'vitest';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  policy: { approvers: members('chloe', 'daniel'), approvalsChannel: 'C0APPROVALS' },
});
const as = (who: string) => running.slack.as(who);
const card = () => as('chloe').seesMessage(/requests nightly/);

/** Messages that somebody can see for the first time; what is redrawn or removed is none. */
async function messages(): Promise<number> {
  await running.settled();
  const people = ['ben', 'chloe', 'daniel', 'aiko'];
  const seen = people.flatMap((who) =>
    as(who)
      .messages()
      // What says that work goes on is gone once it is done.
      .filter(({ content }) => !content.startsWith('Still working on it'))
      .map(({ channelId, ts }) => `${channelId} ${ts}`),
  );
  return new Set(seen).size;
}

/** Ben asks in #general, where he is. */
async function asks() {
  const ben = as('ben');
  await ben.command('/apiclient request', { channel: '#general' });
  await ben.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  await ben.fill('Name', 'nightly');
  await ben.choose('Alphaus user', 'billing');
  await ben.fill('Purpose', 'exports');
  await ben.submit();
  await ben.seesMessage('was sent');
  return ben;
}
async function approved() {
  const ben = await asks();
  await as('chloe').press('Approve', { in: await card() });
  await ben.seesMessage('approved your request');
  return ben;
}

const flows: Readonly<Record<string, readonly [messages: number, flow: () => Promise<unknown>]>> = {
  // The card, the requester's own card, and the answer in the channel where it was asked.
  'a request that waits': [3, asks],
  // The message with which it is created counts too.
  'one that is approved': [4, approved],
  // The secret and its receipt count too.
  'one that is created': [
    6,
    async () => {
      const ben = await approved();
      await ben.press('Create and show secret');
      await ben.seesMessage('API client created');
    },
  ],
  // The message that says why counts too.
  'one that is denied': [
    4,
    async () => {
      const ben = await asks();
      await as('chloe').press('Deny', { in: await card() });
      await as('chloe').seesModal('Deny this request?');
      await as('chloe').fill('Reason', 'no');
      await as('chloe').submit();
      await ben.seesMessage('denied your request');
    },
  ],
  'one that is withdrawn': [
    3,
    async () => {
      const ben = await asks();
      await ben.press('Withdraw');
      await ben.seesMessage('Withdrawn by the requester');
    },
  ],
  'one that two people approve': [
    4,
    async () => {
      await running.changePolicy({ approvalsNeeded: 2 });
      const ben = await asks();
      await as('chloe').press('Approve', { in: await card() });
      await as('daniel').seesMessage('1 of 2 approvals');
      await as('daniel').press('Approve', { in: await card() });
      await ben.seesMessage('approved your request');
    },
  ],
  // The message that says that nothing can be created any more counts too.
  'one whose approval is revoked': [
    5,
    async () => {
      const ben = await approved();
      const shown = await as('chloe').seesMessage(/Approved by[\s\S]*requests/);
      await as('chloe').press('Revoke approval', { in: shown, confirm: true });
      await ben.seesMessage('revoked the approval');
    },
  ],
};

test.each(Object.entries(flows))('%s takes no more messages than it has to', async (_, [expected, flow]) => {
  const before = await messages();
  await flow();
  expect((await messages()) - before).toBe(expected);
});

test('the requester has one card: what told of the approval says in a line what has become of it', async () => {
  const ben = await approved();
  await ben.press('Create and show secret');
  await ben.seesMessage('API client created');
  await ben.sees(
    ({ messages: all }) =>
      all.filter(({ content }) => content.includes('Your request for an API client')).length === 1 &&
      all.some(({ content }) => content.startsWith('nightly: Approved by')),
  );
});
