import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { inspect, parseArgs } from 'node:util';
import type { Bench, Benchmark, Report } from './benchmark.js';
import { acknowledging } from './benchmarks/p1-acknowledging.js';
import { connections } from './benchmarks/p6-connections.js';
import { createToSecret } from './benchmarks/p2-create-to-secret.js';
import { decision } from './benchmarks/p8-decision.js';
import { longTrail } from './benchmarks/g4-long-trail.js';
import { manyCreates } from './benchmarks/g8-many-creates.js';
import { manyUsers } from './benchmarks/g5-many-users.js';
import { idle } from './benchmarks/g2-idle.js';
import { processorTime } from './benchmarks/g7-processor-time.js';
import { roundTrips } from './benchmarks/g6-round-trips.js';
import { growth } from './benchmarks/g1-growth.js';
import { flood } from './benchmarks/p9-flood.js';
import { longList } from './benchmarks/p7-long-list.js';
import { memory } from './benchmarks/p4-memory.js';
import { sameMinute } from './benchmarks/g3-same-minute.js';
import { soak } from './benchmarks/g9-soak.js';
import { start } from './benchmarks/p3-start.js';
import { trouble } from './benchmarks/p5-trouble.js';
import { watchMachine } from './measure/machine.js';
import { verdictOf } from './measure/verdict.js';
import { compilePrograms } from './programs/compile.js';
import { describe } from './report.js';

const benchmarks: readonly Benchmark[] = [
  acknowledging,
  createToSecret,
  start,
  memory,
  trouble,
  connections,
  longList,
  decision,
  flood,
  growth,
  idle,
  sameMinute,
  longTrail,
  manyUsers,
  roundTrips,
  processorTime,
  manyCreates,
  soak,
];
/** Quick, and without any service beside. */
const SMOKE = ['P1', 'P2', 'P3', 'P7'];

const { values: options, positionals } = parseArgs({
  options: { smoke: { type: 'boolean', default: false }, minutes: { type: 'string' } },
  allowPositionals: true,
});
const wanted = positionals.map((name) => name.toUpperCase());
const unknown = wanted.filter((name) => !benchmarks.some(({ id }) => id === name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}. There are:\n${benchmarks.map(({ id, title }) => `  ${id}  ${title}\n`).join('')}`,
  );
  process.exit(1);
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function runOne(
  bench: Bench,
  benchmark: Benchmark,
): Promise<Report & { readonly machineBusy: number }> {
  say(`\n${benchmark.id}  ${benchmark.title}`);
  const busy = watchMachine();
  const startedAt = performance.now();
  const report = await benchmark.run(bench);
  const machineBusy = busy();
  const seconds = Math.round((performance.now() - startedAt) / 1000);
  say(describe(report));
  say(`${seconds} s; the machine was ${Math.round(machineBusy * 100)} % busy, this included`);
  return { ...report, machineBusy };
}

const usual = benchmarks.filter(({ isLong }) => isLong !== true).map(({ id }) => id);
const all = options.smoke ? SMOKE : usual;
const chosen = wanted.length > 0 ? wanted : all;
const bench: Bench = {
  programs: await compilePrograms(),
  smoke: options.smoke,
  ...(options.minutes !== undefined && { minutes: Number(options.minutes) }),
};
say(`Node ${process.version}, ${cpus().length} cores of ${cpus()[0]?.model ?? 'unknown'}`);
if (bench.smoke) say('Only to see that the benchmarks work: these figures say nothing.');

const results = new URL('results/', import.meta.url);
await mkdir(results, { recursive: true });
const reports: Record<string, unknown> = {};
for (const benchmark of benchmarks) {
  if (!chosen.includes(benchmark.id)) continue;
  try {
    const report = await runOne(bench, benchmark);
    reports[benchmark.id] = {
      title: benchmark.title,
      ...report,
      goals: report.goals.map((goal) => ({ ...goal, verdict: verdictOf(goal) })),
    };
  } catch (error) {
    // The others can be measured all the same.
    process.exitCode = 1;
    say(`It did not work: ${inspect(error)}`);
  }
}
const at = new Date().toISOString();
const file = new URL(`${at.replaceAll(':', '-')}${bench.smoke ? '-smoke' : ''}.json`, results);
await writeFile(
  file,
  `${JSON.stringify({ at, node: process.version, cores: cpus().length, smoke: bench.smoke, benchmarks: reports }, null, 2)}\n`,
);
say(`\n${file.pathname}`);
