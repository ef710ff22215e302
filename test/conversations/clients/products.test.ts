import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OrderedFault } from '../../../sandbox/ordered-fault.js';
import type { PersonDriver } from '../../../sandbox/slack/screen/person.js';
import { clientNamed, count, type Running, start } from '../../harness.js';
import { connectAccount } from '../../setting-up.js';

const rippleRoot = 'root@ripple.example';
const waveRoot = 'root@wave.example';

let running: Running;
let aiko: PersonDriver;
let waveIsAway: OrderedFault;
beforeEach(async () => {
  running = await start({
    api: {
      accounts: [
        { root: rippleRoot, subusers: ['billing'] },
        { root: waveRoot, subusers: ['analytics'] },
      ],
    },
  });
  aiko = running.slack.as('aiko');
  await connectWave();
  running.api.seed('billing', [{ name: 'of-ripple' }]);
  waveIsAway = running.api.fault({ product: 'wave', operation: 'token', kind: 'status', status: 401 });
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

/** Beside the account of Ripple that the environment gives. */
async function connectWave(): Promise<void> {
  await connectAccount(aiko, { ...running.api.clientFor(waveRoot, 'wave'), product: 'Wave' });
  await aiko.reload();
}

const MISSING = 'Wave can’t be reached right now, so everything in it is missing here.';

test('who lists while one product is away sees the other’s clients, and that some are missing', async () => {
  await aiko.command('/apiclient list');
  const listed = await aiko.seesMessage('of-ripple');
  expect(listed.content).toContain(MISSING);
  expect(listed.text).toContain(MISSING);
  await aiko.press('Filter');
  const modal = await aiko.seesModal('All Alphaus users');
  expect(modal.content).toContain(MISSING);
  await aiko.closeModal();

  waveIsAway.lift();
  await aiko.command('/apiclient list');
  await aiko.seesMessage(/^(?![\s\S]*can’t be reached)[\s\S]*of-ripple/);
});

test('nobody is told that there is nothing while a product is away', async () => {
  await aiko.command('/apiclient list no-such-thing');
  const listed = await aiko.seesMessage('No clients match');
  expect(listed.content).toContain(MISSING);
  await aiko.reload();
  await aiko.command('/apiclient list --user analytics');
  await aiko.seesMessage('Wave can’t be reached right now, and what you named may be in it');
  await aiko.reload();
  await aiko.command('/apiclient show ripple-abcdef123456');
  await aiko.seesMessage('Wave can’t be reached right now, and what you named may be in it');
  const { id } = clientNamed(running.api, 'of-ripple');
  await aiko.reload();
  await aiko.command(`/apiclient show ${id}`);
  await aiko.seesMessage('of-ripple');
});

test('who creates under a product that answers is not kept from it by the other', async () => {
  await aiko.command('/apiclient create');
  const modal = await aiko.seesModal('The Alphaus account it belongs to');
  expect(modal.content).toContain(MISSING);
  await aiko.choose('Alphaus user', 'billing');
  await aiko.fill('Name', 'made');
  await aiko.fill('Purpose', 'x');
  await aiko.submit();
  await aiko.seesMessage('API client created');
  expect(clientNamed(running.api, 'made').user).toBe('billing');
  await aiko.reload();

  // Named without its product, and found in the default one.
  await aiko.command('/apiclient create typed --user billing --purpose x');
  await aiko.seesMessage('API client created');
  await aiko.reload();
  await aiko.command('/apiclient create lost --user wave:analytics --purpose x');
  await aiko.seesMessage('Nothing was done. Try again');
  expect(count(running.api, 'create')).toBe(2);
});

test('a form that was filled in before says that the product went away, and nothing is made', async () => {
  waveIsAway.lift();
  await aiko.command('/apiclient create');
  await aiko.seesModal('The Alphaus account it belongs to');
  await aiko.choose('Alphaus user', 'analytics (Wave)');
  await aiko.fill('Name', 'made');
  await aiko.fill('Purpose', 'x');
  running.api.fault({ product: 'wave', kind: 'status', status: 401 });
  await aiko.submit();
  await aiko.seesMessage(/Alphaus rejected the credentials/);
  expect(running.api.clients().filter(({ name }) => name === 'made')).toEqual([]);
});

test('who grants sees whose users are missing, and grants those that are there', async () => {
  await aiko.command('/apiclient access add');
  const modal = await aiko.seesModal('Person');
  expect(modal.content).toContain(MISSING);
  await aiko.closeModal();
  await aiko.command('/apiclient access add @ben billing');
  await aiko.seesMessage('can now use billing');
});

test('one that hangs is waited for some seconds, no longer', async () => {
  waveIsAway.lift();
  running.api.fault({ product: 'wave', kind: 'hang' });
  await aiko.command('/apiclient list');
  const listed = await aiko.seesMessage('of-ripple', { timeoutMs: 9_000 });
  expect(listed.content).toContain(MISSING);
}, 20_000);
