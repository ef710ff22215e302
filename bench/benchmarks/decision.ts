import { PersonId, RequestId } from '../../src/core/api-client.js';
import { decideRequest } from '../../src/core/decide-request.js';
import type { Backend } from '../../src/storage/backend.js';
import { observed } from '../../src/storage/observed-backend.js';
import { openBackend } from '../../src/storage/open-store.js';
import { openRequest, requestStores, workspace } from '../../test/core/records.js';
import { type Place, postgresPlace, redisPlace } from '../../test/storage/stores-under-test.js';
import type { Benchmark, Report } from '../benchmark.js';
import { quantile } from '../measure/statistics.js';

const REDIS_URL = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const POSTGRES_URL = process.env['POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

/** P8. Two replicas, each with connections of its own, whose people decide the same request at the same moment. */
export const decision: Benchmark = {
  id: 'P8',
  title: "a request's decision on two replicas",

  async run({ smoke }) {
    const rounds = smoke ? 20 : 1_000;
    const reports = [
      await overStore('Redis', redisPlace(REDIS_URL), rounds),
      await overStore('Postgres', postgresPlace(POSTGRES_URL), rounds),
    ];
    return {
      rows: reports.flatMap(({ rows }) => rows),
      goals: reports.flatMap(({ goals }) => goals),
    };
  },
};

interface Replica {
  readonly backend: Backend;
  readonly requests: ReturnType<typeof requestStores>['requests'];
  /** Operations of the store since this was last asked. */
  operations(): number;
}

async function overStore(name: string, place: Place, rounds: number): Promise<Report> {
  const replicas = await Promise.all([replica(place), replica(place)]);
  const [first] = replicas;
  const trips: number[] = [];
  const decisions: number[] = [];
  const operations: number[] = [];
  try {
    for (let round = 0; round < rounds; round += 1) {
      const id = RequestId.parse(`R${String(round).padStart(9, '0')}`);
      await first.requests.add(openRequest({ id }));
      for (const one of replicas) one.operations();
      const from = performance.now();
      await first.backend.get(`request:none:${round}`);
      trips.push(performance.now() - from);
      first.operations();
      const took = await Promise.all(replicas.map((one, index) => decide(one, id, index)));
      decisions.push(...took);
      operations.push(...replicas.map((one) => one.operations()));
    }
  } finally {
    await Promise.all(replicas.map(({ backend }) => backend.close()));
    await place.clear();
  }
  const trip = quantile(trips, 0.5);
  const p99 = quantile(decisions, 0.99);
  return {
    rows: [
      { what: `${name}: one round trip`, unit: 'ms', values: trips },
      {
        what: `${name}: a decision that another contests`,
        unit: 'ms',
        values: decisions,
        floor: { name: 'one round trip', ratios: decisions.map((ms) => ms / trip) },
      },
      { what: `${name}: round trips of a decision`, unit: 'round trips', values: operations },
    ],
    goals: [
      {
        says: `${name}: round trips of a decision, whoever wins, at most`,
        measured: quantile(operations, 1),
        atMost: 3,
      },
      {
        says: `${name}: p99 of a decision against one round trip (p50)`,
        measured: p99 / trip,
        atMost: 10,
        floor: trips,
      },
    ],
  };
}

async function decide({ requests }: Replica, id: RequestId, index: number): Promise<number> {
  const from = performance.now();
  const request = await requests.find(workspace, id);
  if (request === undefined) throw new Error(`there is no request ${id}`);
  const deciding = { requests, now: () => new Date('2026-11-02T10:00:00Z'), collectHours: 72 };
  await decideRequest(deciding, request, PersonId.parse(`UAPPROVER${index}`), { kind: 'approve' });
  return performance.now() - from;
}

async function replica({ url, space }: Place): Promise<Replica> {
  const opened = await openBackend(url, { allowVolatile: true, space });
  let asked = 0;
  const backend = observed(opened, () => {
    asked += 1;
  });
  return {
    backend,
    requests: requestStores(backend).requests,
    operations() {
      const since = asked;
      asked = 0;
      return since;
    },
  };
}
