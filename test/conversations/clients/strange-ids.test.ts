import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Running, start } from '../../harness.js';

const ACCOUNT = {
  root: 'root@sandbox.example',
  subusers: ['billing'],
  clients: [
    { user: 'billing', name: 'usual', id: 'ripple-0123456789ab' },
    { user: 'billing', name: 'dotted', id: 'ripple.0123:ab@cd' },
    { user: 'billing', name: 'slashed', id: '../ripple' },
  ],
};

let running: Running;
beforeEach(async () => {
  running = await start({ api: { accounts: [ACCOUNT] } });
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

async function deletes(id: string, name: string) {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient delete ${id}`);
  await aiko.seesMessage('Delete this API client?');
  await aiko.fill('Name of the client', name, { in: 'message' });
  await aiko.press('Delete', { in: 'message' });
  return aiko;
}

test('clients with ids of an unexpected form are listed with the others', async () => {
  const aiko = running.slack.as('aiko');
  await aiko.command('/apiclient list');
  const { content } = await aiko.seesMessage('1 to 5 of 5 clients');
  for (const { name, id } of ACCOUNT.clients) {
    expect(content).toContain(name);
    expect(content).toContain(id);
  }
});

test('one of them is shown and deleted by its id as it is pasted', async () => {
  const aiko = await deletes('ripple.0123:ab@cd', 'dotted');
  await aiko.seesMessage('Deleted dotted');
  expect(running.api.clients().some(({ name }) => name === 'dotted')).toBe(false);
});
