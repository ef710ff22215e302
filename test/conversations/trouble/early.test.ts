import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { count, type Running, start } from '../../harness.js';
import { breakable, type StoreState } from '../../storage/backends/breakable-backend.js';

let running: Running;
let store: StoreState;
const unhandled: unknown[] = [];
const remember = (reason: unknown): void => void unhandled.push(reason);
beforeEach(async () => {
  store = 'up';
  unhandled.length = 0;
  process.on('unhandledRejection', remember);
  running = await start({
    runtime: {
      wrapBackend: (backend) =>
        guarded(
          breakable(backend, () => store),
          400,
        ),
    },
  });
});
afterEach(async () => {
  store = 'up';
  await running.stop();
  process.off('unhandledRejection', remember);
  expect(unhandled).toEqual([]);
});

/** What begins before it is sure that Slack did not deliver it before. */
describe('a command that only reads, and a submitted form', () => {
  for (const state of ['refusing', 'hanging'] as const) {
    test(`are answered in words while the store is ${state}`, async () => {
      const aiko = running.slack.as('aiko');
      await aiko.command('/apiclient create nightly --user billing');
      await aiko.seesModal('Purpose');
      await aiko.fill('Purpose', 'x');
      store = state;
      await aiko.submit();
      await aiko.seesMessage('can’t reach its storage');
      for (const text of ['list', 'show ripple-000000000000']) {
        const before = aiko.messages().length;
        await aiko.command(`/apiclient ${text}`);
        await aiko.sees(({ messages }) => messages.length > before);
        expect(aiko.messages().at(-1)?.content).toContain('can’t reach its storage');
      }
      expect(count(running.api, 'create')).toBe(0);
    });
  }

  test('say nothing at all when Slack delivers them again, however long they take', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient list --user billing');
    await aiko.seesMessage('No clients match');
    const command = running.slack.deliveries().findLast(({ body }) => body.includes('list'));
    if (command === undefined) throw new Error('no command was delivered');
    await running.restart();
    running.api.fault({ operation: 'list', kind: 'delay', ms: 2_600, times: 9 });
    const said = aiko.messages().length;
    await running.slack.deliverAgain(command);
    await new Promise((resolve) => setTimeout(resolve, 3_200));
    expect(aiko.messages()).toHaveLength(said);
  });
});
