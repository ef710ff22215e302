// One of several processes that move amounts between the same accounts, and claim several keys at once.
import { createInterface } from 'node:readline';
import { openBackend } from '../../../src/storage/backends/open-backend.js';

const [url = '', space = '', me = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const ACCOUNTS = 4;
const random = (below: number): number => Math.floor(Math.random() * below);

/** Takes one from an account and gives it to another, if both stand as they were read. */
async function move(): Promise<boolean> {
  const from = random(ACCOUNTS);
  const to = (from + 1 + random(ACCOUNTS - 1)) % ACCOUNTS;
  const keys = [`account:${from}`, `account:${to}`];
  const texts = await backend.getAll(keys);
  const { kind } = await backend.commit({
    require: keys.map((key, index) => ({ key, text: texts[index] })),
    put: keys.map((key, index) => ({ key, text: `${Number(texts[index]) + (index === 0 ? -1 : 1)}` })),
  });
  return kind === 'done';
}

/** Claims three keys, all of which must be free. */
async function claim(number: number): Promise<readonly string[]> {
  const keys = [...new Set(Array.from({ length: 3 }, () => `claim:${random(60)}`))];
  const { kind } = await backend.commit({
    require: keys.map((key) => ({ key, text: undefined })),
    put: keys.map((key) => ({ key, text: `${me}:${number}` })),
  });
  return kind === 'done' ? keys.map((key) => `${key} ${me}:${number}`) : [];
}

process.stdout.write('ready\n');
for await (const _go of createInterface({ input: process.stdin })) break;

let moves = 0;
const claims: string[] = [];
await Promise.all(
  Array.from({ length: 4 }, async (_, worker) => {
    for (let step = 0; step < 25; step += 1) {
      if (await move()) moves += 1;
      claims.push(...(await claim(worker * 100 + step)));
    }
  }),
);
process.stdout.write(`${JSON.stringify({ moves, claims })}\n`);
await backend.close();
process.stdin.destroy();
