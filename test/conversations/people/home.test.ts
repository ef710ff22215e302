import { describe, expect, test } from 'vitest';
import { clientNamed } from '../../harness.js';
import { runningForEach } from '../../running.js';

const running = runningForEach();

async function withClientInHome() {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose exports');
  await aiko.seesMessage('API client created');
  await aiko.openHome();
  await aiko.sees(({ home }) => home?.content.includes('nightly') === true);
  return aiko;
}

describe('App Home answers where it is pressed', () => {
  test('with a view that shows the client, and a question over it before it is deleted', async () => {
    const aiko = await withClientInHome();
    const { id } = clientNamed(running.api, 'nightly');
    const before = aiko.messages().length;
    await aiko.press('Show', { in: 'home' });
    await aiko.seesModal('Created by');
    await aiko.press('Delete', { in: 'modal' });
    await aiko.seesModal('cannot be undone');
    await aiko.closeModal();
    await aiko.seesModal('Created by');
    await aiko.press('Delete', { in: 'modal' });
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');
    await aiko.seesModal('Deleted nightly');
    expect(running.api.clients().some((client) => client.id === id)).toBe(false);
    expect(aiko.messages()).toHaveLength(before);
  });

  test('and shows what has become of it: a deleted client goes from the page', async () => {
    const aiko = await withClientInHome();
    await aiko.press('Delete', { in: 'home' });
    await aiko.seesModal('cannot be undone');
    await aiko.press('Delete');
    await aiko.seesModal('Deleted nightly');
    await aiko.sees(({ home }) => home?.content.includes('nightly') === false);
  });

  test('and says that it is done where Slack does not take the page', async () => {
    const aiko = await withClientInHome();
    await aiko.press('Delete', { in: 'home' });
    await aiko.seesModal('cannot be undone');
    const fault = { method: 'views.publish', kind: 'error', error: 'internal_error' } as const;
    running.slack.fault({ ...fault, times: 100 });
    await aiko.press('Delete');
    await aiko.seesModal('Deleted nightly');
    await expect.poll(() => running.log()).toContain('App Home could not be drawn again');
    expect(aiko.modal()?.content).toContain('Deleted nightly');
  });

  test('in the direct message where Slack opens no view any more', async () => {
    const aiko = await withClientInHome();
    running.slack.fault({ method: 'views.open', kind: 'error', error: 'expired_trigger_id', times: 1 });
    await aiko.press('Show', { in: 'home' });
    await expect
      .poll(() =>
        aiko.messages('dm').some(({ content, isEphemeral }) => isEphemeral && content.includes('[Delete]')),
      )
      .toBe(true);
  });
});

test('an admin who comes from App Home sees what a changed policy does, over the form and the overview', async () => {
  const aiko = running.slack.as('aiko');
  await aiko.openHome();
  await aiko.sees(() => aiko.canPress('Set up', { in: 'home' }));
  await aiko.press('Set up', { in: 'home' });
  await aiko.sees(() => aiko.canPress('Policy', { in: 'modal' }));
  await aiko.press('Policy', { in: 'modal' });
  await aiko.sees(() => aiko.canPress('Names and limits', { in: 'modal' }));
  await aiko.press('Names and limits', { in: 'modal' });
  await aiko.sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
  await aiko.fill('Name pattern', '^team-[a-z]+$');
  await aiko.submit();
  await aiko.seesModal('What this changes');
});

describe('App Home is short', () => {
  test('for somebody who has nothing: what they can do, and no heading of nothing', async () => {
    const ben = running.slack.as('ben');
    await ben.openHome();
    const { home } = await ben.sees((seen) => seen.home !== undefined);
    expect(home?.content.split('\n')).toEqual([
      'API Clients',
      '[Request API client] [Browse] [Requests]',
      'You don’t own any API clients yet.',
    ]);
  });

  test('for an admin: with what admins look after, and a client in two lines with its menu', async () => {
    const aiko = await withClientInHome();
    const { id } = clientNamed(running.api, 'nightly');
    const lines = aiko.home()?.content.split('\n') ?? [];
    expect(lines.slice(0, 4)).toEqual([
      'API Clients',
      '[Create API client] [Browse] [Requests]',
      '[Access] [Policy] [Review] [Audit] [Doctor]',
      'My API clients: 1',
    ]);
    expect(lines[4]).toBe('nightly  exports');
    expect(lines[5]).toContain(id);
    expect(lines[6]).toBe('[Show | Extend | Rotate | Delete]');
  });

  test.each([
    ['Browse', 'API clients'],
    ['Requests', 'You have no requests'],
    ['Access', 'Alphaus user'],
    ['Review', 'What needs attention'],
    ['Doctor', 'checks passed'],
  ])('and its button %s answers there', async (button, answer) => {
    const aiko = running.slack.as('aiko');
    await aiko.openHome();
    await aiko.sees(() => aiko.canPress(button, { in: 'home' }));
    await aiko.press(button, { in: 'home' });
    await aiko.seesModal(answer);
    expect(aiko.messages('dm')).toEqual([]);
  });

  test('a request that is over is not in it', async () => {
    const ben = running.slack.as('ben');
    await ben.command('/apiclient request weekly --user billing --purpose x');
    await ben.seesMessage('was sent');
    await ben.openHome();
    await ben.sees(({ home }) => home?.content.includes('Your requests: 1') === true);
    await ben.press('Withdraw', { in: 'home' });
    await ben.sees(({ home }) => home?.content.includes('Your requests') === false);
  });
});
