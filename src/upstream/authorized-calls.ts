import type { AccessTokens } from './access-tokens.js';
import type { Answer } from './answer.js';
import { type Call, type HttpRuntime, send } from './http.js';
import type { RateLimit } from './rate-limit.js';
import { repeat } from './retry.js';

/** Calls that carry the connection's access token and keep to its rate limit. */
export class AuthorizedCalls {
  readonly #runtime: HttpRuntime;
  readonly #tokens: AccessTokens;
  readonly #limit: RateLimit;

  constructor(runtime: HttpRuntime, tokens: AccessTokens, limit: RateLimit) {
    this.#runtime = runtime;
    this.#tokens = tokens;
    this.#limit = limit;
  }

  /** For calls that are safe to repeat. */
  repeatable<Value>(call: Call<Value>): Promise<Answer<Value>> {
    return repeat(this.#runtime, (attempt, atMostMs) => this.once(call, attempt, atMostMs));
  }

  /**
   * Sends the call once; once more only after 401, which says for certain that nothing was done.
   * A failure to get a token is thrown: the call itself was not sent then.
   */
  async once<Value>(call: Call<Value>, attempt = 1, atMostMs?: number): Promise<Answer<Value>> {
    const first = await this.#withToken(call, attempt, atMostMs);
    return isTokenRefusal(first) ? this.#withToken(call, attempt, atMostMs) : first;
  }

  async #withToken<Value>(
    call: Call<Value>,
    attempt: number,
    atMostMs: number | undefined,
  ): Promise<Answer<Value>> {
    const token = await this.#tokens.get();
    await this.#limit.turn(call.operation);
    const headers = { ...call.headers, authorization: `Bearer ${token.reveal()}` };
    const answer = await send(this.#runtime, { ...call, headers }, attempt, atMostMs);
    if (isTokenRefusal(answer)) this.#tokens.invalidate(token);
    return answer;
  }
}

function isTokenRefusal(answer: Answer<unknown>): boolean {
  return !answer.ok && answer.facts.kind === 'api-credentials-refused';
}
