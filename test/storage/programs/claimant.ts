// One of several processes that claim the same keys and count on the same counter at the same time.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';

const [url = '', space = '', me = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const claims = createStore({ backend, schema: z.string() });
const counters = createStore({ backend, schema: z.number() });

async function countOneUp(): Promise<void> {
  for (;;) {
    const count = (await counters.get('counter')) ?? 0;
    if (await counters.replace('counter', count, count + 1)) return;
    await sleep(Math.random() * 10);
  }
}

process.stdout.write('ready\n');
for await (const _go of createInterface({ input: process.stdin })) break;

const won: string[] = [];
for (let key = 0; key < 40; key += 1) {
  const attempts = Array.from({ length: 10 }, (_, index) =>
    claims.putIfAbsent(`claim:${key}`, `${me}-${index}`),
  );
  for (const [index, isMine] of (await Promise.all(attempts)).entries()) {
    if (isMine) won.push(`claim:${key} ${me}-${index}`);
  }
}
await Promise.all(
  Array.from({ length: 4 }, async () => {
    for (let step = 0; step < 15; step += 1) await countOneUp();
  }),
);
process.stdout.write(`${JSON.stringify(won)}\n`);
await backend.close();
process.stdin.destroy();
