// A replica that asks for a lease whenever it is told to; its own clock goes so many milliseconds ahead.
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { leases } from '../../../src/storage/coordination/leases.js';

const [url = '', space = '', me = '', aheadMs = '0'] = process.argv.slice(2);
const now = Date.now;
Date.now = () => now() + Number(aheadMs);
const backend = await openBackend(url, { allowVolatile: true, space });
const held = leases(createStore({ backend, schema: z.string() }), me);

process.stdout.write('ready\n');
for await (const ttlMs of createInterface({ input: process.stdin })) {
  if (ttlMs === 'end') break;
  process.stdout.write(`${await held.hold('job', Number(ttlMs))}\n`);
}
await backend.close();
process.stdin.destroy();
