import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { forEveryWorkspace } from '../../test/harness.js';
import type { Bench, Benchmark } from '../benchmark.js';
import { expectStatus, Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { slope } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import type { Answer, Arrival } from '../outside/gate.js';
import { ENDS_SOON_S, putInstallations, teamOf } from '../outside/many-installations.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { type Program, startProgram } from '../programs/program.js';

const WORKSPACES = 10_000;
const WARM_UP = 1_000;
/** Workspaces whose tokens end soon, and how often each is served, with a new token each time. */
const ROTATING = 1_000;
const ROTATIONS = 10;
/** What is kept up to a bound fills up in the first of them. */
const UNTIL_FULL = 3;
/** Workspaces that are served at once. */
const AT_ONCE = 50;

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
        const file = join(directory, 'many.sqlite');
        const { each, renewing, same } = await afterServing(bench, outside, file, count);
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
            { what: 'a renewed token adds, with its act', unit: 'KB', values: [renewing] },
            { what: 'the same act without one adds', unit: 'KB', values: [same] },
          ],
          goals: [
            {
              says: 'resident when ready, against bare Bolt',
              measured: ready.ratio('bot', 'bare Bolt'),
              atMost: 1.3,
              floor: ready.of('bare Bolt'),
            },
            { says: `KB that each of ${count} workspaces adds`, measured: each, atMost: 2 },
            { says: 'KB that each renewed token adds', measured: renewing, atMost: 0.2 },
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

interface Added {
  /** What each workspace that was served adds. */
  readonly each: number;
  /** What each renewed token adds with its act, and what the same act adds without one, once nothing fills up any more. */
  readonly renewing: number;
  readonly same: number;
}

/** Kilobytes of heap, after a collection. */
async function afterServing(
  { programs, smoke }: Bench,
  outside: Outside,
  file: string,
  count: number,
): Promise<Added> {
  const store = `sqlite://${file}`;
  const [warmUp, rotating] = smoke ? [20, 5] : [WARM_UP, ROTATING];
  const served = count + warmUp;
  await putInstallations(outside, store, { first: 0, count: served, rotate: false });
  await putInstallations(outside, store, { first: served, count: rotating, rotate: true });
  const bot = await startProgram({
    file: programs.bot,
    probe: programs.probe,
    environment: { ...outside.environment, STORE_URL: store, LOG_LEVEL: 'info' },
  });
  const load = new Load(bot.port);
  try {
    let sent = 0;
    const serve = async (from: number, total: number): Promise<number> => {
      for (let done = 0; done < total; done += AT_ONCE) {
        const answered = await load.closed(Math.min(AT_ONCE, total - done), 16, (index) => {
          sent += 1;
          return signed(outside.signingSecret, listCommand(outside, teamOf(from + done + index), sent));
        });
        expectStatus('list', answered, 200);
        // What goes on behind acknowledgements holds memory, too; and calls that have to wait too long are repeated.
        await nothingUnderWay(bot);
      }
      return restingKilobytes(bot);
    };
    /** One reading differs from the next by more than an act holds: what counts is how they go on. */
    const eachAgain = async (from: number, counted: () => number): Promise<number> => {
      const readings: number[] = [];
      const counts: number[] = [];
      const [rounds, notCounted] = smoke ? [2, 0] : [ROTATIONS, UNTIL_FULL];
      for (let round = 0; round < rounds; round += 1) {
        readings.push(await serve(from, rotating));
        counts.push(counted());
        process.stdout.write(`  ${((readings.at(-1) ?? 0) / 1024).toFixed(2)} MB of heap\n`);
      }
      return slope(readings.slice(notCounted)) / slope(counts);
    };
    const before = await serve(0, warmUp);
    const each = ((await serve(warmUp, count)) - before) / count;
    const renewing = await eachAgain(served, () => renewed);
    const same = await eachAgain(served - rotating, () => sent);
    return { each, renewing, same };
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
