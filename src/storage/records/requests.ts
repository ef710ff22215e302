import type { WorkspaceId } from '../../core/model/ids.js';
import type { Requests } from '../../core/requests/requests.js';
import type { Store } from '../../core/store.js';
import type { ClientRequest } from '../../core/requests/request.js';

const keyOf = (workspace: WorkspaceId, id: string): string => `request:${workspace}:${id}`;

/** Marks a request that somebody still has to look after, so that jobs need not read all that ever were. */
const liveKeyOf = (workspace: WorkspaceId, id: string): string => `request-live:${workspace}:${id}`;

/** Requests over any store; kept for good, since a client's record names the request that it came from. */
export function requests(store: Store<ClientRequest>, marks: Store<true>): Requests {
  const find: Requests['find'] = (workspace, id) => store.get(keyOf(workspace, id));
  return {
    find,

    async add(request) {
      const { workspace, id } = request;
      // First, since a mark without a request is harmless, and a request without a mark would be forgotten.
      await marks.put(liveKeyOf(workspace, id), true);
      if (!(await store.putIfAbsent(keyOf(workspace, id), request))) {
        throw new Error(`a request ${id} exists already`);
      }
    },

    replace: (current, next) => store.swap(keyOf(current.workspace, current.id), current, next),

    async live(workspace) {
      const prefix = liveKeyOf(workspace, '');
      const found: ClientRequest[] = [];
      for await (const [key] of marks.scan(prefix)) {
        const request = await store.get(keyOf(workspace, key.slice(prefix.length)));
        if (request !== undefined) found.push(request);
      }
      return found;
    },

    async of(workspace, requester) {
      const found: ClientRequest[] = [];
      for await (const [, request] of store.scan(keyOf(workspace, ''))) {
        if (request.requester === requester) found.push(request);
      }
      return found;
    },

    watch: (request) => marks.put(liveKeyOf(request.workspace, request.id), true),

    forget: (request) => marks.delete(liveKeyOf(request.workspace, request.id)),
  };
}
