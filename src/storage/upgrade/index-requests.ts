import { z } from 'zod';
import { ClientRequest, isLive } from '../../core/requests/request.js';
import { createStore } from '../backends/store.js';
import { liveKeyOf, requesterKeyOf } from '../records/requests/requests.js';
import { batchWriter } from './batch-writer.js';
import type { Migration } from './migration.js';

/** Writes the index by requester of requests from before there was one; ended ones are marked as live no longer. */
export const indexRequests: Migration['run'] = async (backend, progress) => {
  const requests = createStore({ backend, schema: ClientRequest });
  const marks = createStore({ backend, schema: z.literal(true) });
  const writer = batchWriter(backend);
  let read = 0;
  for await (const [, request] of requests.scan('request:')) {
    await writer.add([
      marks.part.put(requesterKeyOf(request), true),
      ...(isLive(request) ? [] : [marks.part.delete(liveKeyOf(request.workspace, request.id))]),
    ]);
    read += 1;
    progress(read);
  }
  await writer.end();
};
