// One of several processes that append to the same workspace's trail at the same time.
import { createInterface } from 'node:readline';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { event, trailOver, workspace } from '../audit/trail.js';

const [url = '', space = '', me = '', count = '0'] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const trail = trailOver(backend);

process.stdout.write('ready\n');
for await (const _go of createInterface({ input: process.stdin })) break;

const appended = await Promise.all(
  Array.from({ length: Number(count) }, (_, index) =>
    trail.append(workspace, event({ reference: `${me}-${index}` })),
  ),
);
process.stdout.write(`${JSON.stringify(appended.map(({ sequence }) => sequence))}\n`);
await backend.close();
process.stdin.destroy();
