import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClientRecord } from '../../../src/core/model/client-record.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { count, readiness, type Running, start, quickPace } from '../../harness.js';
import { breakable, type StoreState } from '../../storage/backends/breakable-backend.js';
import { textsUnder } from '../../storage/backends/texts.js';

let running: Running;
let store: StoreState;
let slackIsDown: boolean;
beforeEach(async () => {
  store = 'up';
  slackIsDown = false;
  running = await start({
    runtime: {
      pace: { ...quickPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400 },
      fetch: (input, init) =>
        slackIsDown && new Request(input, init).url.startsWith(running.slack.url)
          ? Promise.reject(new TypeError('fetch failed'))
          : fetch(input, init),
      wrapBackend: (backend) =>
        guarded(
          breakable(backend, () => store),
          500,
        ),
    },
  });
});
afterEach(() => running.stop());

const create = async (name: string) => {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose x`);
  return aiko;
};
const ready = () => readiness(running);
const PEOPLE = 4;

/** The keys of what is not settled yet. */
const open = async () => (await textsUnder(running.backend, 'intent:')).map(([key]) => key);

async function recordsOf(name: string): Promise<readonly ClientRecord[]> {
  const records = createStore({ backend: running.backend, schema: ClientRecord });
  return (await collect(records.scan('client:')))
    .map(([, record]) => record)
    .filter((record) => record.name === name);
}

/** What a create needs to know is known by then: on a busy machine it would become a form otherwise. */
async function beforeTheOutage(): Promise<void> {
  const aiko = await create('before');
  await aiko.seesMessage('API client created');
}

async function everybodyAsks(): Promise<void> {
  const aiko = running.slack.as('aiko');
  await Promise.all(
    Array.from({ length: PEOPLE }, (_, index) =>
      aiko.command(`/apiclient create n${index} --user billing --purpose x`),
    ),
  );
}

describe('while the API is down', () => {
  test('everybody gets a sentence, and once it is back all goes on without a restart', async () => {
    await beforeTheOutage();
    running.api.fault({ operation: 'create', kind: 'drop-before' });
    await everybodyAsks();
    const aiko = running.slack.as('aiko');
    await aiko.sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes('I checked: it wasn’t')).length === PEOPLE,
    );
    expect(await ready()).toBe(200);
    running.api.clearFaults();
    await create('afterwards');
    await aiko.sees(({ messages }) =>
      messages.some(({ content }) => /created[\s\S]*afterwards/.test(content)),
    );
    expect(running.slack.violations()).toEqual([]);
  });

  test('and never answers, the person hears within half a minute what is known', {
    timeout: 60_000,
  }, async () => {
    running.api.fault({ operation: 'create', kind: 'hang', times: 1 });
    const aiko = await create('nightly');
    await aiko.seesMessage('don’t know whether', { timeoutMs: 30_000 });
    await aiko.seesMessage('I checked: it wasn’t');
    expect(count(running.api, 'create')).toBe(1);
  });
});

describe('while Slack is down', () => {
  test('nobody’s outcome is lost: it is in the DM once Slack is back', { timeout: 90_000 }, async () => {
    const { api } = running;
    await beforeTheOutage();
    const aiko = running.slack.as('aiko');
    slackIsDown = true;
    await everybodyAsks();
    await expect
      .poll(() => api.calls().filter(({ operation }) => operation === 'delete').length, { timeout: 60_000 })
      .toBe(PEOPLE);
    slackIsDown = false;
    await aiko.sees(
      ({ messages }) => messages.filter(({ content }) => content.includes('Nobody has it')).length === PEOPLE,
      { timeoutMs: 30_000 },
    );
    expect(api.clients().filter(({ name }) => /^n\d/.test(name))).toEqual([]);
    await create('afterwards');
    await aiko.sees(({ messages }) => messages.some(({ content }) => content.includes('afterwards')));
  });
});

describe('while the store is down', () => {
  test('everybody gets a sentence, nothing is created, /readyz tells, and it goes on by itself', async () => {
    const { api, slack } = running;
    await beforeTheOutage();
    const made = count(api, 'create');
    store = 'refusing';
    await everybodyAsks();
    const aiko = slack.as('aiko');
    await aiko.sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes('its storage right now')).length === PEOPLE,
    );
    expect(count(api, 'create')).toBe(made);
    expect(await ready()).toBe(503);
    store = 'up';
    await expect.poll(ready).toBe(200);
    await create('afterwards');
    await aiko.sees(({ messages }) =>
      messages.some(({ content }) => /created[\s\S]*afterwards/.test(content)),
    );
    expect(slack.violations()).toEqual([]);
  });

  test.each(['refusing', 'answerless'] as const)(
    '%s from the create on: the client goes again, its person is told, and hears no second story',
    async (state) => {
      const { api } = running;
      api.fault({ operation: 'create', kind: 'delay', ms: 2000, times: 1 });
      const aiko = await create('nightly');
      await expect.poll(() => count(api, 'create')).toBe(1);
      store = state;
      await aiko.seesMessage('Nobody has it');
      const heard = aiko.messages().map(({ content }) => content);
      expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
      store = 'up';
      await expect.poll(open, { timeout: 10_000 }).toEqual([]);
      await running.settled();
      expect(aiko.messages().map(({ content }) => content)).toEqual(heard);
      expect((await recordsOf('nightly')).filter(({ closed }) => closed === undefined)).toEqual([]);
    },
  );
});
