import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { forEveryWorkspace, readiness, root, type Running, start, quickPace } from '../harness.js';
import { verifyFile } from '../storage/audit/exporting.js';
import { PostgresServer } from '../storage/servers/postgres-server.js';
import { RedisServer } from '../storage/servers/redis-server.js';
import { POSTGRES_URL, REDIS_URL } from '../storage/servers/stores-under-test.js';
import { BusyPerson } from './busy-people.js';
import { Browser, connectAs } from './installing.js';
import { type Made, unfinished, violations, writeDown } from './outage-invariants.js';

/** Some seconds are enough to meet every act at every point; a minute can be had by hand. */
const AWAY_FOR_MS = Number(process.env['STORE_AWAY_SECONDS'] ?? 4) * 1_000;
const BEFORE_AND_AFTER_MS = 2_000;
/** An outcome that the trail did not take is tried again after pauses that double, up to half a minute. */
const SETTLED_WITHIN_MS = 15_000 + 2 * AWAY_FOR_MS;

const WORKSPACES = [
  { id: 'T0SANDBOX', name: 'Sandbox' },
  { id: 'T1ACME', name: 'Acme' },
  { id: 'T2BETA', name: 'Beta' },
];

const undo: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

/** The bot over a store, in three workspaces. */
async function startWith(storeUrl: string, made: Made[]): Promise<Running> {
  const running = await start({
    api: { callsPerSecond: 100_000, witness: writeDown(made) },
    slack: { oauth: forEveryWorkspace.slack.oauth, moreWorkspaces: WORKSPACES.slice(1) },
    environment: { ...forEveryWorkspace.environment, STORE_URL: storeUrl },
    runtime: {
      pace: {
        ...quickPace,
        settleEveryMs: 500,
        sureAfterMs: 1_000,
        requestsEveryMs: 1_000,
        sendingMs: 2_000,
      },
    },
  });
  undo.push(() => running.stop());
  for (const { id } of WORKSPACES) await new Browser(running).install({ target: id, as: 'aiko' });
  return running;
}

/** Four people in each workspace: an admin, who decides, two with a grant, and one who has to ask. */
async function everybody({ api, slack }: Running): Promise<readonly BusyPerson[]> {
  const people: BusyPerson[] = [];
  for (const { id, name } of WORKSPACES) {
    const workspace = slack.workspace(id);
    const aiko = workspace.as('aiko');
    await connectAs({ api }, aiko, root);
    for (const [who, called] of Object.entries({ ben: 'Ben Ortiz', chloe: 'Chloe Martin' })) {
      await aiko.command(`/apiclient access add <@${workspace.personId(who)}> billing`);
      await aiko.seesMessage(`@${called} can now use billing.`);
    }
    for (const who of ['aiko', 'ben', 'chloe', 'daniel']) {
      people.push(new BusyPerson(workspace.as(who), `${name.toLowerCase()}-${who}`, () => api.clients()));
    }
  }
  return people;
}

function work(people: readonly BusyPerson[], until: AbortSignal): Promise<unknown> {
  return Promise.all(
    people.map((person, index) => {
      if (index % 4 === 0) return person.decide(until);
      return index % 4 === 3 ? person.request(until) : person.createAndDelete(until);
    }),
  );
}

/** What a workspace's admin finds who exports the trail and verifies the file. */
async function verifiedTrail({ slack }: Running, id: string): Promise<string> {
  const workspace = slack.workspace(id);
  await workspace.as('aiko').command('/apiclient audit --export jsonl');
  await expect.poll(() => workspace.files().length, { timeout: 10_000 }).toBe(1);
  const [file] = workspace.files();
  const verdict = await verifyFile(file?.content ?? '');
  return verdict.kind;
}

const stores = [
  {
    name: 'Redis (REDIS_URL)',
    open: () => RedisServer.start('--appendonly', 'yes', '--appendfsync', 'always'),
    absent: REDIS_URL === undefined,
  },
  {
    name: 'Postgres (POSTGRES_URL)',
    open: () => PostgresServer.start(),
    absent: POSTGRES_URL === undefined,
  },
];

describe.each(stores)('a dozen people whose $name is stopped and started again', ({ name, open, absent }) => {
  test.skipIf(absent)(
    'lose nothing, get nothing twice, and hear of all that they asked for',
    async () => {
      const warnings: string[] = [];
      const warned = ({ message }: Error): void => void warnings.push(message);
      process.on('warning', warned);
      undo.push(async () => void process.off('warning', warned));
      const store = await open();
      undo.push(() => store.remove());
      const made: Made[] = [];
      const running = await startWith(store.url, made);
      const people = await everybody(running);

      const end = new AbortController();
      const working = work(people, end.signal);
      // A failure is reported when all are waited for.
      working.catch(() => undefined);
      await sleep(BEFORE_AND_AFTER_MS);
      const before = made.length;
      await store.kill();
      await sleep(AWAY_FOR_MS);
      await store.start();
      await expect.poll(() => readiness(running), { timeout: 10_000 }).toBe(200);
      const after = made.length;
      await sleep(BEFORE_AND_AFTER_MS);
      end.abort();
      await working;
      // The last thing that somebody heard may have been the end of an earlier act.
      const unheard = (): readonly string[] => people.flatMap((person) => person.unheard());
      await expect.poll(unheard, { timeout: SETTLED_WITHIN_MS }).toEqual([]);
      await expect.poll(() => unfinished(running), { timeout: SETTLED_WITHIN_MS }).toEqual([]);
      await running.settled();

      const acts = people.reduce((sum, person) => sum + person.acts, 0);
      console.info(
        `${name}: ${acts} acts, ${made.length} clients, ${before} before and ${made.length - after} after`,
      );
      expect(await violations(running, people, made)).toEqual([]);
      for (const { id } of WORKSPACES) expect(await verifiedTrail(running, id)).toBe('sound');
      expect([...running.slack.violations(), ...warnings]).toEqual([]);
      expect(Math.min(before, made.length - after)).toBeGreaterThan(WORKSPACES.length);
    },
    60_000 + 4 * AWAY_FOR_MS,
  );
});
