import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Benchmark } from '../benchmark.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { Creating } from '../load/creating.js';
import { Handovers } from '../outside/handovers.js';
import { startOutside } from '../outside/outside.js';
import { allowMuch } from '../outside/allow-much.js';
import { startProgram } from '../programs/program.js';

const REST_MS = 61_000;
const AT_ONCE = 50;
/** So long that all of them wait at the same time. */
const SERVICE_TIME_MS = 100;

/** P6. How many connections the bot opens: after a rest, and when much is asked at once. */
export const connections: Benchmark = {
  id: 'P6',
  title: 'connections to Slack and to the API',

  run: ({ programs, smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const handovers = new Handovers();
      const outside = await startOutside({
        slackArrived: handovers.slackArrived,
        apiAnswered: handovers.apiAnswered,
      });
      const store = `sqlite://${join(directory, 'bot.sqlite')}`;
      await allowMuch(store);
      const bot = await startProgram({
        file: programs.bot,
        environment: { ...outside.environment, STORE_URL: store },
      });
      try {
        const creating = await Creating.capture(outside, handovers, bot);
        await creating.oneByOne(bot, 2);
        const opened = (): number =>
          outside.slackGate.connections().opened + outside.apiGate.connections().opened;
        const before = opened();
        await sleep(smoke ? 1_000 : REST_MS);
        await creating.oneByOne(bot, 2);
        const anew = opened() - before;

        outside.slackGate.serviceTimeMs = SERVICE_TIME_MS;
        outside.apiGate.serviceTimeMs = SERVICE_TIME_MS;
        await creating.atOnce(bot, AT_ONCE);
        const most = Math.max(
          outside.slackGate.connections().mostOpen,
          outside.apiGate.connections().mostOpen,
        );
        const rest = `after ${REST_MS / 1000} s of rest`;
        return {
          rows: [
            { what: `opened anew ${rest}`, unit: 'connections', values: [anew] },
            { what: `to one host, ${AT_ONCE} creates at once`, unit: 'connections', values: [most] },
          ],
          goals: [
            { says: `connections opened anew ${rest}`, measured: anew, atMost: 0 },
            { says: `connections to one host, ${AT_ONCE} calls at once`, measured: most, atMost: 8 },
          ],
        };
      } finally {
        await bot.kill();
        await outside.close();
      }
    }),
};
