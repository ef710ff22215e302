import { z } from 'zod';
import type { WorkspaceId } from '../../core/model/ids.js';
import { ClientRequest, isLive } from '../../core/requests/request.js';
import type { Requests } from '../../core/requests/requests.js';
import type { Part } from '../../core/store.js';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import { agendaEntries } from './agenda.js';

const keyOf = (workspace: WorkspaceId, id: string): string => `request:${workspace}:${id}`;

/** Marks a request that is not ended, so that nobody reads all that ever were. */
const liveKeyOf = (workspace: WorkspaceId, id: string): string => `request-live:${workspace}:${id}`;

export interface RequestParts {
  readonly backend: Backend;
  readonly now: () => Date;
  /** So long after a change it is looked whether people have heard of it. */
  readonly lookAfterMs: number;
}

/** Requests over any store; kept for good, since a client's record names the request that it came from. */
export function storedRequests({ backend, now, lookAfterMs }: RequestParts): Requests {
  const requests = createStore({ backend, schema: ClientRequest });
  const marks = createStore({ backend, schema: z.literal(true) });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);

  /** The request with all that is kept of it elsewhere. */
  const written = (request: ClientRequest): readonly Part[] => {
    const { workspace, id } = request;
    const mark = liveKeyOf(workspace, id);
    return [
      requests.part.put(keyOf(workspace, id), request),
      isLive(request) ? marks.part.put(mark, true) : marks.part.delete(mark),
      agenda.adding({
        due: new Date(now().getTime() + lookAfterMs),
        kind: 'look-after-request',
        workspace,
        id,
      }),
    ];
  };

  return {
    find: (workspace, id) => requests.get(keyOf(workspace, id)),

    async add(request) {
      const { workspace, id } = request;
      const absent = requests.part.expect(keyOf(workspace, id), undefined);
      const added = await commit([absent, ...written(request)]);
      if (added.kind === 'refused') throw new Error(`a request ${id} exists already`);
    },

    async replace(current, next) {
      const before = requests.part.expect(keyOf(current.workspace, current.id), current);
      const landed = await commit([before, ...written(next)]);
      return landed.kind === 'done'
        ? { kind: 'swapped' }
        : { kind: 'other', standing: before.standing(landed) };
    },

    async live(workspace) {
      const prefix = liveKeyOf(workspace, '');
      const keys: string[] = [];
      for await (const key of marks.keys(prefix)) keys.push(keyOf(workspace, key.slice(prefix.length)));
      const found = keys.length === 0 ? [] : await requests.getAll(keys);
      return found.filter((request) => request !== undefined);
    },

    async of(workspace, requester) {
      const found: ClientRequest[] = [];
      for await (const [, request] of requests.scan(keyOf(workspace, ''))) {
        if (request.requester === requester) found.push(request);
      }
      return found;
    },
  };
}
