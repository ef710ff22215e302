import { describe, expect, test } from 'vitest';
import { count, members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  policy: { approvers: members('chloe', 'daniel'), approvalsChannel: 'C0APPROVALS' },
});

const as = (who: string) => running.slack.as(who);

/** Ben asks, and Chloe approves. */
async function approved() {
  const [ben, chloe] = [as('ben'), as('chloe')];
  await ben.command('/apiclient request nightly --user billing --purpose "Exports the costs"');
  await ben.seesMessage('was sent');
  await chloe.press('Approve', { in: await chloe.seesMessage(/requests nightly/) });
  await ben.seesMessage('approved your request for nightly');
  return { ben, chloe };
}
const card = (who: string) => as(who).seesMessage(/Approved by[\s\S]*requests/);
const trail = async () =>
  (await running.audit())
    .filter(({ action }) => action === 'revoke-approval')
    .map(({ actor, outcome, reason }) => [actor, outcome, reason].filter(Boolean).join(' '));

describe('an approval that is not collected yet', () => {
  test('is revoked by the person who gave it: the requester is told, and creates nothing', async () => {
    const { ben, chloe } = await approved();
    await chloe.press('Revoke approval', { in: await card('chloe'), confirm: true });
    const news = await ben.seesMessage('@Chloe Martin revoked the approval of your request for nightly');
    expect(news.channelId).toBe(ben.dmId);
    await as('daniel').seesMessage('Approval revoked by @Chloe Martin');
    await ben.sees(() => !ben.canPress('Create and show secret') && !chloe.canPress('Revoke approval'));
    await running.settled();
    expect(ben.messages('dm').filter(({ content }) => content.includes('revoked the approval'))).toHaveLength(
      1,
    );
    expect(count(running.api, 'create')).toBe(0);
    expect(await trail()).toEqual(['U0CHLOE done']);
    const record = (await running.audit()).find(({ action }) => action === 'revoke-approval');
    expect(record).toMatchObject({ target: { name: 'nightly', user: 'billing' }, rule: 'gave-approval' });
    expect(record?.request).toBeDefined();
  });

  test('is revoked by an admin who did not give it', async () => {
    const { ben } = await approved();
    await as('aiko').press('Revoke approval', { in: await card('aiko'), confirm: true });
    await ben.seesMessage('@Aiko Tanaka revoked the approval of your request for nightly');
    expect(await trail()).toEqual(['U0AIKO done']);
  });

  test('is not revoked by another approver, nor by the requester', async () => {
    const { ben } = await approved();
    for (const who of ['daniel', 'ben']) {
      await as(who).press('Revoke approval', { in: await card(who), confirm: true });
      await as(who).seesMessage('Only the person who gave the approval, or an admin');
    }
    expect(await trail()).toEqual(['U0DANIEL refused not-its-approver', 'U0BEN refused not-its-approver']);
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
  });

  test('is listed in requests for those who may revoke it', async () => {
    const { ben, chloe } = await approved();
    await as('daniel').command('/apiclient requests');
    await as('daniel').seesMessage('none are waiting for your decision');
    await chloe.command('/apiclient requests');
    const listed = await chloe.seesMessage('Approved, not created yet: 1');
    await chloe.press('Revoke approval', { in: listed, confirm: true });
    await ben.seesMessage('revoked the approval of your request for nightly');
  });

  test('that was collected cannot be revoked any more', async () => {
    const { ben, chloe } = await approved();
    const shown = await card('chloe');
    await ben.press('Create and show secret');
    await ben.seesMessage('save its secret now');
    await chloe.sees(() => !chloe.canPress('Revoke approval', { in: shown }));
    expect(count(running.api, 'create')).toBe(1);
  });

  test('goes to the first one when it is revoked and collected at the same moment', async () => {
    const { ben, chloe } = await approved();
    const shown = await card('chloe');
    await Promise.all([
      chloe.press('Revoke approval', { in: shown, confirm: true }),
      ben.press('Create and show secret'),
    ]);
    await running.settled();
    const revoked = (await trail()).includes('U0CHLOE done');
    expect(count(running.api, 'create')).toBe(revoked ? 0 : 1);
    const [who, said] = revoked
      ? [ben, 'The approval of nightly was revoked by @Chloe Martin']
      : [chloe, 'was already approved by @Chloe Martin'];
    await who.seesMessage(said);
  });
});
