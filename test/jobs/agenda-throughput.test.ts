import { describe, expect, test } from 'vitest';
import { type AgendaHandler, runAgenda, type RunningAgenda } from '../../src/jobs/run-agenda.js';
import { WorkspaceId } from '../../src/core/model/ids.js';
import { committing } from '../../src/storage/backends/commit.js';
import { start } from '../harness.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { agendaEntries, openAgenda } from '../../src/storage/records/agenda.js';

const settle = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const handlersOf = (handle: AgendaHandler): RunningAgenda['handlers'] => ({
  'settle-intent': handle,
  'deliver-notice': handle,
  'look-after-request': handle,
  'remind-overlap': handle,
  'look-after-end': handle,
  'remind-unconfirmed': handle,
  'look-after-audit': handle,
  'end-grant': handle,
  'start-workflow-step': handle,
  'look-after-transfer': handle,
  'look-after-owner': handle,
  'daily-look': handle,
  'follow-uninstallation': handle,
});

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
    handlers: handlersOf(handle),
    // One look by the clock: the others come as there is room.
    everyMs: 3_600_000,
    leaseMs: 30_000,
    pauseMs: 20_000,
    slowAfterMs: 2_000,
    track: () => undefined,
    failed: () => undefined,
  });
  await expect.poll(() => done, { timeout: 10_000 }).toBe(500);
  running.stop();
});

test('thousands of entries of one workspace, whose API hangs, keep no other workspace waiting', async () => {
  const backend = memoryBackend();
  const agenda = openAgenda(backend, () => new Date());
  const [busy, other] = [WorkspaceId.parse('T1BUSY'), WorkspaceId.parse('T2OTHER')];
  const kind = 'look-after-end';
  const due = new Date('2026-01-01T00:00:00.000Z');
  const entries = Array.from({ length: 2_100 }, (_, number) =>
    agenda.adding({ due, kind, workspace: busy, id: `ripple-${number}` }),
  );
  const last = { due: new Date(due.getTime() + 1), kind, workspace: other, id: 'ripple-1' } as const;
  await committing(backend)([...entries, agenda.adding(last)]);
  const begun: WorkspaceId[] = [];
  const running = runAgenda({
    agenda,
    handlers: handlersOf(({ workspace }) => {
      begun.push(workspace);
      return workspace === busy ? new Promise(() => {}) : Promise.resolve(undefined);
    }),
    everyMs: 20,
    leaseMs: 3_600_000,
    pauseMs: 20_000,
    slowAfterMs: 2_000,
    track: () => undefined,
    failed: () => undefined,
  });
  await expect.poll(() => begun, { timeout: 20_000 }).toContain(other);
  running.stop();
  expect(begun).toEqual([busy, busy, busy, busy, other]);
}, 30_000);

describe('workspaces whose API hangs', () => {
  const due = new Date('2026-01-01T00:00:00.000Z');
  const kind = 'look-after-end';
  const other = WorkspaceId.parse('T2OTHER');

  /** So many of them with ten entries each, and another workspace whose entry falls due last; `begun` is what was begun. */
  async function hanging(workspaces: number, slowAfterMs: number) {
    const backend = memoryBackend();
    const agenda = openAgenda(backend, () => new Date());
    const busy = Array.from({ length: workspaces }, (_, number) => WorkspaceId.parse(`T1BUSY${number}`));
    const entries = busy.flatMap((workspace) =>
      Array.from({ length: 10 }, (_, number) => ({ due, kind, workspace, id: `ripple-${number}` }) as const),
    );
    const last = { due: new Date(due.getTime() + 1), kind, workspace: other, id: 'ripple-1' } as const;
    await committing(backend)([...entries, last].map((entry) => agenda.adding(entry)));
    const begun = new Map<WorkspaceId, number>();
    let endOne = (): void => undefined;
    const running = runAgenda({
      agenda,
      handlers: handlersOf(({ workspace }) => {
        begun.set(workspace, (begun.get(workspace) ?? 0) + 1);
        return new Promise((resolve) => {
          if (workspace === other) resolve(undefined);
          else endOne = () => resolve(undefined);
        });
      }),
      everyMs: 20,
      leaseMs: 3_600_000,
      pauseMs: 20_000,
      slowAfterMs,
      track: () => undefined,
      failed: () => undefined,
    });
    return { begun, running, endOne: () => endOne() };
  }

  test('keep no other one waiting for longer than it takes to see that they hang', async () => {
    const { begun, running } = await hanging(40, 200);
    await expect.poll(() => begun.get(other), { timeout: 10_000 }).toBe(1);
    running.stop();
    expect(begun.size).toBe(41);
    expect(Math.max(...begun.values())).toBe(4);
  });

  test('have no more under way than a process bears, and go on as these are over', async () => {
    const { begun, running, endOne } = await hanging(200, 20);
    const total = () => [...begun.values()].reduce((sum, number) => sum + number, 0);
    await expect.poll(total, { timeout: 10_000 }).toBe(512);
    endOne();
    await expect.poll(total).toBe(513);
    running.stop();
  });
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
