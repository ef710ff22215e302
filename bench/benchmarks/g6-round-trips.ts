import type { Bench, Benchmark, Report } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { roundTripsOf, startOutsideOfCreates } from '../load/round-trips.js';
import { alternate } from '../measure/alternate.js';
import { median, quantile } from '../measure/statistics.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import { openEmptyPostgres, openEmptyRedis, type OwnStore } from '../outside/growing-stores.js';
import { allowMuch } from '../outside/allow-much.js';
import { type Program, startProgram } from '../programs/program.js';

/** Each way: a store in another zone of the same region. */
const LATENCY_MS = 5;
const SERVICE_TIME_MS = 20;

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

async function over({ programs, smoke }: Bench, { kind, url }: OwnStore): Promise<Report> {
  const { outside, handovers, moments } = await startOutsideOfCreates({ api: { callsPerSecond: 1_000_000 } });
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

    const parts = await roundTripsOf(outside, { bot, creating, moments, times: smoke ? 2 : 40 });
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
