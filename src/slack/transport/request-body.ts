import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';

/** Slack's own payloads stay far below this. */
const LIMIT_BYTES = 1024 * 1024;
/** For the unfinished bodies of all connections together. */
const UNFINISHED_AT_MOST_BYTES = 16 * LIMIT_BYTES;
/** What a chunk counts beside its bytes, so that a body that comes byte by byte is cut off soon. */
const CHUNK_COSTS_BYTES = 4 * 1024;

/** Why a body is not there: longer than any of Slack's, or its sender went away, took too long, or made room for others. */
export type Unread = 'too-large' | 'cut-off';

/** Reads bodies of which nobody knows yet who sent them, and holds only so many bytes of all of them together. */
export class RequestBodies {
  /** The bytes held for each, by what cuts it off; oldest first. */
  readonly #unfinished = new Map<() => void, number>();
  #heldBytes = 0;

  read(request: IncomingMessage): Promise<Buffer | Unread> {
    return new Promise((resolve) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const cutOff = (): void => {
        done('cut-off');
        request.destroy();
      };
      const done = (result: Buffer | Unread): void => {
        this.#heldBytes -= this.#unfinished.get(cutOff) ?? 0;
        this.#unfinished.delete(cutOff);
        request.off('data', keep);
        chunks.length = 0;
        resolve(result);
      };
      const keep = (chunk: Buffer): void => {
        size += chunk.length;
        if (size > LIMIT_BYTES) return done('too-large');
        chunks.push(chunk);
        this.#hold(cutOff, chunk.length + CHUNK_COSTS_BYTES);
      };
      this.#unfinished.set(cutOff, 0);
      request.on('data', keep);
      request.once('end', () => done(Buffer.concat(chunks, size)));
      request.on('error', () => done('cut-off'));
      request.once('close', () => done('cut-off'));
    });
  }

  #hold(cutOff: () => void, bytes: number): void {
    this.#heldBytes += bytes;
    this.#unfinished.set(cutOff, (this.#unfinished.get(cutOff) ?? 0) + bytes);
    // The oldest goes, not the newest: Slack sends a whole body at once.
    for (const cutOldest of this.#unfinished.keys()) {
      if (this.#heldBytes <= UNFINISHED_AT_MOST_BYTES) return;
      cutOldest();
    }
  }
}

/** What Slack says: JSON, or a form that is it or holds it in `payload`; `undefined` when it cannot be read. */
export function parseBody(contentType: string, text: string): Record<string, unknown> | undefined {
  if (contentType.startsWith('application/json')) return parseJson(text);
  const payload = onlyPayload(text);
  if (payload !== undefined) return parseJson(payload);
  const form = { ...parse(text) };
  return typeof form['payload'] === 'string' ? parseJson(form['payload']) : form;
}

const PAYLOAD = 'payload=';

/** What most forms hold, and nothing beside it: taken apart in a third of the time. */
function onlyPayload(text: string): string | undefined {
  if (!text.startsWith(PAYLOAD) || text.includes('&')) return undefined;
  try {
    return decodeURIComponent(text.slice(PAYLOAD.length).replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value)) return undefined;
    // Bolt takes an event for an object without looking.
    return 'event' in value && !isRecord(value['event']) ? undefined : value;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
