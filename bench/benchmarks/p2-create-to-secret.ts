import { join } from 'node:path';
import type { Benchmark, Row } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { type RoundTrips, roundTripsOf, startOutsideOfCreates } from '../load/round-trips.js';
import { alternate, type Contender, Rounds } from '../measure/alternate.js';
import { median, quantile } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import { Handovers } from '../outside/handovers.js';
import { startOutside } from '../outside/outside.js';
import { allowMuch } from '../outside/allow-much.js';
import { allowMuchInEach, FIRST, installInto, severalWorkspaces } from '../outside/workspaces.js';
import { type Program, startProgram } from '../programs/program.js';

const SERVICE_TIME_MS = 20;
const PER_SECOND = 100;
/** The first of each person is a separate row: after five seconds without acting, Slack is asked about them first. */
const FIRST_ONES = 8;
/** One connection makes no more than 80 calls a second, of the 100 that the API allows: it takes a second one. */
const SECOND = { id: 'T1ACME', name: 'Acme' };
const WORKSPACES = [FIRST, SECOND];
const QUIET_MS = 250;

/**
 * P2. From the moment that somebody presses Create until Slack has the secret, with SQLite on this disk: the rights
 * asked, the attempt, the intent, the outcome and the record written.
 */
export const createToSecret: Benchmark = {
  id: 'P2',
  title: `from a submitted form to the secret at Slack; every call outside takes ${SERVICE_TIME_MS} ms`,

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const handovers = new Handovers();
      const outside = await startOutside({
        ...severalWorkspaces([SECOND]),
        api: { callsPerSecond: 1_000_000 },
        slackArrived: handovers.slackArrived,
        apiAnswered: handovers.apiAnswered,
      });
      const running: Program[] = [];
      try {
        const store = `sqlite://${join(directory, 'bot.sqlite')}`;
        await allowMuchInEach(store, WORKSPACES);
        const bot = await startProgram({
          file: programs.bot,
          probe: programs.probe,
          environment: { ...outside.environment, STORE_URL: store },
        });
        running.push(bot);
        const [first, second] = await installInto(outside, bot, WORKSPACES);
        const creating = await Creating.capture(outside, handovers, bot, first && { workspace: first });
        const beside = await Creating.capture(
          outside,
          handovers,
          bot,
          second && { workspace: second, from: 1_000_000 },
        );
        const floor = await startProgram({
          file: programs['raw-create'],
          probe: programs.probe,
          environment: { ...outside.environment, ...(await whatTheFloorKnows(outside)) },
        });
        running.push(floor);
        outside.slackGate.serviceTimeMs = SERVICE_TIME_MS;
        outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;

        let cpu = new Rounds();
        const oneByOne = (name: string, program: Program): Contender => ({
          name,
          async measure() {
            const times = smoke ? 3 : 25;
            const before = await program.usage();
            const took = await creating.oneByOne(program, times);
            // What follows the secret is the create's, too.
            await outside.slack.settled(QUIET_MS);
            const after = await program.usage();
            cpu.add(name, (after.cpuMicroseconds - before.cpuMicroseconds) / times / 1000);
            return median(took);
          },
        });
        const alone = [oneByOne('raw undici', floor), oneByOne('bot', bot)];
        // Until V8 has optimised what is used here.
        for (const program of [floor, bot]) {
          await Creating.perSecond([creating, beside], program, smoke ? 20 : 800, PER_SECOND);
        }
        await alternate(1, alone);
        cpu = new Rounds();
        const rounds = await alternate(smoke ? 1 : 8, alone);

        const afterRest = new Rounds();
        const many = (name: string, program: Program): Contender => ({
          name,
          async measure() {
            const took = await Creating.perSecond([creating, beside], program, smoke ? 20 : 500, PER_SECOND);
            afterRest.add(name, median(took.slice(0, FIRST_ONES)));
            return quantile(took.slice(FIRST_ONES), 0.99);
          },
        });
        const together = await alternate(smoke ? 1 : 6, [many('raw undici', floor), many('bot', bot)]);

        const trips = await countedCreates(
          programs['counted-bot'],
          `sqlite://${join(directory, 'counted.sqlite')}`,
          {
            probe: programs.probe,
            times: smoke ? 2 : 20,
          },
        );
        const count = (what: string, values: readonly number[]): Row => ({ what, unit: '', values });

        const row = (what: string, measured: typeof rounds, name: string): Row => ({
          what,
          unit: 'ms',
          values: measured.of(name),
          ...(name === 'bot' && {
            floor: { name: 'raw undici', ratios: measured.ratios(name, 'raw undici') },
          }),
        });
        return {
          rows: [
            row('raw undici, one by one: p50', rounds, 'raw undici'),
            row('bot, one by one: p50', rounds, 'bot'),
            row(`raw undici, ${PER_SECOND} a second: p99`, together, 'raw undici'),
            row(`bot, ${PER_SECOND} a second: p99`, together, 'bot'),
            row('bot, the first after a rest: p50', afterRest, 'bot'),
            row('raw undici, one by one: processor time of a create', cpu, 'raw undici'),
            row('bot, one by one: the same, with all that follows', cpu, 'bot'),
            count('bot: waits for the disk in sequence before the API is asked', trips.before),
            count('bot: then before the secret goes out', trips.secret),
            count('bot: after it', trips.after),
            count('bot: store operations in all, side by side or not', trips.all),
          ],
          goals: [
            {
              says: 'submit to secret, p50, against raw undici',
              measured: rounds.ratio('bot', 'raw undici'),
              atMost: 1.1,
              floor: rounds.of('raw undici'),
            },
            {
              says: `the same at ${PER_SECOND} a second, p99, of people who go on acting`,
              measured: together.ratio('bot', 'raw undici'),
              atMost: 1.5,
              floor: together.of('raw undici'),
            },
            // No other work disturbs their number. G6 counts the round trips to a store that is far away.
            {
              says: 'waits for the disk in sequence before the API is asked',
              measured: quantile(trips.before, 0.9),
              atMost: 2,
            },
            {
              says: 'then before the secret goes out',
              measured: quantile(trips.secret, 0.9),
              atMost: 2,
            },
            { says: 'after it', measured: quantile(trips.after, 0.9), atMost: 3 },
          ],
        };
      } finally {
        await Promise.all(running.map((program) => program.kill()));
        await outside.close();
      }
    }),
};

/** How often creates wait for the disk, by a bot that counts: what is read of a SQLite file waits for nothing. */
async function countedCreates(
  file: string,
  store: string,
  { probe, times }: { readonly probe: string; readonly times: number },
): Promise<RoundTrips> {
  const { outside, handovers, moments } = await startOutsideOfCreates({ serviceTimeMs: SERVICE_TIME_MS });
  try {
    await allowMuch(store);
    const environment = { ...outside.environment, STORE_URL: store };
    const bot = await startProgram({ file, probe, environment });
    try {
      const creating = await Creating.capture(outside, handovers, bot);
      return await roundTripsOf(outside, {
        bot,
        creating,
        moments,
        times,
        isTrip: ({ what }) => what.startsWith('commit'),
      });
    } finally {
      await bot.kill();
    }
  } finally {
    await outside.close();
  }
}
