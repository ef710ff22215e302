import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { alternate, type Contender } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { startOutside } from '../outside/outside.js';
import { startProgram } from '../programs/program.js';

/** P3. From the start of the process until it serves: a new SQLite file is opened, and Slack says whose token it is. */
export const start: Benchmark = {
  id: 'P3',
  title: 'from the start of the process until it is ready',

  async run({ programs, smoke }) {
    const outside = await startOutside();
    try {
      return await inTemporaryDirectory(async (directory) => {
        const readyAfter = (name: string, file: string): Contender => ({
          name,
          async measure() {
            const store = join(directory, `${randomUUID()}.sqlite`);
            const environment = { ...outside.environment, STORE_URL: `sqlite://${store}` };
            const program = await startProgram({ file, environment });
            await program.kill();
            return program.readyAfterMs;
          },
        });
        const contenders = [
          readyAfter('raw node:http', programs['raw-acknowledge']),
          readyAfter('bare Bolt', programs['bare-bolt']),
          readyAfter('bot', programs.bot),
        ];
        // The first start of each reads its files from the disk.
        await alternate(1, contenders);
        const rounds = await alternate(smoke ? 1 : 15, contenders);
        const row = (what: string, floor?: string) => ({
          what,
          unit: 'ms',
          values: rounds.of(what),
          ...(floor !== undefined && { floor: { name: floor, ratios: rounds.ratios(what, floor) } }),
        });
        return {
          rows: [row('raw node:http'), row('bare Bolt', 'raw node:http'), row('bot', 'bare Bolt')],
          goals: [
            {
              says: 'ready after start, against bare Bolt unbundled',
              measured: rounds.ratio('bot', 'bare Bolt'),
              atMost: 0.8,
              floor: rounds.of('bare Bolt'),
            },
          ],
        };
      });
    } finally {
      await outside.close();
    }
  },
};
