import { join } from 'node:path';
import { defaultAccount } from '../../sandbox/api/accounts.js';
import type { Bench, Benchmark, Goal, Report, Row } from '../benchmark.js';
import { changed, command, lastDelivery } from '../load/captured.js';
import { expectStatus, Load } from '../load/load.js';
import { forged, signed, type SlackRequest } from '../load/signed.js';
import { alternate, type Contender, type Rounds } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { type Program, startProgram } from '../programs/program.js';

const KINDS = ['command', 'button', 'form'] as const;
type Kind = (typeof KINDS)[number];

const AT_ONCE = 16;

/** How slow each outside call is, where it is slow; and how many commands come in a second meanwhile. */
const SLOW_MS = 300;
const PER_SECOND = 20;
/** More than the bot keeps lists of: each command asks the API. */
const USERS = Array.from({ length: 64 }, (_, number) => `user${number}`);
const PEOPLE = ['aiko', 'ben', 'chloe', 'daniel'];

/**
 * P1. What one acknowledged request costs the process. The bot gets the same request again and again: it checks,
 * acknowledges and recognises it each time, and does its work once. So what is compared is acknowledging.
 */
export const acknowledging: Benchmark = {
  id: 'P1',
  title: 'acknowledging a command, a button, a form: CPU per request',

  run: (bench) =>
    inTemporaryDirectory(async (directory) => {
      const outside = await startOutside({
        api: {
          callsPerSecond: 1_000_000,
          accounts: [{ ...defaultAccount, subusers: [...defaultAccount.subusers, ...USERS] }],
        },
      });
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
        const twice = await start(bench.programs['bot-twice'], {
          STORE_URL: `sqlite://${join(directory, 'twice.sqlite')}`,
        });
        contend(TWICE, twice, 200, genuine(bodies.command));

        // What is compiled and optimised meanwhile is not counted.
        await alternate(bench.smoke ? 1 : 2, contenders);
        const rounds = await alternate(bench.smoke ? 1 : 8, contenders);
        const behind = [working(bench, outside, bot, 0), working(bench, outside, bot, SLOW_MS)];
        return report(rounds, await alternate(bench.smoke ? 1 : 4, behind));
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
  const total = smoke ? 200 : 5_000;
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

/** CPU microseconds per command with all the work it starts: a list that the API is asked for. */
function working({ smoke }: Bench, outside: Outside, bot: Program, serviceTimeMs: number): Contender {
  const { slack, slackGate, apiGate } = outside;
  const total = smoke ? 8 : 4 * PER_SECOND;
  let sent = 0;
  return {
    name: serviceTimeMs === 0 ? INSTANT : SLOW,
    async measure() {
      slackGate.serviceTimeMs = serviceTimeMs;
      apiGate.serviceTimeMs = serviceTimeMs;
      const captured = lastDelivery(outside, 'command');
      const load = new Load(bot.port, AT_ONCE);
      const before = await bot.usage();
      const answered = await load.open(total, PER_SECOND, () => {
        sent += 1;
        const fields = {
          text: `list --user ${USERS[sent % USERS.length]}`,
          user_id: slack.personId(PEOPLE[sent % PEOPLE.length] ?? 'aiko'),
          trigger_id: `${sent}.${serviceTimeMs}.bench`,
          response_url: outside.responseUrl,
        };
        return signed(outside.signingSecret, command(captured, fields));
      });
      await nothingUnderWay(bot);
      const after = await bot.usage();
      await load.close();
      expectStatus('list', answered, 200);
      return (after.cpuMicroseconds - before.cpuMicroseconds) / total;
    },
  };
}

const TWICE = 'bot with twice the commands';
const INSTANT = 'bot, a list and its work, instant API and Slack';
const SLOW = `bot, the same, API and Slack take ${SLOW_MS} ms`;

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
    // The name must be free: with one that is taken by now, the form would be shown once more.
    form: changed(lastDelivery(outside, 'view_submission'), { benchmark: 'benchmark-2' }),
  };
}

function report(rounds: Rounds, behind: Rounds): Report {
  const row = (what: string, floor?: string, measured = rounds): Row => ({
    what,
    unit: 'µs CPU',
    values: measured.of(what),
    ...(floor !== undefined && { floor: { name: floor, ratios: measured.ratios(what, floor) } }),
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
      row(TWICE, 'bot, command'),
      row(INSTANT, undefined, behind),
      row(SLOW, INSTANT, behind),
    ],
    goals: [
      ...KINDS.map(goal),
      {
        says: 'a forged request against a good one',
        measured: rounds.ratio('bot, forged', 'bot, command'),
        atMost: 0.5,
        floor: rounds.of('bot, command'),
      },
      {
        says: 'a command with twice as many commands, against as many as there are',
        measured: rounds.ratio(TWICE, 'bot, command'),
        atMost: 1.02,
        floor: rounds.of('bot, command'),
      },
      {
        says: 'a command beside a slow API and Slack, against instant ones',
        measured: behind.ratio(SLOW, INSTANT),
        atMost: 1.2,
        floor: behind.of(INSTANT),
      },
    ],
  };
}
