import { z } from 'zod';
import { ClientRequest, isLive } from '../../core/requests/request.js';
import type { Part } from '../../core/store.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import { liveKeyOf, requesterKeyOf } from '../records/requests/requests.js';
import type { Migration } from './migration.js';

const REQUESTS_AT_ONCE = 200;

/** Writes the index by requester of requests from before there was one; ended ones are marked as live no longer. */
export const indexRequests: Migration['run'] = async (backend, progress) => {
  const requests = createStore({ backend, schema: ClientRequest });
  const marks = createStore({ backend, schema: z.literal(true) });
  const commit = committing(backend);
  let read = 0;
  let entries: Part[] = [];
  const write = async (): Promise<void> => {
    if (entries.length > 0) await commit(entries);
    entries = [];
    progress(read);
  };
  for await (const [, request] of requests.scan('request:')) {
    entries.push(marks.part.put(requesterKeyOf(request), true));
    if (!isLive(request)) entries.push(marks.part.delete(liveKeyOf(request.workspace, request.id)));
    read += 1;
    if (entries.length >= REQUESTS_AT_ONCE) await write();
  }
  await write();
};
