import type { Fetch, HttpAnswer } from '../../core/http.js';
import { Problem } from '../../core/problem.js';

/** A trail of years takes its time. */
const WITHIN_MS = 5 * 60_000;

/** Sends what Slack has given an address for: a bare POST of the bytes, as many as were announced. */
export async function uploadBytes(
  fetch: Fetch,
  url: string,
  length: number,
  content: AsyncIterable<string>,
): Promise<void> {
  const failed = (error: string, cause?: unknown): Problem =>
    new Problem({ kind: 'slack-failed', method: 'upload', error }, { cause });
  let answer: HttpAnswer;
  try {
    answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(length) },
      body: encoded(content),
      signal: AbortSignal.timeout(WITHIN_MS),
    });
  } catch (cause) {
    throw failed('NoAnswer', cause);
  }
  if (!answer.ok) throw failed(`Status${answer.status}`);
}

async function* encoded(content: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of content) yield Buffer.from(text);
}
