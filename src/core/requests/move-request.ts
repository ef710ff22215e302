import type { Commit } from '../store.js';
import type { Requests } from './requests.js';
import type { ClientRequest } from './request.js';
import { move, type Transition } from './transition.js';

export type Moved =
  | { readonly kind: 'moved'; readonly request: ClientRequest }
  /** Somebody, or the clock, was first: `request` is what stands. */
  | { readonly kind: 'late'; readonly request: ClientRequest };

/**
 * Moves a request that was read as `current`: once, however many try at the same moment. `recorded` writes the record of
 * the act in the same batch.
 */
export async function moveRequest(
  requests: Requests,
  current: ClientRequest,
  wanted: Transition,
  recorded?: (next: ClientRequest) => Commit,
): Promise<Moved> {
  let standing = current;
  for (;;) {
    const next = move(standing, wanted);
    if (next === undefined) return { kind: 'late', request: standing };
    const swapped = await requests.replace(standing, next, recorded?.(next));
    if (swapped.kind === 'swapped') return { kind: 'moved', request: next };
    // Requests are kept forever: a missing one was removed with its workspace, and there is nothing to do.
    if (swapped.standing === undefined) return { kind: 'late', request: standing };
    standing = swapped.standing;
  }
}
