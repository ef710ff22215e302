import type { Benchmark } from '../benchmark.js';
import { Creating } from '../load/creating.js';
import { floorBeside } from '../load/floor-beside.js';
import { quantile } from '../measure/statistics.js';
import { openEmptyPostgres } from '../outside/growing-stores.js';
import { Handovers } from '../outside/handovers.js';
import { keptOfCreates } from '../outside/kept-of-creates.js';
import { startOutside } from '../outside/outside.js';
import { allowMuchInEach, FIRST, installInto, severalWorkspaces } from '../outside/workspaces.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { type Program, startProgram } from '../programs/program.js';

const PER_SECOND = 100;
const SECONDS = 60;
const SLACK_AND_API_MS = 20;
/** Their names are counted from far apart. */
const NAMES_APART = 1_000_000;
const OTHERS = Array.from({ length: 9 }, (_, index) => ({
  id: `T${index + 1}MANY`,
  name: `Many ${index + 1}`,
}));
const WORKSPACES = [FIRST, ...OTHERS];

/** G8. Two processes on one Postgres; afterwards the API, the records and the trail are held against one another. */
export const manyCreates: Benchmark = {
  id: 'G8',
  title: `${PER_SECOND} creates a second over ${WORKSPACES.length} workspaces for a minute, by two processes on Postgres`,

  async run({ programs, smoke }) {
    const perSecond = smoke ? 5 : PER_SECOND;
    const times = perSecond * (smoke ? 4 : SECONDS);
    const handovers = new Handovers();
    const outside = await startOutside({
      ...severalWorkspaces(OTHERS),
      api: { callsPerSecond: 1_000_000 },
      slackArrived: handovers.slackArrived,
      apiAnswered: handovers.apiAnswered,
    });
    const store = await openEmptyPostgres();
    const running: Program[] = [];
    try {
      await allowMuchInEach(store.url, WORKSPACES);
      const environment = { ...outside.environment, STORE_URL: store.url };
      for (const file of [programs.bot, programs.bot, programs['raw-acknowledge']]) {
        running.push(await startProgram({ file, probe: programs.probe, environment }));
      }
      const [one, other, raw] = running;
      if (one === undefined || other === undefined || raw === undefined) throw new Error('nothing runs');
      const controls = await installInto(outside, one, WORKSPACES);
      const all: Creating[] = [];
      for (const [number, workspace] of controls.entries()) {
        all.push(
          await Creating.capture(outside, handovers, one, { workspace, from: (number + 1) * NAMES_APART }),
        );
      }
      outside.slackGate.serviceTimeMs = SLACK_AND_API_MS;
      outside.apiGate.serviceTimeMs = SLACK_AND_API_MS;
      await Creating.spread(all, [one, other], { times: smoke ? 20 : 2_000, perSecond: perSecond / 2 });

      const before = await Promise.all([one, other].map((replica) => replica.usage()));
      const floor = floorBeside(raw, outside.signingSecret);
      const creates = await Creating.spread(all, [one, other], { times, perSecond });
      const disturbed = await floor.end();
      await Promise.all([one, other].map(nothingUnderWay));
      const after = await Promise.all([one, other].map((replica) => replica.usage()));
      const spent = after.reduce((sum, { cpuMicroseconds }, which) => {
        return sum + cpuMicroseconds - (before[which]?.cpuMicroseconds ?? Number.NaN);
      }, 0);

      const acknowledged = creates.flatMap(({ answered }) => answered.latenciesMs);
      const refused = creates.filter(
        ({ answered, ms }) => !answered.statuses.has(200) || !Number.isFinite(ms),
      );
      const kept = await keptOfCreates(
        store.url,
        WORKSPACES.map(({ id }) => id),
      );
      const atApi = new Map<string, number>();
      for (const { name } of outside.api.clients()) atApi.set(name, (atApi.get(name) ?? 0) + 1);
      const lost = creates.filter(
        ({ name }) => atApi.get(name) !== 1 || !kept.recorded.has(name) || kept.done.get(name) !== 1,
      );
      const p99 = quantile(acknowledged, 0.99);
      const took = creates.map(({ ms }) => ms);
      const row = (what: string, unit: string, values: readonly number[]) => ({ what, unit, values });
      return {
        rows: [
          row('creates', '', [creates.length]),
          row('acknowledgements, p50', 'ms', [quantile(acknowledged, 0.5)]),
          row('acknowledgements, p99', 'ms', [p99]),
          row('submit to secret, p50', 'ms', [quantile(took, 0.5)]),
          row('submit to secret, p99', 'ms', [quantile(took, 0.99)]),
          row('processor time of a create', 'ms', [spent / creates.length / 1000]),
          row('raw node:http meanwhile', 'ms', disturbed),
        ],
        goals: [
          {
            says: 'not acknowledged, or without a secret',
            measured: refused.length,
            atMost: 0,
            beside: disturbed,
          },
          {
            says: 'not once at the API, in the records with a receipt, and as done in the trail',
            measured: lost.length,
            atMost: 0,
            // What was refused was never made.
            ...(refused.length > 0 && { beside: disturbed }),
          },
          { says: 'acts left open', measured: kept.open, atMost: 0 },
          { says: 'records of the trail that do not follow', measured: kept.broken, atMost: 0 },
          { says: 'acknowledgements, p99, in ms', measured: p99, atMost: 300, beside: disturbed },
        ],
      };
    } finally {
      await Promise.all(running.map((program) => program.kill()));
      await store.close();
      await outside.close();
    }
  },
};
