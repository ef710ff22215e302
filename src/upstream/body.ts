import type { z } from 'zod';
import type { ApiOperation } from '../core/problem.js';
import { nonsense } from './answer.js';

/** Far above any list that the API could mean, far below what would hurt the process. */
const LARGEST_BODY_BYTES = 32 * 1024 * 1024;

export type Body = AsyncIterable<Uint8Array>;

/** The text of a body as it comes, whole characters only; a body that is too long or not UTF-8 is a `Problem`. */
export async function* textOf(operation: ApiOperation, body: Body): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (chunk?: Uint8Array): string => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
    } catch {
      throw nonsense(operation, 'not UTF-8');
    }
  };
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BODY_BYTES) throw nonsense(operation, 'longer than 32 MiB');
    yield decode(chunk);
  }
  yield decode();
}

/** Reads a whole body as one JSON value of the given shape. */
export function json<Schema extends z.ZodType>(operation: ApiOperation, schema: Schema) {
  return async (body: Body): Promise<z.output<Schema>> => {
    let text = '';
    for await (const piece of textOf(operation, body)) text += piece;
    return parsed(operation, schema, text);
  };
}

/** What is wrong is told by place, never by value: the value may be a secret. */
export function parsed<Schema extends z.ZodType>(
  operation: ApiOperation,
  schema: Schema,
  text: string,
  where = '',
): z.output<Schema> {
  const result = schema.safeParse(fromJson(operation, text, where));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
  throw nonsense(operation, `${where}${path}: ${issue?.code ?? 'invalid'}`);
}

function fromJson(operation: ApiOperation, text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw nonsense(operation, `${where}not JSON`);
  }
}
