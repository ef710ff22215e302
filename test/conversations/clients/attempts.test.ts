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
  await running.settled();
  expect(firstBatch()).toBe('commit agenda+audit+audit-actor+audit-user+intent');

  await aiko.command(`/apiclient delete ${clientNamed(running.api, 'nightly').id}`);
  await aiko.seesModal('cannot be undone');
  counted?.taken();
  await aiko.press('Delete');
  await aiko.reads('Deleted nightly');
  await running.settled();
  expect(firstBatch()).toBe('commit agenda+audit+audit-actor+audit-client+audit-user+intent');
});

test('what the API’s answer changes is on disk in one batch with the record of the outcome', async () => {
  let counted: Counting | undefined;
  running = await start({
    runtime: {
      wrapBackend(backend) {
        counted = counting(backend);
        return counted.backend;
      },
    },
  });
  const { slack, api } = running;
  const [aiko, ben] = [slack.as('aiko'), slack.as('ben')];
  await running.changePolicy({ approval: 'always' });
  await aiko.command('/apiclient list');
  /** The batches about these kinds of records since, without what finds them. */
  const batches = (kinds: RegExp): readonly string[] =>
    (counted?.taken() ?? [])
      .filter((asked) => asked.startsWith('commit') && kinds.test(asked))
      .map((asked) =>
        asked.replace(
          /\b(agenda|audit-\w+|client-\w+|request-live)\+|\+(agenda|audit-\w+|client-\w+|request-live)\b/g,
          '',
        ),
      );

  await ben.command('/apiclient request nightly --user billing --purpose x');
  await aiko.press('Approve', { in: await aiko.seesMessage('requests nightly') });
  await ben.seesMessage('approved your request');
  await running.settled();
  counted?.taken();
  await ben.press('Create and show secret');
  await ben.seesMessage('API client created');
  await running.settled();
  expect(batches(/\b(intent|audit|request|client)(?!-)\b/)).toEqual([
    'commit request',
    // The claim, which nobody gives back behind the attempt, goes with it.
    'commit audit+intent+request',
    'commit client+intent',
    'commit audit+intent+request',
    // Where the receipt stands, and that all is told.
    'commit announced+client+intent',
  ]);

  await aiko.command(`/apiclient delete ${clientNamed(api, 'nightly').id}`);
  await aiko.seesModal('cannot be undone');
  await aiko.fill('Name', 'nightly');
  counted?.taken();
  await aiko.press('Delete');
  await aiko.reads('Deleted nightly');
  await running.settled();
  expect(batches(/\b(intent|audit|client|deletion)(?!-)\b/)).toEqual([
    'commit audit+intent',
    'commit deletion',
    'commit audit+client+deletion+deletion-attempt+finding+finding-new',
    'commit intent',
  ]);
});
