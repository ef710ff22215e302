import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Credentials } from '../../../sandbox/api/start-api.js';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { clientNamed, count, type Running, start } from '../../harness.js';
import { enterAccount, openConnection } from '../../setting-up.js';

const rippleRoot = 'root@ripple.example';
const waveRoot = 'root@wave.example';

let running: Running;
let aiko: PersonDriver;

async function startUnconnected(environment: Record<string, string> = {}): Promise<void> {
  running = await start({
    api: {
      accounts: [
        { root: rippleRoot, subusers: ['billing', 'shared'] },
        { root: waveRoot, subusers: ['analytics'] },
      ],
    },
    environment: { ALPHAUS_CLIENT_ID: '', ALPHAUS_CLIENT_SECRET: '', ...environment },
  });
  aiko = running.slack.as('aiko');
}

beforeEach(() => startUnconnected());
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

/** With a space that copying took along. */
const connect = (
  product: 'Ripple/Octo' | 'Wave',
  { id, secret }: Credentials,
  flavour: 'legacy' | 'Blue' = 'legacy',
): Promise<void> => enterAccount(aiko, { id, secret: ` ${secret}`, product, flavour });

const ripple = () => running.api.clientFor(rippleRoot, 'ripple');
const wave = () => running.api.clientFor(waveRoot, 'wave');

test('until Alphaus is connected, every command says so: admins get a button, all others hear whom to ask', async () => {
  const ben = running.slack.as('ben');
  for (const command of [
    'create x --purpose y',
    'list',
    'show ripple-abcdef123456',
    'delete ripple-abcdef123456',
    'help',
  ]) {
    await aiko.reload();
    await aiko.command(`/apiclient ${command}`);
    await aiko.reads('isn’t connected to Alphaus yet');
    expect(aiko.canPress('Set up'), command).toBe(true);
  }
  await ben.command('/apiclient list');
  await ben.seesMessage(/Ask @Aiko.* or another admin of this workspace to run \/apiclient setup/);
  expect(ben.canPress('Set up')).toBe(false);
  await aiko.press('Set up');
  await aiko.seesMessage('Not connected to Alphaus yet. Until it is');
});

test('an admin connects an account, and a client can be made with it', async () => {
  await connect('Ripple/Octo', ripple());
  const modal = await aiko.seesModal('Connected Ripple/Octo. It acts for root@ripple.example and 2 more');
  expect(modal.content).toContain(ripple().id);
  await aiko.closeModal();
  await aiko.command('/apiclient create first --user billing --purpose x');
  await aiko.seesMessage('API client created');
  expect(clientNamed(running.api, 'first').user).toBe('billing');
  await aiko.command('/apiclient setup');
  await aiko.seesMessage(/Ripple\/Octo through the legacy API, with the API client .*Connected by .*Aiko/s);
});

test('credentials that Alphaus refuses are refused under their field, and nothing is kept', async () => {
  await connect('Ripple/Octo', { id: ripple().id, secret: 'wrong' });
  const { modal } = await aiko.sees((seen) => JSON.stringify(seen.modal?.errors ?? {}).includes('rejected'));
  expect(modal?.errors).toEqual({
    'Client secret': expect.stringMatching(
      /^Alphaus rejected this client ID and secret for Ripple\/Octo\. Check both, and the product\. Nothing was saved\.\nReference: \w{8}$/,
    ),
  });
  await aiko.fill('Client secret', ripple().secret);
  await aiko.choose('Product', 'Wave');
  await aiko.submit();
  expect(JSON.stringify(aiko.modal()?.errors)).toContain('for Wave');
  await aiko.closeModal();
  await aiko.command('/apiclient list');
  await aiko.seesMessage('isn’t connected to Alphaus yet');
});

test('a form without an id or a secret says so under the fields, and asks nobody', async () => {
  await openConnection(aiko);
  await aiko.fill('Client ID', 'not an id');
  await aiko.fill('Client secret', '  ');
  await aiko.submit();
  expect(Object.keys(aiko.modal()?.errors ?? {}).sort()).toEqual(['Client ID', 'Client secret']);
  expect(running.api.calls()).toEqual([]);
});

test('when Alphaus is slow the result comes on top: what was entered stays, the secret too, until it is taken', async () => {
  running.api.fault({ operation: 'token', kind: 'delay', ms: 2_500, times: 2 });
  await connect('Wave', { id: ripple().id, secret: 'wrong-canary' });
  await aiko.seesModal('Trying the credentials');
  const refused = await aiko.seesModal('Alphaus rejected this client ID and secret');
  expect(refused.content).toMatch(/Reference: /);
  expect(refused.fields).toEqual({});
  await aiko.closeModal();
  expect(aiko.modal()?.fields).toMatchObject({
    Product: 'wave',
    'Client ID': ripple().id,
    'Client secret': ' wrong-canary',
  });
  expect(JSON.stringify(running.slack.calls().map(({ args }) => args))).not.toContain('canary');
  await aiko.choose('Product', 'Ripple/Octo');
  await aiko.fill('Client secret', ripple().secret);
  await aiko.submit();
  await aiko.seesModal('Trying the credentials');
  await aiko.seesModal('Connected Ripple/Octo');
  await aiko.closeModal();
  const { content, fields } = await aiko.seesModal('Connected Ripple/Octo');
  expect(content).toContain('[Disconnect]');
  expect(fields).toEqual({});
});

test('Set up in a modal that failed leads to the result of a connection, as from Home', async () => {
  running.api.fault({ operation: 'token', kind: 'delay', ms: 2_500, times: 1 });
  await aiko.command('/apiclient create');
  await aiko.seesModal('isn’t connected to Alphaus yet');
  await aiko.press('Set up', { in: 'modal' });
  await aiko.seesModal('Settings for everyone in this workspace');
  await aiko.press('Connection', { in: 'modal' });
  await aiko.seesModal('Stored encrypted, and never shown again.');
  await aiko.fill('Client ID', ripple().id);
  await aiko.fill('Client secret', ripple().secret);
  await aiko.submit();
  await aiko.seesModal('Trying the credentials');
  await aiko.seesModal('Connected Ripple/Octo');
});

test('with both products, an Alphaus user is of one of them, and a bare name is the default product’s first', async () => {
  await connect('Ripple/Octo', ripple());
  await aiko.seesModal('Connected Ripple/Octo');
  await aiko.closeModal();
  await connect('Wave', wave());
  const modal = await aiko.seesModal('Connected Wave');
  expect(modal.content).toContain('Default.');
  await aiko.closeModal();

  await aiko.command('/apiclient create');
  await aiko.seesModal('The Alphaus account it belongs to');
  await aiko.choose('Alphaus user', 'analytics (Wave)');
  await aiko.fill('Name', 'waves');
  await aiko.fill('Purpose', 'x');
  await aiko.submit();
  const shown = await aiko.seesMessage('API client created');
  expect(shown.content).toContain('analytics (Wave)');
  const made = clientNamed(running.api, 'waves');
  expect([made.user, made.product]).toEqual(['analytics', 'wave']);
  await aiko.command(`/apiclient list --user analytics`);
  await aiko.seesMessage('Only of analytics (Wave)');
  await aiko.command(`/apiclient delete ${made.id}`);
  await aiko.seesModal('Delete this API client?');
  await aiko.press('Delete');
  await aiko.reads('Deleted waves');
});

test('an admin tests, changes the default, and disconnects; the members are told at once', async () => {
  await connect('Ripple/Octo', ripple());
  await aiko.seesModal('Connected Ripple/Octo');
  await aiko.closeModal();
  await connect('Wave', wave());
  await aiko.seesModal('Connected Wave');
  await aiko.press('Make default');
  await aiko.seesModal('Wave is now the default');
  await aiko.press('Test', { near: 'Wave through' });
  await aiko.seesModal(
    `I tested the saved connection to Wave with the API client ${wave().id}, and it works.`,
  );
  running.api.fault({ operation: 'token', kind: 'status', status: 401, times: 1 });
  await aiko.press('Test', { near: 'Wave through' });
  const { content } = await aiko.seesModal('and it doesn’t work: Alphaus rejected');
  expect(content).toMatch(/Reference: \w{8}/);
  await aiko.press('Disconnect', { near: 'Wave through', confirm: true });
  await aiko.seesModal('Disconnected Wave');
  await aiko.press('Disconnect', { confirm: true });
  await aiko.seesModal('Disconnected Ripple/Octo');
  await aiko.closeModal();
  await aiko.command('/apiclient list');
  await aiko.seesMessage('isn’t connected to Alphaus yet');
});

test('a test of what is saved keeps what is typed into the form, and gives the secret to no view', async () => {
  await connect('Ripple/Octo', ripple());
  await aiko.seesModal('Connected Ripple/Octo');
  await aiko.closeModal();
  await openConnection(aiko);
  await aiko.choose('Product', 'Wave');
  await aiko.fill('Client ID', wave().id);
  await aiko.fill('Client secret', wave().secret);
  await aiko.press('Test');
  const tested = await aiko.seesModal(
    `I tested the saved connection to Ripple/Octo with the API client ${ripple().id}, and it works.`,
  );
  expect(tested.fields).toMatchObject({
    Product: 'wave',
    'Client ID': wave().id,
    'Client secret': wave().secret,
  });
  expect(JSON.stringify(running.slack.calls().map(({ args }) => args))).not.toContain(wave().secret);
  await aiko.submit();
  await aiko.seesModal('Connected Wave');
});

test('a Blue connection works for its own user alone', async () => {
  await connect('Ripple/Octo', ripple(), 'Blue');
  await aiko.seesModal('It acts for root@ripple.example only.');
});

test('nobody but an admin connects, not even with the form of an admin open', async () => {
  const ben = running.slack.as('ben');
  await ben.command('/apiclient setup');
  await ben.seesMessage('admin');
  expect(ben.canPress('Connection')).toBe(false);
  await openConnection(aiko);
  running.slack.changePerson('aiko', { isAdmin: false, isOwner: false });
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  await aiko.fill('Client ID', ripple().id);
  await aiko.fill('Client secret', ripple().secret);
  await aiko.submit();
  await aiko.seesModal('That didn’t work');
  expect(count(running.api, 'token')).toBe(0);
  await aiko.closeModal();
  expect(aiko.modal()?.fields).toMatchObject({ 'Client secret': ripple().secret });
});

test('the environment’s account works without setup; one made with setup takes its place', async () => {
  await running.stop();
  await startUnconnected();
  const { id, secret } = ripple();
  await running.stop();
  await startUnconnected({ ALPHAUS_CLIENT_ID: id, ALPHAUS_CLIENT_SECRET: secret });
  await aiko.command('/apiclient setup');
  await aiko.seesMessage('Set in the bot’s environment');
  await connect('Ripple/Octo', running.api.clientFor('billing', 'ripple'));
  await aiko.seesModal('Connected Ripple/Octo. It acts for billing');
  await aiko.closeModal();
  await aiko.command('/apiclient create x --user shared --purpose y');
  await aiko.seesMessage('no Alphaus user shared');
});
