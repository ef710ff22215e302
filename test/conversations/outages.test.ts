import { usualPace } from '../../src/bot/outside.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/storage/backend.js';
import { guarded } from '../../src/storage/guarded-backend.js';
import { count, type Running, start } from '../harness.js';

let running: Running;
let storeIsDown: boolean;
let slackIsDown: boolean;
beforeEach(async () => {
  storeIsDown = false;
  slackIsDown = false;
  running = await start({
    outside: {
      pace: { ...usualPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400 },
      fetch: (input, init) =>
        slackIsDown && new Request(input, init).url.startsWith(running.slack.url)
          ? Promise.reject(new TypeError('fetch failed'))
          : fetch(input, init),
      wrapBackend: (backend) => guarded(failing(backend), 500),
    },
  });
});
afterEach(() => running.stop());

/** The store, that does not answer while it is down. */
function failing(backend: Backend): Backend {
  const unlessDown = <Result>(operation: () => Promise<Result>): Promise<Result> =>
    storeIsDown ? Promise.reject(new Error('connection refused')) : operation();
  return {
    ...backend,
    get: (key) => unlessDown(() => backend.get(key)),
    set: (key, text, ttlMs) => unlessDown(() => backend.set(key, text, ttlMs)),
    delete: (key) => unlessDown(() => backend.delete(key)),
    putIfAbsent: (key, text, ttlMs) => unlessDown(() => backend.putIfAbsent(key, text, ttlMs)),
    replace: (key, expected, next, ttlMs) => unlessDown(() => backend.replace(key, expected, next, ttlMs)),
    health: () => unlessDown(() => backend.health()),
    async *scan(prefix) {
      if (storeIsDown) throw new Error('connection refused');
      yield* backend.scan(prefix);
    },
  };
}

const create = async (name: string) => {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose x`);
  return aiko;
};
const ready = async () => (await fetch(`http://127.0.0.1:${running.bot.port}/readyz`)).status;
const PEOPLE = 6;

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
    running.api.fault({ operation: 'create', kind: 'drop-before' });
    await everybodyAsks();
    const aiko = running.slack.as('aiko');
    await aiko.sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes('I have looked: it was not')).length === PEOPLE,
    );
    expect(await ready()).toBe(200);
    running.api.clearFaults();
    await create('afterwards');
    await aiko.seesMessage('shown once');
    expect(running.slack.violations()).toEqual([]);
  });

  test('and never answers, the person hears within half a minute what is known', {
    timeout: 60_000,
  }, async () => {
    running.api.fault({ operation: 'create', kind: 'hang', times: 1 });
    const aiko = await create('nightly');
    await aiko.seesMessage('do not know whether', { timeoutMs: 30_000 });
    await aiko.seesMessage('I have looked: it was not');
    expect(count(running.api, 'create')).toBe(1);
  });
});

describe('while Slack is down', () => {
  test('nobody’s outcome is lost: it is in the DM once Slack is back', { timeout: 90_000 }, async () => {
    const { api } = running;
    const aiko = await create('before');
    await aiko.seesMessage('API client created');
    slackIsDown = true;
    await everybodyAsks();
    await expect
      .poll(() => api.calls().filter(({ operation }) => operation === 'delete').length, { timeout: 60_000 })
      .toBe(PEOPLE);
    slackIsDown = false;
    await aiko.sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes('nobody holds it')).length === PEOPLE,
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
    storeIsDown = true;
    await everybodyAsks();
    const aiko = slack.as('aiko');
    await aiko.sees(
      ({ messages }) =>
        messages.filter(({ content }) => content.includes('its own storage')).length === PEOPLE,
    );
    expect(count(api, 'create')).toBe(0);
    expect(await ready()).toBe(503);
    storeIsDown = false;
    await expect.poll(ready).toBe(200);
    await create('afterwards');
    await aiko.seesMessage('shown once');
    expect(slack.violations()).toEqual([]);
  });

  test('from the create on: the client goes again, its person is told, and hears no second story', async () => {
    const { api } = running;
    api.fault({ operation: 'create', kind: 'delay', ms: 2000, times: 1 });
    const aiko = await create('nightly');
    await expect.poll(() => count(api, 'create')).toBe(1);
    storeIsDown = true;
    await aiko.seesMessage('nobody holds it');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    storeIsDown = false;
    await running.slack.settled(800);
    expect(aiko.messages().some(({ content }) => content.includes('I have looked: it is'))).toBe(false);
  });
});
