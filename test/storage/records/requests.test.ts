import { expect, test } from 'vitest';
import { RequestId, WorkspaceId } from '../../../src/core/model/ids.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { storedRequests } from '../../../src/storage/records/requests/requests.js';
import { indexRequests } from '../../../src/storage/upgrade/index-requests.js';
import { aiko, ben, openRequest, workspace } from '../../core/records.js';
import { counting } from '../backends/counting-backend.js';
import { deleteText, textsUnder } from '../backends/texts.js';

const now = () => new Date('2026-11-02T10:00:00.000Z');
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString();
const id = (number: number): RequestId => RequestId.parse(`request-${number}`);

/** Twelve requests of Ben's, and hundreds of others' in this and in another workspace. */
async function manyRequests() {
  const backend = memoryBackend();
  const counted = counting(backend);
  const requests = storedRequests({ backend: counted.backend, now, lookAfterMs: 60_000 });
  for (let number = 1; number <= 12; number += 1) {
    // Ids are random: their order says nothing of time.
    await requests.add(openRequest({ requester: ben, id: id((number * 7) % 13), createdAt: at(number) }));
  }
  for (let number = 100; number < 400; number += 1) {
    await requests.add(openRequest({ requester: aiko, id: id(number), createdAt: at(number) }));
    await requests.add(
      openRequest({
        workspace: WorkspaceId.parse('T2'),
        requester: ben,
        id: id(number),
        createdAt: at(number),
      }),
    );
  }
  counted.taken();
  return { backend, counted, requests };
}

const newestFirst = Array.from({ length: 12 }, (_, index) => id(((12 - index) * 7) % 13));

test('what a person asked for is found newest first, and only what is shown is read', async () => {
  const { counted, requests } = await manyRequests();
  const ids = await requests.of(workspace, ben);
  expect(ids).toEqual(newestFirst);
  const shown = await requests.findAll(workspace, ids.slice(0, 5));
  expect(shown.map((request) => request.id)).toEqual(newestFirst.slice(0, 5));
  expect(counted.taken()).toEqual(['scan request-requester: 12', 'get 5 of request']);
});

test('requests from before there was an index by requester are found when the store is brought up', async () => {
  const { backend, requests } = await manyRequests();
  const written = await textsUnder(backend, 'request-requester:');
  for (const [key] of written) await deleteText(backend, key);
  expect(await requests.of(workspace, ben)).toEqual([]);
  const progress: number[] = [];
  await indexRequests(
    backend,
    (read) => progress.push(read),
    () => undefined,
  );
  expect(await textsUnder(backend, 'request-requester:')).toEqual(written);
  expect(progress).toEqual(Array.from({ length: 612 }, (_, before) => before + 1));
});
