// Writes one record after the other and says which ones were acknowledged, until it is killed.
import { writeSync } from 'node:fs';
import { z } from 'zod';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';

const [url = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: false });
const store = createStore({ backend, schema: z.string() });
for (let count = 0; ; count += 1) {
  await store.put(`record:${count}`, 'x'.repeat(1000));
  // Past every buffer, so that what was said is what was acknowledged.
  writeSync(1, `${count}\n`);
}
