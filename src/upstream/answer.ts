import { type ApiOperation, type ApiProblem, Problem } from '../core/problem.js';

/** How a call ended: with what the API documents, or with a failure as a value, so that callers can weigh it. */
export type Answer<Value> = { readonly ok: true; readonly value: Value } | Failure;

export interface Failure {
  readonly ok: false;
  readonly facts: ApiProblem;
  /** Whether the API can have acted on the call: `none` only where it provably has not. */
  readonly effect: 'none' | 'unknown';
  /** For a refusal: an attempt before it, on which the API may have acted. */
  readonly unanswered?: Failure;
  /** What the API asked for in `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  readonly sentAt: Date;
  readonly gaveUpAt: Date;
  /** Made by us: what `fetch` throws may quote header values or the answer's body. */
  readonly cause: Error | undefined;
}

/** For calls whose failure is simply the caller's. */
export function valueOf<Value>(answer: Answer<Value>): Value {
  if (answer.ok) return answer.value;
  throw problemOf(answer);
}

/** What a call did that deletes. A refusal does not say what an attempt before it did that got no answer. */
export function deletionOf(answer: Answer<unknown>): 'deleted' | 'absent' {
  if (answer.ok) return 'deleted';
  const { kind, operation } = answer.facts;
  if (kind === 'api-not-found' && operation === 'delete') {
    return answer.effect === 'none' ? 'absent' : 'deleted';
  }
  throw problemOf(answer.unanswered ?? answer);
}

export function problemOf(failure: Failure): Problem {
  return new Problem(failure.facts, failure.cause === undefined ? {} : { cause: failure.cause });
}

export function malformed(operation: ApiOperation, detail: string): Problem {
  return new Problem({ kind: 'api-malformed', operation, detail });
}

/** What a status other than 2xx says. The body is left unread: the API does not document its errors. */
export function factsOfStatus(
  operation: ApiOperation,
  status: number,
  retryAfterMs: number | undefined,
): ApiProblem {
  if (status === 401) return { kind: 'api-credentials-refused', operation };
  // OAuth lets a token endpoint refuse credentials with 400 (`invalid_client`, `invalid_grant`) or 403 too.
  if (operation === 'token' && (status === 400 || status === 403)) {
    return { kind: 'api-credentials-refused', operation };
  }
  if (status === 403) return { kind: 'api-forbidden', operation };
  if (status === 404) return { kind: 'api-not-found', operation };
  if (status === 429) {
    const retryAfterSeconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1000);
    return { kind: 'api-rate-limited', operation, retryAfterSeconds };
  }
  if (status >= 400 && status < 500) return { kind: 'api-refused', operation, status };
  if (status >= 500) return { kind: 'api-failed', operation, status };
  // A redirect is never followed: it would carry the access token to wherever it points.
  return { kind: 'api-malformed', operation, detail: `status ${status}` };
}

/** `Retry-After` as seconds or as an HTTP date; `undefined` when absent or unreadable. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
