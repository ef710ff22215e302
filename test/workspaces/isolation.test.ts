import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/storage/backends/backend.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { clientNamed, forEveryWorkspace, type Running, start } from '../harness.js';
import { breakable, type StoreState } from '../storage/backends/breakable-backend.js';
import { Browser, connectAs } from './installing.js';

let running: Running;
let store: StoreState;
beforeEach(async () => {
  store = 'up';
  const wrapBackend = (backend: Backend) =>
    guarded(
      breakable(backend, () => store),
      700,
    );
  running = await start({ ...forEveryWorkspace, runtime: { wrapBackend } });
  const { slack } = running;
  for (const target of ['T1ACME', 'T0SANDBOX']) {
    await new Browser(running).install({ target, as: 'aiko' });
  }
  await connectAs(running, slack.workspace('Acme').as('aiko'), 'root@sandbox.example');
  await connectAs(running, slack.as('aiko'), 'root@sandbox.example');
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const TOO_LONG = 60;

describe('a workspace', () => {
  test('whose API hangs, whatever many people ask, does not keep another waiting', async () => {
    const { api, slack } = running;
    api.fault({ operation: 'create', user: 'billing', kind: 'hang' });
    const hanging = slack.workspace('Acme');
    for (const who of ['aiko', 'ben']) {
      for (let times = 0; times < 7; times += 1) {
        await hanging.as(who).command(`/apiclient create n${times} --user billing --purpose x`);
      }
    }
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create nightly --user analytics --purpose x');
    const shown = await aiko.seesMessage('save its secret now');
    expect(shown.content).toContain(clientNamed(api, 'nightly').secret);
  });

  test('that Slack limits does not keep another waiting, and still opens its own forms', async () => {
    const { slack } = running;
    const acme = slack.workspace('Acme').as('aiko');
    slack.fault({
      method: 'chat.postMessage',
      team: 'T1ACME',
      kind: 'ratelimited',
      retryAfterSeconds: TOO_LONG,
      times: 100,
    });
    await acme.command('/apiclient create limited --user billing --purpose x');
    await acme.seesMessage('save its secret now');
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create nightly --user analytics --purpose x');
    await aiko.seesMessage('API client created');
    await acme.command('/apiclient create');
    await acme.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
    slack.clearFaults();
  });
});

describe('people of many workspaces, while the store is', () => {
  test.each(['refusing', 'hanging'] as const)(
    '%s, hear so in a sentence, and go on once it is back',
    async (state) => {
      const { slack } = running;
      const aiko = slack.workspace('Acme').as('aiko');
      // What the bot knows of a workspace has to be asked for again after three seconds.
      await sleep(3_100);
      store = state;
      await aiko.command('/apiclient create nightly --user billing --purpose x');
      await aiko.seesMessage('its storage right now');
      store = 'up';
      await aiko.command('/apiclient create nightly --user billing --purpose x');
      await aiko.seesMessage('save its secret now');
    },
  );

  test('down when the bot is asked for the first time, hear so as well', async () => {
    await running.restart();
    store = 'refusing';
    const aiko = running.slack.workspace('Acme').as('aiko');
    await aiko.command('/apiclient list');
    await aiko.seesMessage('its storage right now');
    store = 'up';
  });
});
