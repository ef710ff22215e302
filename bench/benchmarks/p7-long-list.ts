import { join } from 'node:path';
import { defaultAccount } from '../../sandbox/api/accounts.js';
import type { Benchmark } from '../benchmark.js';
import { command, lastDelivery } from '../load/captured.js';
import { Load } from '../load/load.js';
import { signed } from '../load/signed.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { whatTheFloorKnows } from '../outside/floor-knowledge.js';
import { type Outside, startOutside } from '../outside/outside.js';
import { Responses } from '../outside/responses.js';
import { type Program, startProgram } from '../programs/program.js';

const CLIENTS = 10_000;
const ROUNDS = 30;

/** P7. From `/apiclient list` to the first page at Slack. Each round lists another user's: nothing is kept of it yet. */
export const longList: Benchmark = {
  id: 'P7',
  title: `the first page of a list of ${CLIENTS} API clients`,

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const rounds = smoke ? 1 : ROUNDS;
      const users = Array.from({ length: rounds + 2 }, (_, number) => `list${number}`);
      const responses = new Responses();
      const outside = await startOutside({
        api: {
          callsPerSecond: 1_000_000,
          accounts: [{ ...defaultAccount, subusers: [...defaultAccount.subusers, ...users] }],
        },
        slackArrived: responses.arrived,
      });
      for (const user of users) outside.api.seed(user, smoke ? 500 : CLIENTS);
      const running: Program[] = [];
      const start = async (file: string, environment: Readonly<Record<string, string>>): Promise<Program> => {
        const program = await startProgram({
          file,
          probe: programs.probe,
          environment: { ...outside.environment, ...environment },
        });
        running.push(program);
        return program;
      };
      try {
        const bot = await start(programs.bot, { STORE_URL: `sqlite://${join(directory, 'bot.sqlite')}` });
        const floor = await start(programs['raw-list'], await whatTheFloorKnows(outside));
        const fetchesForNext = await pageThrough(outside, bot, users[0] ?? '');
        const captured = lastDelivery(outside, 'command');

        const listing = (name: string, program: Program): Contender => {
          let round = 0;
          return {
            name,
            async measure() {
              round += 1;
              const responseUrl = `${outside.responseUrl}-${name.replaceAll(/\W/g, '')}-${round}`;
              const body = command(captured, {
                text: `list --user ${users[round] ?? ''}`,
                trigger_id: `${round}.${round}.bench`,
                response_url: responseUrl,
              });
              const load = new Load(program.port, 1);
              const arrives = responses.expect(responseUrl);
              const request = signed(outside.signingSecret, body);
              const from = performance.now();
              const [at] = await Promise.all([arrives, load.closed(1, 1, () => request)]);
              await load.close();
              return at - from;
            },
          };
        };
        const contenders = [listing('raw undici', floor), listing('bot', bot)];
        await alternate(1, contenders);
        bot.watchLoop();
        const measured = await alternate(rounds, contenders);
        const { longestBlockMs, costliestTurnMs } = await bot.usage();
        const ratios = measured.ratios('bot', 'raw undici');
        return {
          rows: [
            { what: 'raw undici: fetched and parsed', unit: 'ms', values: measured.of('raw undici') },
            {
              what: 'bot: the first page',
              unit: 'ms',
              values: measured.of('bot'),
              floor: { name: 'raw undici', ratios },
            },
            { what: 'bot: longest halt of the event loop', unit: 'ms', values: [longestBlockMs] },
            { what: 'bot: most processor time in one turn of it', unit: 'ms', values: [costliestTurnMs] },
          ],
          goals: [
            {
              says: 'the first page, against fetching and parsing the list raw',
              measured: measured.ratio('bot', 'raw undici'),
              atMost: 1.25,
              floor: measured.of('raw undici'),
            },
            {
              says: 'longest halt of the event loop, in ms',
              measured: longestBlockMs,
              atMost: 50,
              beside: measured.of('raw undici'),
            },
            { says: 'most processor time in one turn of it, in ms', measured: costliestTurnMs, atMost: 50 },
            { says: 'fetches of the list for its second page', measured: fetchesForNext, atMost: 0 },
          ],
        };
      } finally {
        await Promise.all(running.map((program) => program.kill()));
        await outside.close();
      }
    }),
};

/** How often the list was fetched again for its second page. */
async function pageThrough({ slack, api }: Outside, bot: Program, user: string): Promise<number> {
  slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
  const aiko = slack.as('aiko');
  await aiko.command(`/apiclient list --user ${user}`);
  await aiko.seesMessage('1 to 10 of');
  const fetches = (): number => api.calls().filter(({ operation }) => operation === 'list').length;
  const before = fetches();
  await aiko.press('Next');
  await aiko.seesMessage('11 to 20 of');
  return fetches() - before;
}
