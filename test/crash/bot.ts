// The real bot in a process of its own, with adapters that kill it at a point that the parent names.
import { z } from 'zod';
import { httpClient } from '../../src/bot/outside.js';
import { startBot } from '../../src/bot.js';
import { readConfig } from '../../src/config.js';
import { createLog } from '../../src/log.js';
import type { Backend } from '../../src/storage/backend.js';
import { FaultPoints } from './fault-points.js';

/** What the parent asks: to arm, how many points were passed, or what is still open. */
const Asked = z.union([z.object({ arm: z.number() }), z.enum(['passed', 'open'])]);

const points = new FaultPoints();
let store: Backend | undefined;

/** What the bot still has to settle. */
async function open(): Promise<number> {
  let count = 0;
  if (store === undefined) return count;
  for await (const _ of store.scan('intent:')) count += 1;
  return count;
}

const config = readConfig(process.env);
const bot = await startBot(config, createLog(config.LOG_LEVEL), {
  fetch: points.fetch(httpClient().fetch),
  wrapBackend(backend) {
    store = backend;
    return points.backend(backend);
  },
  pace: { leaseMs: 900, settleEveryMs: 60, sureAfterMs: 300 },
});

const answer = async (asked: z.infer<typeof Asked>): Promise<unknown> => {
  if (asked === 'passed') return points.passed;
  if (asked === 'open') return open();
  points.arm(asked.arm);
  return 'armed';
};
process.on('message', (message) => {
  void answer(Asked.parse(message)).then((said) => process.send?.({ said }));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ said: bot.port });
