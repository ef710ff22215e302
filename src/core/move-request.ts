import type { Requests } from './ports.js';
import { type ClientRequest, move, type Transition } from './request.js';

export type Moved =
  | { readonly kind: 'moved'; readonly request: ClientRequest }
  /** Somebody, or the clock, was first: `request` is what stands. */
  | { readonly kind: 'late'; readonly request: ClientRequest };

/** Moves a request that was read as `current`: once, however many try at the same moment. */
export async function moveRequest(
  requests: Requests,
  current: ClientRequest,
  wanted: Transition,
): Promise<Moved> {
  let standing = current;
  for (;;) {
    const next = move(standing, wanted);
    if (next === undefined) return { kind: 'late', request: standing };
    if (await requests.replace(standing, next)) return { kind: 'moved', request: next };
    const newer = await requests.find(current.workspace, current.id);
    // Requests are kept for good: one that is gone went with its workspace, and nothing becomes of it.
    if (newer === undefined) return { kind: 'late', request: standing };
    standing = newer;
  }
}
