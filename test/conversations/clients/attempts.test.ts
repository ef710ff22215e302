import { afterEach, expect, test } from 'vitest';
import { clientNamed, type Running, start } from '../../harness.js';
import { type Counting, counting } from '../../storage/backends/counting-backend.js';

let running: Running;
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

test('what is about to be asked of the API is on disk in one batch with the record of the attempt', async () => {
  let counted: Counting | undefined;
  running = await start({
    runtime: {
      wrapBackend(backend) {
        counted = counting(backend);
        return counted.backend;
      },
    },
  });
  const aiko = running.slack.as('aiko');
  await running.changePolicy({ approval: 'never' });
  /** The first batch that puts an intent or a record of the trail there. */
  const firstBatch = (): string | undefined =>
    counted?.taken().find((asked) => asked.startsWith('commit') && /\b(intent|audit)\b/.test(asked));

  counted?.taken();
  await aiko.command('/apiclient create nightly --user billing --purpose x');
  await aiko.seesMessage('API client created');
  await running.slack.settled();
  expect(firstBatch()).toBe('commit agenda+audit+audit-actor+audit-user+intent');

  await aiko.command(`/apiclient delete ${clientNamed(running.api, 'nightly').id}`);
  await aiko.seesModal('cannot be undone');
  counted?.taken();
  await aiko.press('Delete');
  await aiko.reads('Deleted nightly');
  await running.slack.settled();
  expect(firstBatch()).toBe('commit agenda+audit+audit-actor+audit-client+audit-user+intent');
});
