import { z } from 'zod';
import { type PersonId, RequestId, type WorkspaceId } from '../../../core/model/ids.js';
import { ClientRequest, isLive } from '../../../core/requests/request.js';
import type { Requests } from '../../../core/requests/requests.js';
import type { Part } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { agendaEntries } from '../agenda.js';

const keyOf = (workspace: WorkspaceId, id: string): string => `request:${workspace}:${id}`;

/** Marks a request that is not ended, so that nobody reads all that ever were. */
export const liveKeyOf = (workspace: WorkspaceId, id: string): string => `request-live:${workspace}:${id}`;

const LOOKS_AT_ONCE = 200;
/** Every replica sees a changed connection after this long. */
const CHANGE_SEEN_AFTER_MS = 3_000;

/** The beginning of the keys of one person's requests; their time and id follow. */
const requesterPrefix = (workspace: WorkspaceId, requester: PersonId): string =>
  `request-requester:${workspace}:${requester}:`;

/** The index entry by requester; it follows from the request alone, and never changes. */
export const requesterKeyOf = ({ workspace, requester, createdAt, id }: ClientRequest): string =>
  `${requesterPrefix(workspace, requester)}${createdAt}:${id}`;

export interface RequestParts {
  readonly backend: Backend;
  readonly now: () => Date;
  /** So long after a change it is looked whether people have heard of it. */
  readonly lookAfterMs: number;
}

/** Requests over any store; kept forever, because a client's record names the request that it came from. */
export function storedRequests({ backend, now, lookAfterMs }: RequestParts): Requests {
  const requests = createStore({ backend, schema: ClientRequest });
  const marks = createStore({ backend, schema: z.literal(true) });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);

  const look = (workspace: WorkspaceId, id: string, inMs: number): Part =>
    agenda.adding({ due: new Date(now().getTime() + inMs), kind: 'look-after-request', workspace, id });

  const liveIds = async (workspace: WorkspaceId): Promise<readonly string[]> => {
    const prefix = liveKeyOf(workspace, '');
    const ids: string[] = [];
    for await (const key of marks.keys(prefix)) ids.push(key.slice(prefix.length));
    return ids;
  };

  /** The request with all that is kept of it elsewhere. */
  const written = (request: ClientRequest): readonly Part[] => {
    const { workspace, id } = request;
    const mark = liveKeyOf(workspace, id);
    return [
      requests.part.put(keyOf(workspace, id), request),
      isLive(request) ? marks.part.put(mark, true) : marks.part.delete(mark),
      look(workspace, id, lookAfterMs),
    ];
  };

  const expected = (request: ClientRequest) =>
    requests.part.expect(keyOf(request.workspace, request.id), request);

  const changing: Requests['changing'] = (before, after) => [expected(before), ...written(after)];

  const read = async (keys: readonly string[]): Promise<readonly ClientRequest[]> => {
    const found = keys.length === 0 ? [] : await requests.getAll(keys);
    return found.filter((request) => request !== undefined);
  };

  return {
    find: (workspace, id) => requests.get(keyOf(workspace, id)),

    changing,

    async add(request, land = commit) {
      const { workspace, id } = request;
      const absent = requests.part.expect(keyOf(workspace, id), undefined);
      const added = await land([absent, ...written(request), marks.part.put(requesterKeyOf(request), true)]);
      const standing = added.kind === 'done' ? request : absent.standing(added);
      if (standing === undefined) throw new Error(`a request ${id} was neither added nor there`);
      return standing;
    },

    async replace(current, next, land = commit) {
      const landed = await land(changing(current, next));
      return landed.kind === 'done'
        ? { kind: 'swapped' }
        : { kind: 'other', standing: expected(current).standing(landed) };
    },

    async live(workspace) {
      const ids = await liveIds(workspace);
      return read(ids.map((id) => keyOf(workspace, id)));
    },

    async lookAfterLive(workspace) {
      const ids = await liveIds(workspace);
      for (let first = 0; first < ids.length; first += LOOKS_AT_ONCE) {
        const some = ids.slice(first, first + LOOKS_AT_ONCE);
        await commit(some.map((id) => look(workspace, id, CHANGE_SEEN_AFTER_MS)));
      }
    },

    async of(workspace, requester, atMost) {
      const ids: RequestId[] = [];
      const newestFirst = { backwards: true, ...(atMost !== undefined && { limit: atMost }) };
      for await (const key of marks.keys(requesterPrefix(workspace, requester), newestFirst)) {
        ids.push(RequestId.parse(key.slice(key.lastIndexOf(':') + 1)));
      }
      return ids;
    },

    findAll: (workspace, ids) => read(ids.map((id) => keyOf(workspace, id))),
  };
}
