import type { Fetch } from '../core/http.js';
import { type ApiOperation, type ApiProblem, Problem } from '../core/problem.js';
import { type Answer, type Failure, factsOfStatus, retryAfterMs } from './answer.js';
import type { Body } from './body.js';
import { connectionFailure } from './connection-failure.js';

/** For logs and metrics: nothing in it is secret. It must not throw. */
export interface CallEvent {
  readonly operation: ApiOperation;
  /** Counts from 1 within one call of ours. */
  readonly attempt: number;
  readonly ms: number;
  /** `undefined` when no whole answer came. */
  readonly status: number | undefined;
  readonly problem: ApiProblem['kind'] | undefined;
}

/** What calls need of the world: the network, the clock and an observer. */
export interface HttpRuntime {
  readonly fetch: Fetch;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 0 ≤ x < 1, for jitter; `Math.random` when absent. */
  readonly random?: () => number;
  readonly observe?: (event: CallEvent) => void;
}

export interface Call<Value> {
  readonly operation: ApiOperation;
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | FormData;
  /** Turns the body of a 2xx into a value, or throws a `Problem`. */
  readonly read: (body: Body) => Promise<Value>;
}

/** How long a call may take from sending to the last byte of its answer. */
const DEADLINE_MS: Readonly<Record<ApiOperation, number>> = {
  token: 10_000,
  whoami: 10_000,
  users: 10_000,
  list: 20_000,
  create: 20_000,
  delete: 10_000,
};

/** Sends a call exactly once. */
export async function send<Value>(
  runtime: HttpRuntime,
  call: Call<Value>,
  attempt: number,
  atMostMs = Number.POSITIVE_INFINITY,
): Promise<Answer<Value>> {
  const { operation } = call;
  const deadlineMs = Math.min(DEADLINE_MS[operation], atMostMs);
  const sentAt = runtime.now();
  const deadline = startDeadline(runtime, deadlineMs);
  let status: number | undefined;

  const fail = (
    facts: ApiProblem,
    rest: Partial<Pick<Failure, 'effect' | 'retryAfterMs' | 'cause'>>,
  ): Failure => {
    deadline.letGo();
    const gaveUpAt = runtime.now();
    runtime.observe?.({ operation, attempt, ms: gaveUpAt - sentAt, status, problem: facts.kind });
    return {
      ok: false,
      facts,
      effect: rest.effect ?? 'unknown',
      retryAfterMs: rest.retryAfterMs,
      cause: rest.cause,
      sentAt: new Date(sentAt),
      gaveUpAt: new Date(gaveUpAt),
    };
  };

  try {
    const response = await runtime.fetch(call.url, {
      method: call.method,
      headers: { accept: 'application/json', 'user-agent': 'apiclient-bot', ...call.headers },
      ...(call.body !== undefined && { body: call.body }),
      signal: deadline.signal,
    });
    status = response.status;
    if (!response.ok) {
      const wait = retryAfterMs(response.headers.get('retry-after'), runtime.now());
      const effect = status >= 400 && status < 500 ? 'none' : 'unknown';
      return fail(factsOfStatus(operation, status, wait), { effect, retryAfterMs: wait });
    }
    const value = await call.read(response.body ?? emptyBody());
    runtime.observe?.({ operation, attempt, ms: runtime.now() - sentAt, status, problem: undefined });
    return { ok: true, value };
  } catch (thrown) {
    if (thrown instanceof Problem && 'operation' in thrown.facts) return fail(thrown.facts, {});
    if (deadline.passed()) return fail({ kind: 'api-timeout', operation, seconds: deadlineMs / 1000 }, {});
    const { beforeSending, tooLong, cause } = connectionFailure(thrown);
    if (tooLong) return fail({ kind: 'api-malformed', operation, detail: 'far too long' }, {});
    const effect = beforeSending && status === undefined ? 'none' : 'unknown';
    return fail({ kind: 'api-unreachable', operation }, { effect, cause });
  } finally {
    deadline.stop();
  }
}

function startDeadline(runtime: HttpRuntime, ms: number) {
  const cut = new AbortController();
  const stopped = new AbortController();
  let passed = false;
  const pass = () => {
    if (stopped.signal.aborted) return;
    passed = true;
    cut.abort();
  };
  // When the answer came in time the sleep is aborted: it may tell so by rejecting.
  runtime.sleep(ms, stopped.signal).then(pass, () => undefined);
  return {
    signal: cut.signal,
    passed: () => passed,
    // Without a reason an error is made of it, with its stack.
    stop: () => stopped.abort('answered'),
    /** Ends what nobody waits for any more. */
    letGo: () => cut.abort(),
  };
}

async function* emptyBody(): Body {}
