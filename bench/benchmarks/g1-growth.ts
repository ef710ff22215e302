import { openBackend } from '../../src/storage/backends/open-backend.js';
import { WorkspaceId } from '../../src/core/model/ids.js';
import { rulesIn } from '../../test/harness.js';
import type { Bench, Benchmark, Goal, Report, Row } from '../benchmark.js';
import { Rounds } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { postgresPair, redisPair, sqlitePair, type StorePair } from '../outside/growing-stores.js';
import { fillWithOthers } from '../outside/other-workspaces.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { type Program, startProgram } from '../programs/program.js';
import { actOperations } from '../programs/act-operations.js';
import type { StoreOperation } from '../programs/watched-store.js';

const RECORDS = 1_000_000;
const WORKSPACES = 200;
const ROUNDS = 6;
const TIMES_A_ROUND = 8;
/** A bot settles after an act: what follows from it counts as well. */
const QUIET_MS = 120;

/** G1. What people ask for costs the same, however much other workspaces keep in the store. */
export const growth: Benchmark = {
  id: 'G1',
  title: `the cost of acts beside ${RECORDS} records of other workspaces`,
  isLong: true,

  run: (bench) =>
    inTemporaryDirectory(async (directory) => {
      const reports: Report[] = [];
      for (const open of [() => sqlitePair(directory), redisPair, postgresPair]) {
        const pair = await open();
        try {
          reports.push(await onPair(bench, pair));
        } finally {
          await pair.close();
        }
      }
      return { rows: reports.flatMap(({ rows }) => rows), goals: reports.flatMap(({ goals }) => goals) };
    }),
};

/** What people do; each may be done again and again. */
type Acts = Readonly<Record<string, (outside: Outside, time: number) => Promise<unknown>>>;

const ACTS: Acts = {
  list: ({ slack }) => slack.as('aiko').command('/apiclient list --user analytics'),
  'list --mine': ({ slack }) => slack.as('aiko').command('/apiclient list --mine'),
  Home: ({ slack }) => slack.as('aiko').openHome(),
  requests: ({ slack }) => slack.as('ben').command('/apiclient requests'),
  // The policy limits how many each person may have: a request and a create ask.
  'request, with its limit': ({ slack }, time) =>
    slack.as('ben').command(`/apiclient request asked-${time} --user billing --purpose growth`),
  'create, with its limit': ({ slack }, time) =>
    slack.as('aiko').command(`/apiclient create made-${time} --user billing --purpose growth`),
};

async function prepare(url: string, records: number, say: (text: string) => void): Promise<void> {
  const backend = await openBackend(url, { allowVolatile: true });
  try {
    const policy = { clientsPerPerson: 10_000, actsPerHour: { person: 10_000, workspace: 100_000 } };
    await rulesIn(backend).change(WorkspaceId.parse('T0SANDBOX'), (current) => ({
      ...current,
      policy: { ...current.policy, ...policy },
    }));
    if (records > 0) await fillWithOthers(backend, { records, workspaces: WORKSPACES, say });
  } finally {
    await backend.close();
  }
}

async function onPair({ programs, smoke }: Bench, pair: StorePair): Promise<Report> {
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  say(`${pair.kind}:`);
  await prepare(pair.empty, 0, say);
  await prepare(pair.full, smoke ? 2_000 : RECORDS, say);
  const outside = await startOutside({ api: { callsPerSecond: 1_000_000 } });
  const boot = (url: string): Promise<Program> =>
    startProgram({
      file: programs['counted-bot'],
      probe: programs.probe,
      environment: {
        ...outside.environment,
        STORE_URL: url,
        STORE_ALLOW_VOLATILE: 'true',
      },
    });
  const cpu = new Rounds();
  const operations = new Map<string, number[]>();
  const note = (name: string, made: readonly StoreOperation[], times: number): void => {
    operations.set(name, [...(operations.get(name) ?? []), made.length / times]);
  };
  const stores = { empty: pair.empty, full: pair.full };
  try {
    const starts = smoke ? 1 : 4;
    // The first start of each writes what every store has. A SQLite file whose process was killed is checked as a whole.
    for (const url of Object.values(stores)) await (await boot(url)).stop();
    for (let round = 0; round < starts; round += 1) {
      for (const [which, url] of Object.entries(stores)) {
        const program = await boot(url);
        note(`start ${which}`, await actOperations(program), 1);
        cpu.add(`start ${which}`, (await program.usage()).cpuMicroseconds / 1000);
        await program.stop();
      }
    }
    const bots = await Promise.all(
      Object.entries(stores).map(async ([which, url]) => ({ which, bot: await boot(url) })),
    );
    try {
      let time = 0;
      for (let round = -1; round < (smoke ? 1 : ROUNDS); round += 1) {
        for (const [name, act] of Object.entries(ACTS)) {
          for (const { which, bot } of round % 2 === 0 ? bots : bots.toReversed()) {
            outside.slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
            // What a person has done is forgotten by the screen, so that it does not grow.
            for (const who of ['aiko', 'ben']) await outside.slack.as(who).reload();
            await outside.slack.settled(QUIET_MS);
            await actOperations(bot);
            const before = await bot.usage();
            for (let repeated = 0; repeated < TIMES_A_ROUND; repeated += 1) {
              time += 1;
              await act(outside, time);
              await outside.slack.settled(QUIET_MS);
            }
            const made = await actOperations(bot);
            const after = await bot.usage();
            // The first round warms up.
            if (round < 0) continue;
            note(`${name} ${which}`, made, TIMES_A_ROUND);
            cpu.add(
              `${name} ${which}`,
              (after.cpuMicroseconds - before.cpuMicroseconds) / TIMES_A_ROUND / 1000,
            );
          }
        }
      }
    } finally {
      for (const { bot } of bots) await bot.kill();
    }
  } finally {
    await outside.close();
  }

  // The fewest of all rounds: now and then one of them asks again for what was kept for some seconds.
  const rows: Row[] = [];
  const goals: Goal[] = [];
  for (const name of ['start', ...Object.keys(ACTS)]) {
    const [few, many] = [operations.get(`${name} empty`) ?? [], operations.get(`${name} full`) ?? []];
    rows.push(
      { what: `${pair.kind}, ${name}: operations, nothing beside`, unit: '', values: few },
      { what: `${pair.kind}, ${name}: operations, beside others`, unit: '', values: many },
      {
        what: `${pair.kind}, ${name}: processor, nothing beside`,
        unit: 'ms',
        values: cpu.of(`${name} empty`),
      },
      {
        what: `${pair.kind}, ${name}: processor, beside others`,
        unit: 'ms',
        values: cpu.of(`${name} full`),
        floor: { name: 'nothing beside', ratios: cpu.ratios(`${name} full`, `${name} empty`) },
      },
    );
    goals.push(
      {
        says: `${pair.kind}, ${name}: more operations`,
        measured: Math.min(...many) - Math.min(...few),
        atMost: 0,
      },
      {
        says: `${pair.kind}, ${name}: processor time against nothing beside`,
        measured: cpu.ratio(`${name} full`, `${name} empty`),
        atMost: 1.1,
        floor: cpu.of(`${name} empty`),
      },
    );
  }
  return { rows, goals };
}
