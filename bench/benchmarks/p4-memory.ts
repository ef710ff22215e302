import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forEveryWorkspace } from '../../test/harness.js';
import type { Bench, Benchmark } from '../benchmark.js';
import { expectStatus, Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import type { Answer, Arrival } from '../outside/gate.js';
import { ENDS_SOON_S, putInstallations, teamOf } from '../outside/many-installations.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { type Program, startProgram } from '../programs/program.js';

const WORKSPACES = 10_000;
const WARM_UP = 1_000;
/** Workspaces whose tokens end soon, and how often each is served, with a new token each time. */
const ROTATING = 300;
const ROTATIONS = 10;

/** P4. What the process holds: when it is ready, and when ten thousand workspaces have used it. */
export const memory: Benchmark = {
  id: 'P4',
  title: `resident memory when ready, and what ${WORKSPACES} workspaces add`,

  run: (bench) =>
    inTemporaryDirectory(async (directory) => {
      const outside = await startOutside({
        slack: { oauth: forEveryWorkspace.slack.oauth },
        slackInstead,
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
        const { each, rotation } = await afterServing(bench, outside, join(directory, 'many.sqlite'), count);
        return {
          rows: [
            { what: 'bare Bolt, resident when ready', unit: 'MB', values: ready.of('bare Bolt') },
            {
              what: 'bot, resident when ready',
              unit: 'MB',
              values: ready.of('bot'),
              floor: { name: 'bare Bolt', ratios },
            },
            { what: `${count} workspaces served add, each`, unit: 'KB', values: [each] },
            { what: 'a renewed token adds', unit: 'KB', values: [rotation] },
          ],
          goals: [
            {
              says: 'resident when ready, against bare Bolt',
              measured: ready.ratio('bot', 'bare Bolt'),
              atMost: 1.3,
              floor: ready.of('bare Bolt'),
            },
            { says: `KB that each of ${count} workspaces adds`, measured: each, atMost: 2 },
            { says: 'KB that each renewed token adds', measured: rotation, atMost: 0.2 },
          ],
        };
      } finally {
        await outside.close();
      }
    }),
};

/** The least of some readings: now and then something is still on its way out. */
async function restingKilobytes(bot: Program): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let reading = 0; reading < 3; reading += 1) {
    least = Math.min(least, (await bot.usage('usage-after-collection')).heapBytes / 1024);
    await sleep(1_000);
  }
  return least;
}

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

/** Kilobytes of heap, after a collection: for each workspace that was served, and for each token that was renewed. */
async function afterServing(
  { programs, smoke }: Bench,
  outside: Outside,
  file: string,
  count: number,
): Promise<{ each: number; rotation: number }> {
  const store = `sqlite://${file}`;
  const [warmUp, rotating, rotations] = smoke ? [20, 5, 2] : [WARM_UP, ROTATING, ROTATIONS];
  await putInstallations(outside, store, { first: 0, count: count + warmUp, rotate: false });
  await putInstallations(outside, store, { first: count + warmUp, count: rotating, rotate: true });
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
        return signed(outside.signingSecret, listCommand(outside, teamOf(from + index), sent));
      });
      expectStatus('list', answered, 200);
      // What goes on behind acknowledgements holds memory, too.
      await nothingUnderWay(bot);
      return restingKilobytes(bot);
    };
    const before = await serve(0, warmUp);
    const served = await serve(warmUp, count);
    const once = await serve(warmUp + count, rotating);
    let again = once;
    for (let time = 0; time < rotations; time += 1) again = await serve(warmUp + count, rotating);
    return { each: (served - before) / count, rotation: (again - once) / (rotating * rotations) };
  } finally {
    await load.close();
    await bot.kill();
  }
}

/** Answered with whom to ask for a connection: for that Slack is asked about the person, with the workspace's token. */
function listCommand({ responseUrl }: Outside, team: string, number: number): string {
  return new URLSearchParams({
    command: '/apiclient',
    text: 'list',
    team_id: team,
    user_id: 'U0AIKO',
    channel_id: 'C0BENCH',
    trigger_id: `${number}.${number}.bench`,
    response_url: responseUrl,
  }).toString();
}

let renewed = 0;

/** The sandbox's Slack does not know ten thousand workspaces. */
function slackInstead({ path }: Arrival): Answer | undefined {
  if (path.endsWith('/users.info')) {
    const user = { id: 'U0AIKO', name: 'aiko', is_admin: true, enterprise_user: { teams: [] } };
    return answer({ user });
  }
  if (!path.endsWith('/oauth.v2.access')) return undefined;
  renewed += 1;
  return answer({
    access_token: `xoxe.xoxb-${renewed}`,
    refresh_token: `xoxe-${renewed}`,
    expires_in: ENDS_SOON_S,
  });
}

const answer = (said: object): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ ok: true, ...said }),
});
