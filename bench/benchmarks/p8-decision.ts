import { RequestId } from '../../src/core/model/ids.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { openRequest, requestStores, workspace } from '../../test/core/records.js';
import { type Place, postgresPlace, redisPlace } from '../../test/storage/servers/stores-under-test.js';
import type { Bench, Benchmark, Report } from '../benchmark.js';
import { quantile } from '../measure/statistics.js';
import { type Decision, Replica } from '../programs/replica.js';

const REDIS_URL = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const POSTGRES_URL = process.env['POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';
/** Until V8 has optimised what is used here: meanwhile one decision in fifty takes some 2 ms. */
const WARM_UP = 6_000;

/** P8. Two replicas, each a separate process, whose people decide the same request at the same moment. */
export const decision: Benchmark = {
  id: 'P8',
  title: "a request's decision on two replicas",

  async run(bench) {
    const reports = [
      await overStore(bench, 'Redis', redisPlace(REDIS_URL)),
      await overStore(bench, 'Postgres', postgresPlace(POSTGRES_URL)),
    ];
    return {
      rows: reports.flatMap(({ rows }) => rows),
      goals: reports.flatMap(({ goals }) => goals),
    };
  },
};

async function overStore({ programs, smoke }: Bench, name: string, place: Place): Promise<Report> {
  const rounds = smoke ? 20 : 1_500;
  const warmUp = smoke ? 20 : WARM_UP;
  const environment = { STORE_URL: place.url, STORE_SPACE: place.space, WORKSPACE: workspace };
  const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
  const replicas = await Promise.all(
    ['UAPPROVER0', 'UAPPROVER1'].map((APPROVER) =>
      Replica.start(programs.decider, { ...environment, APPROVER }),
    ),
  );
  const trips: number[] = [];
  const decisions: Decision[] = [];
  try {
    for (let round = -warmUp; round < rounds; round += 1) {
      const id = RequestId.parse(`R${String(round + warmUp).padStart(9, '0')}`);
      await requestStores(backend).requests.add(openRequest({ id }));
      const tripsNow = await Promise.all(replicas.map((one) => one.roundTripMs()));
      const decided = await Promise.all(replicas.map((one) => one.decide(id)));
      if (decided.filter(({ moved }) => moved).length !== 1) throw new Error(`${id} was not decided once`);
      if (round < 0) continue;
      trips.push(...tripsNow);
      decisions.push(...decided);
    }
  } finally {
    await Promise.all(replicas.map((one) => one.stop()));
    await backend.close();
    await place.clear();
  }
  const took = decisions.map(({ ms }) => ms);
  const operations = (moved: boolean): readonly number[] =>
    decisions.filter((one) => one.moved === moved).map((one) => one.operations);
  const trip = quantile(trips, 0.5);
  const [p50, p99] = [quantile(took, 0.5), quantile(took, 0.99)];
  const row = (what: string, values: readonly number[]) => ({ what: `${name}: ${what}`, unit: 'ms', values });
  return {
    rows: [
      row('one round trip, both replicas at once', trips),
      row('one round trip, p99', [quantile(trips, 0.99)]),
      {
        ...row('a decision that another contests', took),
        floor: { name: 'one round trip', ratios: [p50 / trip] },
      },
      row('its p99', [p99]),
      row('its p99 for who wins', [quantile(msOf(decisions, true), 0.99)]),
      row('its p99 for who loses', [quantile(msOf(decisions, false), 0.99)]),
      { what: `${name}: round trips of who wins, with its record`, unit: '', values: operations(true) },
      { what: `${name}: round trips of who loses, with its record`, unit: '', values: operations(false) },
    ],
    goals: [
      {
        says: `${name}: round trips of a decision with its record in the trail`,
        measured: quantile(operations(true), 0.5),
        atMost: 3,
      },
      {
        says: `${name}: p99 of a decision against one round trip (p50)`,
        measured: p99 / trip,
        atMost: 10,
      },
    ],
  };
}

const msOf = (decisions: readonly Decision[], moved: boolean): readonly number[] =>
  decisions.filter((one) => one.moved === moved).map(({ ms }) => ms);
