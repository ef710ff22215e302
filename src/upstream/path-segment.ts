import { type ApiOperation, Problem } from '../core/problem.js';

/**
 * One segment of a path. Dots alone would climb to another endpoint, encoded or not, and half a
 * character cannot be encoded: no user and no client has such a name, so the call is not sent.
 */
export function pathSegment(operation: ApiOperation, name: string): string {
  if (/^\.*$|\p{Surrogate}/u.test(name)) throw new Problem({ kind: 'api-not-found', operation });
  return encodeURIComponent(name);
}
