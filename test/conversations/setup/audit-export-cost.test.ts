import { afterEach, expect, test } from 'vitest';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { type Running, start } from '../../harness.js';
import { event, trailOver } from '../../storage/audit/trail.js';
import { type Counting, counting } from '../../storage/backends/counting-backend.js';

let running: Running;
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

test('an export that an admin gets reads each record of the trail once', async () => {
  let counted: Counting | undefined;
  running = await start({
    runtime: {
      wrapBackend(backend) {
        counted = counting(backend);
        return counted.backend;
      },
    },
  });
  const trail = trailOver(running.backend);
  for (let count = 0; count < 1_000; count += 1) {
    await trail.append(WorkspaceId.parse('T0SANDBOX'), event());
  }
  const aiko = running.slack.as('aiko');
  counted?.taken();
  await aiko.command('/apiclient audit --export jsonl');
  await aiko.seesMessage('The audit trail, 1001 records');
  await running.settled();
  const read = (counted?.taken() ?? []).map((asked) => Number(/^scan audit: (\d+)$/.exec(asked)?.[1] ?? 0));
  // Each append asks what stands before it.
  expect(read.reduce((sum, records) => sum + records, 0)).toBeLessThanOrEqual(1_010);
});
