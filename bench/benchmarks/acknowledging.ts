import { join } from 'node:path';
import type { Bench, Benchmark, Goal, Report, Row } from '../benchmark.js';
import { changed, lastDelivery } from '../load/captured.js';
import { expectStatus, Load } from '../load/load.js';
import { forged, signed, type SlackRequest } from '../load/signed.js';
import { alternate, type Contender, type Rounds } from '../measure/alternate.js';
import { median } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { type Program, startProgram } from '../programs/program.js';

const KINDS = ['command', 'button', 'form'] as const;
type Kind = (typeof KINDS)[number];

const AT_ONCE = 16;

/**
 * P1. What one acknowledged request costs the process. The bot gets the same request again and again: it checks,
 * acknowledges and recognises it each time, and does its work once. So what is compared is acknowledging.
 */
export const acknowledging: Benchmark = {
  id: 'P1',
  title: 'acknowledging a command, a button, a form: CPU per request',

  run: (bench) =>
    inTemporaryDirectory(async (directory) => {
      const outside = await startOutside();
      const programs: Program[] = [];
      const start = async (file: string, environment: Readonly<Record<string, string>>): Promise<Program> => {
        const program = await startProgram({
          file,
          probe: bench.programs.probe,
          environment: { ...outside.environment, ...environment },
        });
        programs.push(program);
        return program;
      };
      try {
        const store = `sqlite://${join(directory, 'bot.sqlite')}`;
        const bot = await start(bench.programs.bot, { STORE_URL: store });
        const bodies = await captureBodies(outside, bot);
        const genuine = (body: string): SlackRequest => signed(outside.signingSecret, body);
        const contenders: Contender[] = [];
        const contend = (name: string, program: Program, status: number, request: SlackRequest): void => {
          contenders.push(contender(bench, { name, program, status, request }));
        };

        const raw = await start(bench.programs['raw-acknowledge'], {});
        contend('raw node:http', raw, 200, genuine(bodies.command));
        for (const kind of KINDS) {
          const bolt = await start(bench.programs['bare-bolt'], { LISTENS_TO: kind });
          contend(`bare Bolt, ${kind}`, bolt, 200, genuine(bodies[kind]));
          contend(`bot, ${kind}`, bot, 200, genuine(bodies[kind]));
        }
        contend('bot, forged', bot, 401, forged(bodies.command));

        // The first time each is only warmed up.
        await alternate(1, contenders);
        return report(await alternate(bench.smoke ? 1 : 6, contenders));
      } finally {
        await Promise.all(programs.map((program) => program.kill()));
        await outside.close();
      }
    }),
};

interface Measured {
  readonly name: string;
  readonly program: Program;
  readonly status: number;
  readonly request: SlackRequest;
}

/** CPU microseconds per request. */
function contender({ smoke }: Bench, { name, program, status, request }: Measured): Contender {
  const total = smoke ? 200 : 2_000;
  return {
    name,
    async measure() {
      const load = new Load(program.port, AT_ONCE);
      const before = await program.usage();
      const answered = await load.closed(total, AT_ONCE, () => request);
      const after = await program.usage();
      await load.close();
      expectStatus(name, answered, status);
      return (after.cpuMicroseconds - before.cpuMicroseconds) / total;
    },
  };
}

/** A command, a button and a form as the sandbox's Slack sends them, each done once by the bot. */
async function captureBodies(outside: Outside, bot: Program): Promise<Record<Kind, string>> {
  const { slack, api } = outside;
  slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
  api.seed('billing', 25);
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient list --user billing');
  await aiko.seesMessage('1 to 10 of 25');
  await aiko.press('Next');
  await aiko.seesMessage('11 to 20 of 25');
  const button = lastDelivery(outside, 'block_actions');
  await aiko.command('/apiclient create benchmark --user billing');
  await aiko.seesModal('Purpose');
  await aiko.fill('Purpose', 'to be measured');
  await aiko.submit();
  await aiko.seesMessage('API client created');
  return {
    command: lastDelivery(outside, 'command'),
    button,
    // Of a name that is free: of the one that is taken by now the form would be shown once more.
    form: changed(lastDelivery(outside, 'view_submission'), { benchmark: 'benchmark-2' }),
  };
}

function report(rounds: Rounds): Report {
  const row = (what: string, floor?: string): Row => ({
    what,
    unit: 'µs CPU',
    values: rounds.of(what),
    ...(floor !== undefined && { floor: { name: floor, ratios: rounds.ratios(what, floor) } }),
  });
  const goal = (kind: Kind): Goal => ({
    says: `a ${kind}: CPU against bare Bolt with a single listener`,
    measured: rounds.ratio(`bot, ${kind}`, `bare Bolt, ${kind}`),
    atMost: 0.85,
    floor: rounds.of(`bare Bolt, ${kind}`),
  });
  return {
    rows: [
      row('raw node:http'),
      ...KINDS.flatMap((kind) => [
        row(`bare Bolt, ${kind}`, 'raw node:http'),
        row(`bot, ${kind}`, `bare Bolt, ${kind}`),
      ]),
      row('bot, forged', 'bot, command'),
    ],
    goals: [
      ...KINDS.map(goal),
      {
        says: 'a forged request against a good one',
        measured: median(rounds.ratios('bot, forged', 'bot, command')),
        atMost: 0.5,
        floor: rounds.of('bot, command'),
      },
    ],
  };
}
