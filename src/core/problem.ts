import type { ClientId } from './api-client.js';

/** What the API was asked to do when something went wrong. */
export type ApiOperation = 'token' | 'whoami' | 'users' | 'list' | 'create' | 'delete';

/** Everything that the API can do to us short of what was asked. */
export type ApiProblem =
  | { readonly kind: 'api-unreachable'; readonly operation: ApiOperation }
  | { readonly kind: 'api-timeout'; readonly operation: ApiOperation; readonly seconds: number }
  /** The token endpoint refuses the connection's credentials, or a fresh access token is refused. */
  | { readonly kind: 'api-credentials-refused'; readonly operation: ApiOperation }
  | { readonly kind: 'api-forbidden'; readonly operation: ApiOperation }
  | { readonly kind: 'api-not-found'; readonly operation: ApiOperation }
  /** Any other 4xx: the API refuses what we sent; nothing was made. */
  | { readonly kind: 'api-refused'; readonly operation: ApiOperation; readonly status: number }
  | {
      readonly kind: 'api-rate-limited';
      readonly operation: ApiOperation;
      readonly retryAfterSeconds: number | undefined;
    }
  | { readonly kind: 'api-failed'; readonly operation: ApiOperation; readonly status: number }
  /** An answer that is not what the API documents. */
  | { readonly kind: 'api-nonsense'; readonly operation: ApiOperation; readonly detail: string };

export type ProblemFacts =
  | ApiProblem
  | { readonly kind: 'client-not-found'; readonly id: ClientId }
  | { readonly kind: 'store-unavailable' };

/**
 * A deliberate failure. The sentence for the person is chosen by `facts.kind` in `slack/text`,
 * never taken from `message`; anything else that is thrown is a bug.
 */
export class Problem extends Error {
  readonly facts: ProblemFacts;

  constructor(facts: ProblemFacts, options?: { readonly cause?: unknown }) {
    super(facts.kind, options);
    this.name = 'Problem';
    this.facts = facts;
  }
}
