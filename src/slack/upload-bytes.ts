import { Problem } from '../core/problem.js';

/** A trail of years takes its time. */
const WITHIN_MS = 5 * 60_000;

/** Sends what Slack has given an address for: a bare POST of the bytes, as many as were announced. */
export async function uploadBytes(
  fetch: typeof globalThis.fetch,
  url: string,
  length: number,
  content: AsyncIterable<string>,
): Promise<void> {
  const failed = (error: string, cause?: unknown): Problem =>
    new Problem({ kind: 'slack-failed', method: 'upload', error }, { cause });
  let response: Response;
  try {
    response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream', 'content-length': String(length) },
      body: ReadableStream.from(encoded(content)),
      duplex: 'half',
      signal: AbortSignal.timeout(WITHIN_MS),
    });
    await response.body?.cancel();
  } catch (cause) {
    throw failed('no answer', cause);
  }
  if (!response.ok) throw failed(`status ${response.status}`);
}

async function* encoded(content: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of content) yield Buffer.from(text);
}
