import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { command, lastDelivery } from '../load/captured.js';
import { Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { Rounds } from '../measure/alternate.js';
import { quantile } from '../measure/statistics.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { startOutside } from '../outside/outside.js';
import { Responses } from '../outside/responses.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { startProgram } from '../programs/program.js';

/** Eight acts of one person go on at a time, each waits for the API once. */
const API_MS = 1_000;
const SERVED_PER_SECOND = 8;
const FLOOD_PER_SECOND = 50 * SERVED_PER_SECOND;
const OTHERS_PER_SECOND = 10;
const SECONDS = 15;
const ASKED = 'show ripple-000000000000';

/** For the processor time: rounds, acts of others in each, and commands of the flood for each of these. */
const ROUNDS = 6;
const COUNTED = 300;
const FLOODED = 3;
const COUNTED_SERVED = 100;
const OTHERS = ['aiko', 'chloe', 'daniel'];
/** More than one person may have done and waiting. */
const REFUSED_FROM = 32;
const SERVED = 'a command that is served';
const REFUSED = 'a command of the flood, of which one in fifty is served';
const CALM = "another person's act, without a flood";
const DISTURBED = 'the same during the flood';

/** P9. One person asks for fifty times as much as can be done for them; others go on as ever. */
export const flood: Benchmark = {
  id: 'P9',
  title: `a flood of ${FLOOD_PER_SECOND} commands a second, of which ${SERVED_PER_SECOND} can be served`,

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const responses = new Responses();
      const outside = await startOutside({
        api: { callsPerSecond: 1_000_000 },
        slackArrived: responses.arrived,
      });
      const { slack } = outside;
      const bot = await startProgram({
        file: programs.bot,
        probe: programs.probe,
        environment: { ...outside.environment, STORE_URL: `sqlite://${join(directory, 'bot.sqlite')}` },
      });
      const floodLoad = new Load(bot.port, 64);
      const othersLoad = new Load(bot.port, 8);
      try {
        slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
        slack.changePerson('ben', { isAdmin: true });
        await slack.as('aiko').command('/apiclient version');
        await slack.settled();
        const captured = lastDelivery(outside, 'command');
        let sent = 0;
        const says = (person: string, text: string, responseUrl = outside.responseUrl) => {
          sent += 1;
          const fields = {
            text,
            user_id: slack.personId(person),
            trigger_id: `${sent}.${sent}.bench`,
            response_url: responseUrl,
          };
          return signed(outside.signingSecret, command(captured, fields));
        };
        const version = () => says('aiko', 'version');
        const asked = () => says('ben', ASKED);
        const seconds = smoke ? 1 : SECONDS;

        // As many commands a second as in the flood, which can all be served: what is compared is the flood alone.
        await floodLoad.open(FLOOD_PER_SECOND * (smoke ? 1 : 5), FLOOD_PER_SECOND, version);
        await nothingUnderWay(bot);
        outside.apiGate.serviceTimeMs = API_MS;
        const before = (await bot.usage('usage-after-collection')).residentBytes;
        let most = before;
        const ended = new AbortController();
        const watch = async (): Promise<void> => {
          while (!ended.signal.aborted) {
            most = Math.max(most, (await bot.usage()).residentBytes);
            await sleep(250);
          }
        };
        const watching = watch();
        const [, acknowledged] = await Promise.all([
          floodLoad.open(FLOOD_PER_SECOND * seconds, FLOOD_PER_SECOND, asked),
          othersLoad.open(OTHERS_PER_SECOND * seconds, OTHERS_PER_SECOND, version),
        ]);
        ended.abort();
        await watching;

        const over = performance.now();
        const responseUrl = `${outside.responseUrl}-after`;
        const served = new AbortController();
        const answer = responses.expect(responseUrl).finally(() => served.abort());
        while (!served.signal.aborted) {
          // Until there is room again the bot says so in its acknowledgement, and does nothing.
          await floodLoad.closed(1, 1, () => says('ben', 'version', responseUrl));
          await sleep(100);
        }
        const recovery = ((await answer) - over) / 1000;
        await nothingUnderWay(bot);

        /** Milliseconds of processor time. */
        const spentOn = async (work: () => Promise<unknown>): Promise<number> => {
          const { cpuMicroseconds: from } = await bot.usage();
          await work();
          return ((await bot.usage()).cpuMicroseconds - from) / 1000;
        };
        const [times, servedTimes] = smoke ? [20, 20] : [COUNTED, COUNTED_SERVED];
        const servedOne = async (): Promise<number> => {
          outside.apiGate.serviceTimeMs = 0;
          // One by one, so that none is refused.
          const spent = await spentOn(() => answeredEach(servedTimes, 'ben', ASKED));
          return spent / servedTimes;
        };
        const inFlood = async (more: () => Promise<unknown>): Promise<number> => {
          outside.apiGate.serviceTimeMs = API_MS;
          // The queue fills first.
          await floodLoad.closed(REFUSED_FROM, REFUSED_FROM, asked);
          const spent = await spentOn(() =>
            Promise.all([floodLoad.open(times * FLOODED, FLOOD_PER_SECOND, asked), more()]),
          );
          await nothingUnderWay(bot);
          return spent;
        };
        const answeredEach = async (count: number, person: string, text: string): Promise<void> => {
          for (let one = 0; one < count; one += 1) {
            const answerUrl = `${outside.responseUrl}-${person}-${sent}`;
            const answered = responses.expect(answerUrl);
            await Promise.all([answered, othersLoad.closed(1, 1, () => says(person, text, answerUrl))]);
          }
        };
        const others = (): Promise<unknown> =>
          Promise.all(
            OTHERS.map((person) => answeredEach(Math.ceil(times / OTHERS.length), person, 'version')),
          );
        const cpu = new Rounds();
        for (let round = 0; round < (smoke ? 1 : ROUNDS); round += 1) {
          const [served, alone] = [await servedOne(), await spentOn(others)];
          const [flooded, both] = [await inFlood(async () => undefined), await inFlood(others)];
          cpu.add(SERVED, served);
          cpu.add(REFUSED, flooded / (times * FLOODED));
          cpu.add(CALM, alone / times);
          cpu.add(DISTURBED, (both - flooded) / times);
        }
        const p99 = quantile(acknowledged.latenciesMs, 0.99);
        return {
          rows: [
            {
              what: 'acknowledgement of others, p50',
              unit: 'ms',
              values: [quantile(acknowledged.latenciesMs, 0.5)],
            },
            { what: 'acknowledgement of others, p99', unit: 'ms', values: [p99] },
            { what: 'resident before, as many commands served', unit: 'MB', values: [before / 1e6] },
            { what: 'most resident during the flood', unit: 'MB', values: [most / 1e6] },
            { what: 'until the flooder is served again', unit: 's', values: [recovery] },
            { what: SERVED, unit: 'ms CPU', values: cpu.of(SERVED) },
            {
              what: REFUSED,
              unit: 'ms CPU',
              values: cpu.of(REFUSED),
              floor: { name: 'served', ratios: cpu.ratios(REFUSED, SERVED) },
            },
            { what: CALM, unit: 'ms CPU', values: cpu.of(CALM) },
            {
              what: DISTURBED,
              unit: 'ms CPU',
              values: cpu.of(DISTURBED),
              floor: { name: 'without', ratios: cpu.ratios(DISTURBED, CALM) },
            },
          ],
          goals: [
            { says: 'acknowledgements of others, p99, in ms', measured: p99, atMost: 500 },
            { says: 'most resident memory against before', measured: most / before, atMost: 1.5 },
            { says: 'seconds until the flooder is served again', measured: recovery, atMost: 5 },
            {
              says: "processor time of a flood's command, against one that is served",
              measured: cpu.ratio(REFUSED, SERVED),
              atMost: 0.25,
              floor: cpu.of(SERVED),
            },
          ],
        };
      } finally {
        await Promise.all([floodLoad.close(), othersLoad.close()]);
        await bot.kill();
        await outside.close();
      }
    }),
};
