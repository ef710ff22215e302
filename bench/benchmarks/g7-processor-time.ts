import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import { Handovers } from '../outside/handovers.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { allowMuch } from '../outside/allow-much.js';
import { type Program, startProgram } from '../programs/program.js';

const ROUNDS = 12;
const A_ROUND = 40;
const WARM_UP = 600;
const QUIET_MS = 200;

/** G7. The processor time of a create with all that follows it, against a bot that checks nothing and keeps nothing. */
export const processorTime: Benchmark = {
  id: 'G7',
  title: 'processor time of a create, against a plain bot on Bolt and web-api',

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const handovers = new Handovers();
      const calls = new Map<Program, number>();
      let arrived = 0;
      const outside = await startOutside({
        api: { callsPerSecond: 1_000_000 },
        slackArrived(call) {
          arrived += 1;
          handovers.slackArrived(call);
        },
        apiAnswered(call, answer) {
          arrived += 1;
          handovers.apiAnswered(call, answer);
        },
      });
      const running: Program[] = [];
      try {
        const store = `sqlite://${join(directory, 'bot.sqlite')}`;
        await allowMuch(store);
        const bot = await startProgram({
          file: programs.bot,
          probe: programs.probe,
          environment: { ...outside.environment, STORE_URL: store },
        });
        running.push(bot);
        const creating = await Creating.capture(outside, handovers, bot);
        const plain = await startProgram({
          file: programs['plain-bolt'],
          probe: programs.probe,
          environment: { ...outside.environment, ...(await whatTheFloorKnows(outside)) },
        });
        running.push(plain);

        const spent = (name: string, program: Program): Contender => ({
          name,
          async measure() {
            const before = await program.usage();
            const callsBefore = arrived;
            const times = smoke ? 3 : A_ROUND;
            await creating.oneByOne(program, times);
            await allCallsAfter(() => arrived);
            const after = await program.usage();
            calls.set(program, (arrived - callsBefore) / times);
            return (after.cpuMicroseconds - before.cpuMicroseconds) / times / 1000;
          },
        });
        const contenders = [spent('plain Bolt', plain), spent('bot', bot)];
        // Until V8 has optimised what is used here.
        for (const program of running) await warmUp(outside, creating, program, smoke ? 5 : WARM_UP);
        const measured = await alternate(smoke ? 1 : ROUNDS, contenders);
        const ratios = measured.ratios('bot', 'plain Bolt');
        return {
          rows: [
            { what: 'plain Bolt: a create', unit: 'ms', values: measured.of('plain Bolt') },
            {
              what: 'bot: a create',
              unit: 'ms',
              values: measured.of('bot'),
              floor: { name: 'plain Bolt', ratios },
            },
            { what: 'plain Bolt: calls of a create', unit: '', values: [calls.get(plain) ?? 0] },
            { what: 'bot: calls of a create', unit: '', values: [calls.get(bot) ?? 0] },
          ],
          goals: [
            {
              says: 'processor time of a create, against a plain bot',
              measured: measured.ratio('bot', 'plain Bolt'),
              atMost: 1,
              floor: measured.of('plain Bolt'),
            },
          ],
        };
      } finally {
        await Promise.all(running.map((program) => program.kill()));
        await outside.close();
      }
    }),
};

/** Resolves when no call has arrived for a while. */
async function allCallsAfter(arrived: () => number): Promise<void> {
  for (let before = -1; before !== arrived(); ) {
    before = arrived();
    await sleep(QUIET_MS);
  }
}

async function warmUp(outside: Outside, creating: Creating, program: Program, times: number): Promise<void> {
  await creating.oneByOne(program, times);
  await outside.slack.settled(QUIET_MS);
}
