// One of several processes in which a person creates as fast as they can, at the same time.
import { createInterface } from 'node:readline';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { places, StoredPlaces } from '../../../src/storage/coordination/places.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { hourlyQuota, StoredSlot } from '../../../src/storage/coordination/hourly-quota.js';

const [url = '', space = ''] = process.argv.slice(2);
const backend = await openBackend(url, { allowVolatile: true, space });
const now = (): Date => new Date();
const taking = hourlyQuota(createStore({ backend, schema: StoredSlot }), now);
const placing = places(createStore({ backend, schema: StoredPlaces }), now);
const workspace = WorkspaceId.parse('T1');
const person = PersonId.parse('U1');

process.stdout.write('ready\n');
for await (const _go of createInterface({ input: process.stdin })) break;

const taken = await Promise.all(
  Array.from({ length: 12 }, () => taking.take(workspace, 'create', person, 10)),
);
const placed = await Promise.all(
  Array.from({ length: 6 }, () => placing.take(workspace, person, async (underWay) => underWay < 5)),
);
const counts = {
  slots: taken.filter(({ kind }) => kind === 'taken').length,
  places: placed.filter((leave) => leave !== undefined).length,
};
process.stdout.write(`${JSON.stringify(counts)}\n`);
await backend.close();
process.stdin.destroy();
