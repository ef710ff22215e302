import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark.js';
import { alternate, type Contender, Rounds } from '../measure/alternate.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { startOutside } from '../outside/outside.js';
import { startProgram } from '../programs/program.js';

/** Node keeps compiled code from version 22 on. */
const AT_MOST = Number(process.versions.node.split('.')[0]) >= 22 ? 0.8 : 1;

/** P3. From the start of the process until it serves: a new SQLite file is opened, and Slack says whose token it is. */
export const start: Benchmark = {
  id: 'P3',
  title: 'from the start of the process until it is ready',

  async run({ programs, smoke }) {
    const outside = await startOutside();
    try {
      return await inTemporaryDirectory(async (directory) => {
        let cpu = new Rounds();
        const readyAfter = (name: string, file: string): Contender => ({
          name,
          async measure() {
            const store = join(directory, `${randomUUID()}.sqlite`);
            const environment = { ...outside.environment, STORE_URL: `sqlite://${store}` };
            const program = await startProgram({ file, environment });
            // As at a deployment: Node 22 keeps compiled code when a process ends in an orderly way.
            await program.stop();
            cpu.add(name, program.readyAfterCpuMs);
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
        cpu = new Rounds();
        const rounds = await alternate(smoke ? 1 : 15, contenders);
        const row = (what: string, floor?: string) => ({
          what,
          unit: 'ms',
          values: rounds.of(what),
          ...(floor !== undefined && { floor: { name: floor, ratios: rounds.ratios(what, floor) } }),
        });
        return {
          rows: [
            row('raw node:http'),
            row('bare Bolt', 'raw node:http'),
            row('bot', 'bare Bolt'),
            { what: 'bare Bolt: processor time', unit: 'ms', values: cpu.of('bare Bolt') },
            {
              what: 'bot: processor time',
              unit: 'ms',
              values: cpu.of('bot'),
              floor: { name: 'bare Bolt', ratios: cpu.ratios('bot', 'bare Bolt') },
            },
          ],
          goals: [
            {
              says: 'ready after start, against bare Bolt unbundled',
              measured: rounds.ratio('bot', 'bare Bolt'),
              atMost: AT_MOST,
              floor: rounds.of('bare Bolt'),
            },
            {
              says: 'processor time until ready, against the same',
              measured: cpu.ratio('bot', 'bare Bolt'),
              atMost: AT_MOST,
              floor: cpu.of('bare Bolt'),
            },
          ],
        };
      });
    } finally {
      await outside.close();
    }
  },
};
