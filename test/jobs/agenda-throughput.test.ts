import { expect, test } from 'vitest';
import { runAgenda } from '../../src/jobs/run-agenda.js';
import { WorkspaceId } from '../../src/core/model/ids.js';
import { committing } from '../../src/storage/backends/commit.js';
import { start } from '../harness.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { agendaEntries, openAgenda } from '../../src/storage/records/agenda.js';

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('what falls due at once for 500 workspaces is done without waiting for the next look', async () => {
  const backend = memoryBackend();
  const agenda = openAgenda(backend, () => new Date());
  const commit = committing(backend);
  const due = new Date(Math.floor(Date.now() / 600_000) * 600_000);
  for (let number = 0; number < 500; number += 1) {
    const workspace = WorkspaceId.parse(`T${number}`);
    await commit([agenda.adding({ due, kind: 'look-after-audit', workspace, id: 'trail' })]);
  }
  let done = 0;
  const handle = async () => {
    await settle(5);
    done += 1;
    return undefined;
  };
  const running = runAgenda({
    agenda,
    handlers: {
      'settle-intent': handle,
      'deliver-notice': handle,
      'look-after-request': handle,
      'remind-overlap': () => Promise.resolve(undefined),
      'look-after-end': handle,
      'remind-unconfirmed': handle,
      'look-after-audit': handle,
      'end-grant': handle,
      'start-workflow-step': handle,
      'look-after-transfer': handle,
      'look-after-owner': handle,
      'daily-look': handle,
      'follow-uninstallation': handle,
    },
    // One look by the clock: the others come as there is room.
    everyMs: 3_600_000,
    leaseMs: 30_000,
    pauseMs: 20_000,
    track: () => undefined,
    failed: () => undefined,
  });
  await expect.poll(() => done, { timeout: 10_000 }).toBe(500);
  running.stop();
});

test('an entry waits whose workspace this process does not serve', async () => {
  const running = await start();
  const other = WorkspaceId.parse('T2OTHER');
  const { adding } = agendaEntries(running.backend);
  await committing(running.backend)([
    adding({ due: new Date(0), kind: 'look-after-request', workspace: other, id: 'R0000001' }),
  ]);
  const instants = async (): Promise<readonly string[]> =>
    (await running.backend.scan('agenda:'))
      .filter(([key]) => key.includes('T2OTHER'))
      .map(([key]) => key.slice('agenda:'.length, 'agenda:'.length + 4));
  await expect.poll(instants, { timeout: 10_000 }).not.toEqual(['1970']);
  await running.settled();
  expect(await instants()).toHaveLength(1);
  await running.stop();
});
