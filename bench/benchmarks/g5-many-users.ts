import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultAccount } from '../../sandbox/api/accounts.js';
import type { Benchmark } from '../benchmark.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { startOutside } from '../outside/outside.js';
import { nothingUnderWay } from '../programs/nothing-under-way.js';
import { startProgram } from '../programs/program.js';

const USERS = 500;
const CLIENTS_EACH = 20;
const PAGES = 10;
/** What the API takes for one list. */
const SERVICE_TIME_MS = 20;
const PATIENCE = { timeoutMs: 120_000 };

/** G5. A list over very many Alphaus users: shown as it comes, paged without asking again, and bounded in memory. */
export const manyUsers: Benchmark = {
  id: 'G5',
  title: `a list over ${USERS} Alphaus users with ${CLIENTS_EACH} API clients each`,

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const names = Array.from({ length: smoke ? 20 : USERS }, (_, number) => `sub-${number}`);
      const outside = await startOutside({
        api: {
          callsPerSecond: 1_000_000,
          accounts: [{ ...defaultAccount, subusers: [...defaultAccount.subusers, ...names] }],
        },
      });
      for (const name of names) outside.api.seed(name, CLIENTS_EACH);
      outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;
      const bot = await startProgram({
        file: programs.bot,
        probe: programs.probe,
        environment: { ...outside.environment, STORE_URL: `sqlite://${join(directory, 'bot.sqlite')}` },
      });
      const lists = (): number => outside.api.calls().filter(({ operation }) => operation === 'list').length;
      try {
        outside.slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
        const aiko = outside.slack.as('aiko');
        const before = (await bot.usage('usage-after-collection')).heapBytes;
        await aiko.command('/apiclient list');
        await aiko.sees(
          ({ messages }) => messages.some(({ content }) => /\d to \d+/.test(content)),
          PATIENCE,
        );
        const atFirstPage = lists();
        const all = names.length + defaultAccount.subusers.length + 1;
        for (const until = Date.now() + PATIENCE.timeoutMs; lists() < all && Date.now() < until; )
          await sleep(50);
        await outside.slack.settled();
        const fetched = lists();
        for (let page = 1; page <= PAGES; page += 1) {
          await aiko.press('Next');
          await aiko.seesMessage(`${page * 10 + 1} to ${page * 10 + 10}`, PATIENCE);
        }
        const forPages = lists() - fetched;
        await nothingUnderWay(bot);
        const grown = ((await bot.usage('usage-after-collection')).heapBytes - before) / 1e6;
        const row = (what: string, unit: string, value: number) => ({ what, unit, values: [value] });
        return {
          rows: [
            row('lists that had been asked for when the first page stood', '', atFirstPage),
            row('lists of all users', '', fetched),
            row(`lists for ${PAGES} further pages`, '', forPages),
            row('heap that the lists hold', 'MB', grown),
          ],
          goals: [
            {
              says: 'lists asked for when the first page stood, as a share of all',
              measured: atFirstPage / fetched,
              atMost: 0.5,
            },
            { says: 'lists asked for again by further pages', measured: forPages, atMost: 0 },
            { says: 'MB of heap for all lists', measured: grown, atMost: 30 },
          ],
        };
      } finally {
        await bot.kill();
        await outside.close();
      }
    }),
};
