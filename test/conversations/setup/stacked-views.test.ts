import { beforeEach, describe, expect, test } from 'vitest';
import { runningForEach } from '../../running.js';
import { connectAccount, openConnection } from '../../setting-up.js';

const running = runningForEach({
  environment: { ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '' },
  policy: { approval: 'never' },
});
const as = (who: string) => running.slack.as(who);
const account = () => ({ ...running.api.rootClient, product: 'Ripple/Octo', flavour: 'legacy' }) as const;

/** Aiko has made a client; another admin disconnects the workspace when it matters. */
beforeEach(async () => {
  running.slack.changePerson('chloe', { isAdmin: true });
  await connectAccount(as('chloe'), account());
  await as('aiko').command('/apiclient create nightly --user billing --purpose exports');
  await as('aiko').seesMessage('API client created');
  await running.settled();
  await as('aiko').openHome();
  await as('aiko').sees(({ home }) => home?.content.includes('nightly') === true);
});

async function disconnected(): Promise<void> {
  await openConnection(as('chloe'));
  await as('chloe').press('Disconnect', { confirm: true });
  await as('chloe').seesModal('Disconnected Ripple');
}

/** With a failed act on the screen: Slack refuses a fourth view, and so the sandbox does. */
async function connects(): Promise<void> {
  const aiko = as('aiko');
  await aiko.seesModal('isn’t connected');
  await aiko.press('Set up', { in: 'modal' });
  await aiko.seesModal('Settings for everyone in this workspace');
  await aiko.press('Connection', { in: 'modal' });
  await aiko.seesModal('Stored encrypted, and never shown again.');
  await aiko.choose('Product', 'Ripple/Octo');
  await aiko.choose('API', 'legacy');
  await aiko.fill('Client ID', running.api.rootClient.id);
  await aiko.fill('Client secret', running.api.rootClient.secret);
  await aiko.submit();
  await aiko.seesModal('Connected Ripple/Octo', { timeoutMs: 20_000 });
}

describe('an admin whose act failed for want of a connection sets it up', () => {
  test('from the second view, behind Show', async () => {
    await as('aiko').press('Show', { in: 'home' });
    await as('aiko').seesModal('Created by');
    await disconnected();
    await as('aiko').press('Extend', { in: 'modal' });
    await connects();
    await as('aiko').closeModal();
    await as('aiko').seesModal('Created by');
  });

  test.each(['at once', 'late'])('from the third view, where the answer comes %s', async (when) => {
    await as('aiko').press('Browse', { in: 'home' });
    await as('aiko').seesModal('nightly');
    await as('aiko').press('Show', { in: 'modal', near: 'nightly' });
    await as('aiko').seesModal('Created by');
    await disconnected();
    await as('aiko').press('Delete', { in: 'modal' });
    if (when === 'late') running.api.fault({ operation: 'token', kind: 'delay', ms: 2_500, times: 1 });
    await connects();
    await as('aiko').closeModal();
    await as('aiko').seesModal('Created by');
  });

  test('and changes the policy from there', async () => {
    await as('aiko').press('Browse', { in: 'home' });
    await as('aiko').seesModal('nightly');
    await as('aiko').press('Show', { in: 'modal', near: 'nightly' });
    await as('aiko').seesModal('Created by');
    await disconnected();
    const aiko = as('aiko');
    await aiko.press('Delete', { in: 'modal' });
    await aiko.seesModal('isn’t connected');
    await aiko.press('Set up', { in: 'modal' });
    await aiko.seesModal('Settings for everyone in this workspace');
    await aiko.press('Policy', { in: 'modal' });
    await aiko.sees(() => aiko.canPress('Names and limits', { in: 'modal' }));
    await aiko.press('Names and limits', { in: 'modal' });
    await aiko.sees(({ modal }) => Object.keys(modal?.fields ?? {}).length > 0);
    await aiko.fill('Stale after', '77');
    await aiko.submit();
    await aiko.seesModal('77');
    await aiko.submit();
    await aiko.seesMessage('saved');
    expect(aiko.modal()).toBeUndefined();
  });
});
