import { join } from 'node:path';
import { PersonId, WorkspaceId } from '../../src/core/api-client.js';
import { Secret } from '../../src/core/secret.js';
import { installations, StoredInstallation } from '../../src/storage/installations.js';
import { openBackend } from '../../src/storage/open-store.js';
import { parseKeys } from '../../src/storage/seal.js';
import { sealed } from '../../src/storage/sealed-backend.js';
import { createStore } from '../../src/storage/store.js';
import { forEveryWorkspace } from '../../test/harness.js';
import type { Bench, Benchmark } from '../benchmark.js';
import { expectStatus, Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { startProgram } from '../programs/program.js';

const WORKSPACES = 10_000;
const WARM_UP = 1_000;

/** P4. What the process holds: when it is ready, and when ten thousand workspaces have used it. */
export const memory: Benchmark = {
  id: 'P4',
  title: `resident memory when ready, and what ${WORKSPACES} workspaces add`,

  run: (bench) =>
    inTemporaryDirectory(async (directory) => {
      const outside = await startOutside({
        slack: { oauth: forEveryWorkspace.slack.oauth },
        environment: forEveryWorkspace.environment,
      });
      try {
        const contenders = [
          whenReady(bench, outside, 'bare Bolt', bench.programs['bare-bolt'], directory),
          whenReady(bench, outside, 'bot', bench.programs.bot, directory),
        ];
        const ready = await alternate(bench.smoke ? 1 : 5, contenders);
        const ratios = ready.ratios('bot', 'bare Bolt');
        const count = bench.smoke ? 50 : WORKSPACES;
        const { first, again } = await afterServing(bench, outside, join(directory, 'many.sqlite'), count);
        return {
          rows: [
            { what: 'bare Bolt, resident when ready', unit: 'MB', values: ready.of('bare Bolt') },
            {
              what: 'bot, resident when ready',
              unit: 'MB',
              values: ready.of('bot'),
              floor: { name: 'bare Bolt', ratios },
            },
            { what: `${count} workspaces served add, each`, unit: 'KB', values: [first] },
            { what: 'and when each is served again', unit: 'KB', values: [again] },
          ],
          goals: [
            {
              says: 'resident when ready, against bare Bolt',
              measured: ready.ratio('bot', 'bare Bolt'),
              atMost: 1.3,
              floor: ready.of('bare Bolt'),
            },
            { says: `KB that each of ${count} workspaces adds`, measured: first, atMost: 2 },
            { says: 'KB that each adds when it is served again', measured: again, atMost: 0.2 },
          ],
        };
      } finally {
        await outside.close();
      }
    }),
};

let made = 0;

/** Resident megabytes. */
function whenReady(
  { programs }: Bench,
  outside: Outside,
  name: string,
  file: string,
  directory: string,
): Contender {
  return {
    name,
    async measure() {
      made += 1;
      const store = `sqlite://${join(directory, `${made}.sqlite`)}`;
      const environment = { ...outside.environment, STORE_URL: store };
      const program = await startProgram({ file, probe: programs.probe, environment });
      const { residentBytes } = await program.usage();
      await program.kill();
      return residentBytes / 1e6;
    },
  };
}

/** Kilobytes of heap for each workspace, after a collection: once each was served, and once more. */
async function afterServing(
  { programs, smoke }: Bench,
  outside: Outside,
  file: string,
  count: number,
): Promise<{ first: number; again: number }> {
  const store = `sqlite://${file}`;
  const warmUp = smoke ? 20 : WARM_UP;
  await install(outside, store, count + warmUp);
  const bot = await startProgram({
    file: programs.bot,
    probe: programs.probe,
    environment: { ...outside.environment, STORE_URL: store, LOG_LEVEL: 'info' },
  });
  const load = new Load(bot.port);
  try {
    let sent = 0;
    const serve = async (from: number, total: number): Promise<number> => {
      const answered = await load.closed(total, 16, (index) => {
        sent += 1;
        return signed(outside.signingSecret, versionCommand(outside, teamOf(from + index), sent));
      });
      expectStatus('version', answered, 200);
      return (await bot.usage('usage-after-collection')).heapBytes / 1024;
    };
    const before = await serve(0, warmUp);
    const served = await serve(warmUp, count);
    const servedAgain = await serve(warmUp, count);
    return { first: (served - before) / count, again: (servedAgain - served) / count };
  } finally {
    await load.close();
    await bot.kill();
  }
}

const teamOf = (number: number): string => `TBENCH${number}`;

function versionCommand({ responseUrl }: Outside, team: string, number: number): string {
  return new URLSearchParams({
    command: '/apiclient',
    text: 'version',
    team_id: team,
    user_id: 'U0AIKO',
    channel_id: 'C0BENCH',
    trigger_id: `${number}.${number}.bench`,
    response_url: responseUrl,
  }).toString();
}

/** Puts installations into a store that no bot has open. */
async function install({ environment }: Outside, storeUrl: string, count: number): Promise<void> {
  const backend = await openBackend(storeUrl, { allowVolatile: true });
  const keys = parseKeys(environment['ENCRYPTION_KEYS'] ?? '');
  const kept = installations(createStore({ backend: sealed(backend, keys), schema: StoredInstallation }));
  try {
    for (let first = 0; first < count; first += 500) {
      await Promise.all(
        Array.from({ length: Math.min(500, count - first) }, (_, index) =>
          kept.keep({
            workspace: WorkspaceId.parse(teamOf(first + index)),
            botToken: new Secret(`xoxb-of-${first + index}`),
            rotation: undefined,
            botUserId: 'U0APICLIENTS',
            scopes: ['commands'],
            installedBy: PersonId.parse('U0AIKO'),
            installedAt: new Date().toISOString(),
          }),
        ),
      );
    }
  } finally {
    await backend.close();
  }
}
