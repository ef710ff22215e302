import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClientId, PersonId, WorkspaceId } from '../../src/core/model/ids.js';
import type { Part } from '../../src/core/store.js';
import { committing } from '../../src/storage/backends/commit.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { clientRecords } from '../../src/storage/records/clients/client-records.js';
import { record } from '../../test/core/records.js';
import { forEveryWorkspace } from '../../test/harness.js';
import type { Benchmark } from '../benchmark.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { putInstallations, teamOf } from '../outside/many-installations.js';
import { startOutside } from '../outside/outside.js';
import { startProgram } from '../programs/program.js';

const WORKSPACES = 10_000;
const CLIENTS_EACH = 30;
const WATCHED_MS = 10 * 60_000;
/** What a start leaves to do is done by then. */
const AT_REST_AFTER_MS = 20_000;
const IN_A_YEAR_MS = 365 * 24 * 3_600_000;

async function putClients(url: string, workspaces: number): Promise<void> {
  const backend = await openBackend(url, { allowVolatile: true });
  const clients = clientRecords(backend);
  const commit = committing(backend);
  const createdAt = new Date(Date.now() + IN_A_YEAR_MS).toISOString();
  try {
    for (let number = 0; number < workspaces; number += 1) {
      const parts: Part[] = [];
      for (let index = 0; index < CLIENTS_EACH; index += 1) {
        const person = PersonId.parse(`U${index % 5}`);
        parts.push(
          ...clients.adding(
            record({
              workspace: WorkspaceId.parse(teamOf(number)),
              id: ClientId.parse(`ripple-${number}-${index}`),
              owner: { kind: 'person', id: person },
              requester: person,
              createdAt,
            }),
          ),
        );
      }
      await commit(parts);
    }
  } finally {
    await backend.close();
  }
}

/** G2. A bot that serves very many workspaces in which nothing happens. */
export const idle: Benchmark = {
  id: 'G2',
  title: `idle, with ${WORKSPACES} workspaces and ${WORKSPACES * CLIENTS_EACH} API clients, on SQLite`,
  isLong: true,

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const url = `sqlite://${join(directory, 'idle.sqlite')}`;
      const count = smoke ? 20 : WORKSPACES;
      const watchedMs = smoke ? 5_000 : WATCHED_MS;
      const outside = await startOutside({
        slack: { oauth: forEveryWorkspace.slack.oauth },
        environment: forEveryWorkspace.environment,
      });
      try {
        await putInstallations(outside, url, { first: 0, count, rotate: false });
        await putClients(url, count);
        const bot = await startProgram({
          file: programs['counted-bot'],
          probe: programs.probe,
          environment: { ...outside.environment, STORE_URL: url },
        });
        try {
          await sleep(smoke ? 2_000 : AT_REST_AFTER_MS);
          await bot.operations();
          const before = await bot.usage('usage-after-collection');
          const from = performance.now();
          await sleep(watchedMs);
          const made = await bot.operations();
          const seconds = (performance.now() - from) / 1000;
          const after = await bot.usage('usage-after-collection');
          const aSecond = made.length / seconds;
          const core = ((after.cpuMicroseconds - before.cpuMicroseconds) / 1e6 / seconds) * 100;
          const grown = (after.heapBytes - before.heapBytes) / 1e6;
          const row = (what: string, unit: string, value: number) => ({ what, unit, values: [value] });
          return {
            rows: [
              row('watched', 's', seconds),
              row('store operations a second', '', aSecond),
              row('of a core', '%', core),
              row('resident', 'MB', after.residentBytes / 1e6),
              row('heap more than before', 'MB', grown),
            ],
            goals: [
              { says: 'store operations a second', measured: aSecond, atMost: 2 },
              { says: '% of a core', measured: core, atMost: 0.5 },
              { says: 'MB of heap more than before', measured: grown, atMost: 1 },
            ],
          };
        } finally {
          await bot.kill();
        }
      } finally {
        await outside.close();
      }
    }),
};
