import { describe, test, expect } from 'vitest';
import { members } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({ policy: { approvers: members('chloe') } });
const as = (who: string) => running.slack.as(who);
const hasField = (who: string, field: string) =>
  as(who).sees(({ modal }) => modal !== undefined && field in modal.fields);

async function homeButton(who: string, button: string) {
  await as(who).openHome();
  await as(who).sees(() => as(who).canPress(button, { in: 'home' }));
  await as(who).press(button, { in: 'home' });
  return as(who);
}

async function made(who = 'aiko', more = '') {
  await as(who).command(`/apiclient create nightly --user billing --purpose exports ${more}`);
  await as(who).seesMessage('API client created');
  await running.slack.settled();
}

describe('what is done in a form that was opened over App Home, or over a view that Home opened', () => {
  test('filters the list that stands below it', async () => {
    running.api.seed('billing', [{ name: 'alpha' }, { name: 'beta' }]);
    const aiko = await homeButton('aiko', 'Browse');
    await aiko.seesModal('alpha');
    await aiko.press('Filter', { in: 'modal' });
    await hasField('aiko', 'Order');
    await aiko.fill('Text', 'beta');
    await aiko.submit();
    await aiko.seesModal('matching “beta”');
  });

  test('takes Approve and Deny from the list of requests once it is denied', async () => {
    await as('ben').command('/apiclient request weekly --user billing --purpose x');
    await as('ben').seesMessage('was sent');
    const chloe = await homeButton('chloe', 'Requests');
    await chloe.seesModal('weekly');
    await chloe.press('Deny', { in: 'modal' });
    await hasField('chloe', 'Reason');
    await chloe.fill('Reason', 'no');
    await chloe.submit();
    await chloe.sees(({ modal }) => modal?.content.includes('You denied') === true);
    expect(chloe.modal()?.content).not.toContain('[Approve]');
  });

  test('shows the grant in the list from which it was given', async () => {
    const aiko = await homeButton('aiko', 'Access');
    await aiko.seesModal('Nobody has a grant yet');
    await aiko.press('Add', { in: 'modal' });
    await hasField('aiko', 'Person');
    await aiko.choose('Person', 'ben');
    await aiko.choose('Alphaus user', ['billing']);
    await aiko.submit();
    await aiko.seesModal('can now use');
    expect(aiko.modal()?.content).not.toContain('Nobody has a grant yet');
  });

  test('moves the end that Home shows', async () => {
    const aiko = as('aiko');
    await made('aiko', '--until 2027-03-31');
    await aiko.openHome();
    await aiko.sees(({ home }) => home?.content.includes('nightly') === true);
    await aiko.press('Extend', { in: 'home' });
    await hasField('aiko', 'Until');
    await aiko.fill('Until', '2027-06-30');
    await aiko.submit();
    await aiko.sees(({ home }) => home?.content.includes('Jun 30, 2027') === true);
  });

  test('takes a client from Home that was deleted behind Show', async () => {
    const aiko = as('aiko');
    await made();
    await aiko.openHome();
    await aiko.sees(({ home }) => home?.content.includes('nightly') === true);
    await aiko.press('Show', { in: 'home' });
    await aiko.seesModal('Created by');
    await aiko.press('Delete', { in: 'modal' });
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');
    await aiko.seesModal('Deleted nightly');
    await aiko.sees(({ home }) => home?.content.includes('nightly') === false);
  });

  test('shows in Home what was created from Home', async () => {
    const aiko = await homeButton('aiko', 'Create API client');
    await hasField('aiko', 'Name');
    await aiko.fill('Name', 'weekly');
    await aiko.choose('Alphaus user', 'billing');
    await aiko.fill('Purpose', 'x');
    await aiko.submit();
    await aiko.seesMessage('API client created');
    await aiko.sees(({ home }) => home?.content.includes('weekly') === true);
  });
});
