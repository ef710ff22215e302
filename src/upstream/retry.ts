import { type ApiProblem, Problem } from '../core/problem.js';
import type { Answer, Failure } from './answer.js';
import type { HttpRuntime } from './http.js';

const ATTEMPTS = 4;
const WHOLE_MS = 25_000;
const LONGEST_WAIT_MS = 10_000;
const FIRST_WAIT_MS = 500;

/**
 * Repeats what failed in passing (429, 5xx, connection), with growing, jittered pauses, for some 25 seconds at most.
 * Only for calls that are safe to repeat: never for create.
 */
export async function repeat<Value>(
  runtime: HttpRuntime,
  once: (attempt: number, atMostMs: number) => Promise<Answer<Value>>,
): Promise<Answer<Value>> {
  const startedAt = runtime.now();
  let unanswered: Failure | undefined;
  for (let attempt = 1; ; attempt += 1) {
    let latest: Answer<Value>;
    try {
      latest = await once(attempt, WHOLE_MS - (runtime.now() - startedAt));
    } catch (error) {
      // It was not even sent: that says nothing about the attempt before it.
      if (unanswered === undefined || !isOfApi(error)) throw error;
      return { ...unanswered, facts: error.facts, cause: error, unanswered };
    }
    // A 404 after an attempt whose answer was lost may be that attempt's own doing.
    const answer: Answer<Value> =
      latest.ok || latest.effect === 'unknown' || unanswered === undefined
        ? latest
        : { ...latest, effect: 'unknown', unanswered };
    if (!latest.ok && latest.effect === 'unknown') unanswered = latest;
    if (answer.ok || attempt === ATTEMPTS || !mayPass(answer)) return answer;
    const pause = pauseMs(answer, attempt, runtime.random ?? Math.random);
    const left = WHOLE_MS - (runtime.now() - startedAt);
    if (pause > LONGEST_WAIT_MS || pause >= left) return answer;
    await runtime.sleep(pause);
  }
}

const isOfApi = (error: unknown): error is Problem & { readonly facts: ApiProblem } =>
  error instanceof Problem && 'operation' in error.facts;

function mayPass(failure: Failure): boolean {
  const { kind } = failure.facts;
  return kind === 'api-rate-limited' || kind === 'api-failed' || kind === 'api-unreachable';
}

/** Never less than the API asked for; the jitter keeps many callers from coming back at once. */
function pauseMs(failure: Failure, attempt: number, random: () => number): number {
  const step = FIRST_WAIT_MS * 2 ** (attempt - 1);
  const jittered = step / 2 + random() * (step / 2);
  return failure.retryAfterMs === undefined ? jittered : failure.retryAfterMs + random() * FIRST_WAIT_MS;
}
