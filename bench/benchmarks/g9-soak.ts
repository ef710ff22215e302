import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark, Goal, Row } from '../benchmark.js';
import { median } from '../measure/statistics.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { allowMuch } from '../outside/allow-much.js';
import { RedisServer } from '../../test/storage/servers/redis-server.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { type Program, type ProgramOptions, startProgram } from '../programs/program.js';
import type { Usage } from '../programs/usage.js';

const MINUTES = 60;
const IN_CI_MINUTES = 1;
/** Samples of the whole run; the first quarter of it warms up. */
const SAMPLES = 24;
const QUIET_MS = 150;

/** G9. People, faults and restarts around one process, which is to hold no more at the end than at the beginning. */
export const soak: Benchmark = {
  id: 'G9',
  title: 'a soak with people, faults and restarts',
  isLong: true,

  async run({ programs, smoke, minutes = smoke ? IN_CI_MINUTES : MINUTES }) {
    const outside = await startOutside({ api: { callsPerSecond: 1_000_000 } });
    // The store outlives its own restarts.
    const redis = await RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always');
    const program: ProgramOptions = {
      file: programs.bot,
      probe: programs.probe,
      environment: { ...outside.environment, STORE_URL: redis.url, STORE_ALLOW_VOLATILE: 'true' },
    };
    const running: { other?: Program } = {};
    try {
      await allowMuch(redis.url);
      const bot = await startProgram(program);
      try {
        running.other = await startProgram(program);
        outside.slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
        outside.slack.changePerson('aiko', { isAdmin: true });
        const samples: Usage[] = [];
        const every = (minutes * 60_000) / SAMPLES;
        const from = performance.now();
        let acts = 0;
        for (let sample = 1; sample <= SAMPLES; sample += 1) {
          const trouble = TROUBLES[sample % TROUBLES.length];
          await trouble?.({ outside, redis, restartOther });
          do {
            await peopleAct(outside, acts);
            acts += 1;
          } while (performance.now() - from < sample * every);
          await atRest(outside, bot);
          samples.push(await bot.usage('usage-after-collection'));
        }
        return report(samples.slice(SAMPLES / 4), acts);
      } finally {
        await bot.kill();
        await running.other?.kill();
      }
    } finally {
      await redis.remove();
      await outside.close();
    }

    async function restartOther(): Promise<void> {
      await running.other?.kill();
      running.other = await startProgram(program);
    }
  },
};

interface Trouble {
  readonly outside: Outside;
  readonly redis: RedisServer;
  readonly restartOther: () => Promise<void>;
}

/** What happens around the bot, one after the other. */
const TROUBLES: readonly ((trouble: Trouble) => unknown)[] = [
  () => undefined,
  ({ restartOther }) => restartOther(),
  ({ outside }) =>
    outside.slack.fault({ method: 'chat.postMessage', kind: 'ratelimited', retryAfterSeconds: 1, times: 3 }),
  ({ outside }) => outside.api.fault({ operation: 'list', kind: 'status', status: 500, times: 3 }),
  ({ outside }) => outside.api.fault({ operation: 'create', kind: 'drop-after', times: 1 }),
  async ({ redis }) => {
    await redis.kill();
    await sleep(500);
    await redis.start();
  },
  ({ outside }) => outside.slack.fault({ method: 'users.info', kind: 'drop-before', times: 2 }),
  ({ outside }) => outside.api.fault({ operation: 'token', kind: 'hang', times: 1 }),
  ({ outside }) => outside.api.revokeTokens(),
];

/** One act of each of two people, whatever comes of it. */
async function peopleAct({ slack }: Outside, number: number): Promise<void> {
  const [aiko, ben] = [slack.as('aiko'), slack.as('ben')];
  const commands = [
    '/apiclient list --user analytics',
    '/apiclient help',
    '/apiclient list --mine',
    `/apiclient show ripple-${number}`,
    '/apiclient requests',
    '/apiclient audit',
    `/apiclient create soak-${number} --user billing --purpose soak`,
  ];
  await aiko.command(commands[number % commands.length] ?? '/apiclient help');
  await aiko.openHome();
  await ben.command(
    number % 5 === 0 ? `/apiclient request asked-${number} --user billing --purpose soak` : '/apiclient list',
  );
  await slack.settled(QUIET_MS);
  // What a person has done is forgotten by the screen.
  for (const who of ['aiko', 'ben']) await slack.as(who).reload();
}

async function atRest({ slack, api }: Outside, bot: Program): Promise<void> {
  slack.clearFaults();
  api.clearFaults();
  await slack.settled(QUIET_MS);
  await nothingUnderWay(bot);
}

/** How much more it holds in the last third of the samples than in the first. */
function report(samples: readonly Usage[], acts: number) {
  const third = Math.max(1, Math.floor(samples.length / 3));
  const grown = (of: (usage: Usage) => number): { values: number[]; first: number; last: number } => {
    const values = samples.map(of);
    return { values, first: median(values.slice(0, third)), last: median(values.slice(-third)) };
  };
  const held = {
    'resident memory, MB': { ...grown((usage) => usage.residentBytes / 1e6), atMost: 1.1 },
    'heap, MB': { ...grown((usage) => usage.heapBytes / 1e6), atMost: 1.1 },
  };
  const counted = {
    'open files': { ...grown((usage) => usage.openFiles), atMost: 2 },
    timers: { ...grown((usage) => usage.timers), atMost: 2 },
    connections: { ...grown((usage) => usage.connections), atMost: 2 },
  };
  const rows: Row[] = [{ what: 'acts of people', unit: '', values: [acts * 3] }];
  const goals: Goal[] = [];
  for (const [what, { values, first, last, atMost }] of Object.entries(held)) {
    rows.push({ what, unit: '', values });
    goals.push({ says: `${what}: the last third against the first`, measured: last / first, atMost });
  }
  for (const [what, { values, first, last, atMost }] of Object.entries(counted)) {
    rows.push({ what, unit: '', values });
    goals.push({ says: `${what}: more in the last third than in the first`, measured: last - first, atMost });
  }
  return { rows, goals };
}
