import { join } from 'node:path';
import type { Benchmark, Goal, Row } from '../benchmark.js';
import { type Act, captureActs, LISTED } from '../load/acts.js';
import { Creating } from '../load/creating.js';
import { alternate, type Contender, Rounds } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { allowMuch } from '../outside/allow-much.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import { Handovers } from '../outside/handovers.js';
import { startOutside } from '../outside/outside.js';
import { Traffic } from '../outside/traffic.js';
import { type Program, startProgram } from '../programs/program.js';

const ROUNDS = 8;
/** Acts in each round. */
const A_ROUND = 32;
const AT_A_TIME = 16;
/** How often each act is done before it is measured, until V8 has optimised what is used here. */
const WARM_UP = 1_000;
/** Who acts, in turn. */
const PEOPLE = 4;
/** A list of three pages. */
const CLIENTS = 25;
const PLAIN = 'plain Bolt';

/**
 * G7. The processor time of what people do, with all that follows, against a bot on Bolt and web-api that makes the same
 * calls, checks nothing and writes nothing down.
 */
export const processorTime: Benchmark = {
  id: 'G7',
  title: 'processor time of acts, against a plain bot on Bolt and web-api',

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const handovers = new Handovers();
      const traffic = new Traffic(() => approvals);
      const outside = await startOutside({
        api: { callsPerSecond: 1_000_000 },
        slackArrived(call) {
          traffic.slackArrived(call);
          handovers.slackArrived(call);
        },
        slackAnswered: traffic.slackAnswered,
        apiAnswered(call, answer) {
          traffic.apiAnswered();
          handovers.apiAnswered(call, answer);
        },
      });
      const approvals = outside.slack.channelId('#approvals');
      const running: Program[] = [];
      try {
        const store = `sqlite://${join(directory, 'bot.sqlite')}`;
        await allowMuch(store, 'T0SANDBOX', { approvalsChannel: approvals });
        outside.api.seed(LISTED, CLIENTS);
        const bot = await startProgram({
          file: programs.bot,
          probe: programs.probe,
          environment: { ...outside.environment, STORE_URL: store },
        });
        running.push(bot);
        const creating = await Creating.capture(outside, handovers, bot);
        const others = await captureActs(outside, traffic, creating);
        const plain = await startProgram({
          file: programs['plain-bolt'],
          probe: programs.probe,
          environment: {
            ...outside.environment,
            ...(await whatTheFloorKnows(outside)),
            FLOOR_APPROVALS: approvals,
          },
        });
        running.push(plain);

        const acts: readonly Act[] = [
          {
            name: 'a create, one by one',
            prepare: async (program, times) => async () => {
              await creating.oneByOne(program, times);
            },
          },
          {
            name: `a create, ${AT_A_TIME} at a time`,
            prepare: async (program, times) => () => creating.atATime(program, times, AT_A_TIME),
          },
          ...others,
        ];
        const rows: Row[] = [];
        const goals: Goal[] = [];
        for (const act of acts) {
          process.stdout.write(`  ${act.name}\n`);
          const calls = new Rounds();
          const characters = new Rounds();
          const spent = (name: string, program: Program, times: number): Contender => ({
            name,
            async measure() {
              // The bot first asks Slack about somebody who has paused: here they go on acting.
              await (await act.prepare(program, PEOPLE))();
              const doIt = await act.prepare(program, times);
              await traffic.quiet();
              const [callsBefore, charactersBefore] = [traffic.calls, traffic.characters];
              const before = await program.usage();
              await doIt();
              await traffic.quiet();
              const after = await program.usage();
              calls.add(name, (traffic.calls - callsBefore) / times);
              characters.add(name, (traffic.characters - charactersBefore) / times / 1024);
              return (after.cpuMicroseconds - before.cpuMicroseconds) / times / 1000;
            },
          });
          const contenders = (times: number) => [spent(PLAIN, plain, times), spent('bot', bot, times)];
          await alternate(1, contenders(smoke ? 5 : WARM_UP));
          const rounds = smoke ? 1 : ROUNDS;
          const measured = await alternate(rounds, contenders(smoke ? AT_A_TIME : A_ROUND));
          const row = (name: string, what: string, unit: string, from: Rounds): Row => ({
            what: `${name}: ${act.name}${what}`,
            unit,
            // Warming up is not counted.
            values: from.of(name).slice(-rounds),
            ...(name === 'bot' && {
              floor: { name: PLAIN, ratios: from.ratios(name, PLAIN).slice(-rounds) },
            }),
          });
          for (const name of [PLAIN, 'bot']) rows.push(row(name, '', 'ms', measured));
          for (const name of [PLAIN, 'bot']) rows.push(row(name, ', calls', '', calls));
          for (const name of [PLAIN, 'bot']) rows.push(row(name, ', sent to Slack', 'KB', characters));
          goals.push({
            says: `processor time of ${act.name}, against a plain bot`,
            measured: measured.ratio('bot', PLAIN),
            atMost: 1,
            floor: measured.of(PLAIN),
          });
        }
        return { rows, goals };
      } finally {
        await Promise.all(running.map((program) => program.kill()));
        await outside.close();
      }
    }),
};
