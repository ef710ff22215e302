import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { alternate, type Contender, Rounds } from '../measure/alternate.js';
import { median, quantile } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import { Handovers } from '../outside/handovers.js';
import { startOutside } from '../outside/outside.js';
import { allowMuchInEach, FIRST, installInto, severalWorkspaces } from '../outside/workspaces.js';
import { type Program, startProgram } from '../programs/program.js';

const SERVICE_TIME_MS = 20;
const PER_SECOND = 100;
/** The first of each person is a separate row: after five seconds without acting, Slack is asked about them first. */
const FIRST_ONES = 8;
/** One connection makes no more than 80 calls a second, of the 100 that the API allows: it takes a second one. */
const SECOND = { id: 'T1ACME', name: 'Acme' };
const WORKSPACES = [FIRST, SECOND];

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
          environment: { ...outside.environment, ...(await whatTheFloorKnows(outside)) },
        });
        running.push(floor);
        outside.slackGate.serviceTimeMs = SERVICE_TIME_MS;
        outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;

        const oneByOne = (name: string, program: Program): Contender => ({
          name,
          measure: async () => median(await creating.oneByOne(program, smoke ? 3 : 25)),
        });
        const alone = [oneByOne('raw undici', floor), oneByOne('bot', bot)];
        // Until V8 has optimised what is used here.
        for (const program of [floor, bot]) {
          await Creating.perSecond([creating, beside], program, smoke ? 20 : 800, PER_SECOND);
        }
        await alternate(1, alone);
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

        const row = (what: string, measured: typeof rounds, name: string) => ({
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
          ],
        };
      } finally {
        await Promise.all(running.map((program) => program.kill()));
        await outside.close();
      }
    }),
};
