import type { Bench, Benchmark, Report } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { alternate } from '../measure/alternate.js';
import { median, quantile } from '../measure/statistics.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import type { Arrival } from '../outside/gate.js';
import { openEmptyPostgres, openEmptyRedis, type OwnStore } from '../outside/growing-stores.js';
import { Handovers } from '../outside/handovers.js';
import { startOutside } from '../outside/outside.js';
import { allowMuch } from '../outside/allow-much.js';
import { type Program, startProgram } from '../programs/program.js';
import { actOperations } from '../programs/act-operations.js';
import { roundTripsInSequence, type StoreOperation } from '../programs/watched-store.js';

/** Each way: a store in another zone of the same region. */
const LATENCY_MS = 5;
const SERVICE_TIME_MS = 20;
const QUIET_MS = 250;

/** G6. How often a create waits for a store that is far away. */
export const roundTrips: Benchmark = {
  id: 'G6',
  title: `round trips of a create to a store that is ${LATENCY_MS} ms away`,

  async run(bench) {
    const reports: Report[] = [];
    for (const open of [openEmptyRedis, openEmptyPostgres]) {
      const store = await open();
      try {
        reports.push(await over(bench, store));
      } finally {
        await store.close();
      }
    }
    return { rows: reports.flatMap(({ rows }) => rows), goals: reports.flatMap(({ goals }) => goals) };
  },
};

/** When the API was asked to create, and when the secret was at Slack, in milliseconds of the epoch. */
interface Moments {
  asked: number;
  secret: number;
}

const inEpoch = ({ at }: Arrival): number => performance.timeOrigin + at;

async function over({ programs, smoke }: Bench, { kind, url }: OwnStore): Promise<Report> {
  const handovers = new Handovers();
  const moments: Moments = { asked: 0, secret: 0 };
  const outside = await startOutside({
    api: { callsPerSecond: 1_000_000 },
    slackArrived(call) {
      handovers.slackArrived(call);
      if (call.path.endsWith('/chat.postEphemeral')) moments.secret = inEpoch(call);
    },
    apiAnswered(call, answer) {
      handovers.apiAnswered(call, answer);
      if (call.body.includes('"name"')) moments.asked = inEpoch(call);
    },
  });
  const running: Program[] = [];
  try {
    await allowMuch(url);
    const bot = await startProgram({
      file: programs['counted-bot'],
      probe: programs.probe,
      environment: {
        ...outside.environment,
        STORE_URL: url,
        STORE_ALLOW_VOLATILE: 'true',
        STORE_LATENCY_MS: `${LATENCY_MS}`,
      },
    });
    running.push(bot);
    const creating = await Creating.capture(outside, handovers, bot);
    const floor = await startProgram({
      file: programs['raw-create'],
      environment: { ...outside.environment, ...(await whatTheFloorKnows(outside)) },
    });
    running.push(floor);
    outside.slackGate.serviceTimeMs = SERVICE_TIME_MS;
    outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;

    const parts: Record<'before' | 'secret' | 'after' | 'all' | 'size', number[]> = {
      before: [],
      secret: [],
      after: [],
      all: [],
      size: [],
    };
    const note = (operations: readonly StoreOperation[]): void => {
      const between = (from: number, to: number): readonly StoreOperation[] =>
        operations.filter((one) => one.to > from && one.to <= to);
      parts.before.push(roundTripsInSequence(between(0, moments.asked)));
      parts.secret.push(roundTripsInSequence(between(moments.asked, moments.secret)));
      parts.after.push(roundTripsInSequence(between(moments.secret, Number.POSITIVE_INFINITY)));
      parts.all.push(operations.length);
      parts.size.push(operations.reduce((sum, { size }) => sum + size, 0) / 1024);
    };
    // What is known then of each person is asked before they act.
    await creating.oneByOne(bot, smoke ? 2 : 12);
    for (let time = 0; time < (smoke ? 2 : 40); time += 1) {
      await outside.slack.settled(QUIET_MS);
      await actOperations(bot);
      await creating.oneByOne(bot, 1);
      note(await actOperations(bot));
    }
    const rounds = await alternate(smoke ? 1 : 5, [
      { name: 'raw undici', measure: async () => median(await creating.oneByOne(floor, smoke ? 2 : 15)) },
      { name: 'bot', measure: async () => median(await creating.oneByOne(bot, smoke ? 2 : 15)) },
    ]);
    const more = rounds.of('bot').map((ms, round) => ms - (rounds.of('raw undici')[round] ?? Number.NaN));
    const row = (what: string, unit: string, values: readonly number[]) => ({
      what: `${kind}: ${what}`,
      unit,
      values,
    });
    const goal = (says: string, values: readonly number[], atMost: number) => ({
      says: `${kind}: ${says}`,
      measured: quantile(values, 0.9),
      atMost,
    });
    return {
      rows: [
        row('round trips in sequence before the API is asked', '', parts.before),
        row('then before the secret goes out', '', parts.secret),
        row('after it', '', parts.after),
        row('operations in all, side by side or not', '', parts.all),
        row('keys and texts of all of them', 'KB', parts.size),
        row('raw undici, submit to secret: p50', 'ms', rounds.of('raw undici')),
        row('bot, submit to secret: p50', 'ms', rounds.of('bot')),
      ],
      goals: [
        goal('round trips before the API is asked', parts.before, 2),
        goal('then before the secret goes out', parts.secret, 2),
        goal('after it', parts.after, 3),
        {
          says: `${kind}: ms from submit to secret more than raw`,
          measured: median(more),
          atMost: 25,
          floor: rounds.of('raw undici'),
        },
      ],
    };
  } finally {
    await Promise.all(running.map((program) => program.kill()));
    await outside.close();
  }
}
