import { z } from 'zod';
import type { RequestMessage, RequestMessages } from '../../../core/requests/request-messages.js';
import type { Store } from '../../../core/store.js';
import type { ClientRequest } from '../../../core/requests/request.js';
import { DAY_MS } from '../../../core/model/durations.js';

/** Longer than anybody presses the buttons of an old card. */
const KEPT_FOR_MS = 400 * DAY_MS;

export const StoredRequestMessage = z.object({
  claimedAt: z.iso.datetime(),
  state: z.union([z.enum(['sending', 'refused']), z.object({ channel: z.string(), ts: z.string() })]),
  shows: z.number().int().min(0),
});
export type StoredRequestMessage = z.infer<typeof StoredRequestMessage>;

const keyOf = ({ workspace, id }: ClientRequest, key: string): string =>
  `request-message:${workspace}:${id}:${key}`;

/** The messages about requests over any store, one record each, so that they never wait for one another. */
export function requestMessages(
  store: Store<StoredRequestMessage>,
  { now, sendingMs }: { readonly now: () => Date; readonly sendingMs: number },
): RequestMessages {
  return {
    claim: (request, key, at) =>
      store.putIfAbsent(
        keyOf(request, key),
        { claimedAt: at.toISOString(), state: 'sending', shows: 0 },
        KEPT_FOR_MS,
      ),

    put: (request, { key, claimedAt, state, shows }) =>
      store.put(keyOf(request, key), { claimedAt: claimedAt.toISOString(), state, shows }, KEPT_FOR_MS),

    isAbandoned: ({ state, claimedAt }) =>
      state === 'sending' && now().getTime() - claimedAt.getTime() >= sendingMs,

    release: (request, key) => store.delete(keyOf(request, key)),

    async of(request) {
      const prefix = keyOf(request, '');
      const found: RequestMessage[] = [];
      for await (const [key, stored] of store.scan(prefix)) {
        found.push({ ...stored, key: key.slice(prefix.length), claimedAt: new Date(stored.claimedAt) });
      }
      return found;
    },
  };
}
