import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import type { ApiOperation } from '../core/problem.js';
import { malformed } from './answer.js';

/** Far above any list that the API could mean, far below what would hurt the process. */
const LARGEST_BODY_BYTES = 32 * 1024 * 1024;

export type Body = AsyncIterable<Uint8Array>;

/** The text of a body; one that is too long or not UTF-8 is a `Problem`. */
export async function textOf(operation: ApiOperation, body: Body): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > LARGEST_BODY_BYTES) throw malformed(operation, 'longer than 32 MiB');
    chunks.push(chunk);
  }
  const [only] = chunks;
  const whole =
    chunks.length === 1 && only !== undefined
      ? Buffer.from(only.buffer, only.byteOffset, only.byteLength)
      : Buffer.concat(chunks, bytes);
  // A decoder that looks for what is wrong takes five times as long.
  if (!isUtf8(whole)) throw malformed(operation, 'not UTF-8');
  // A byte order mark is no part of the text.
  return whole.toString('utf8').replace(/^\uFEFF/, '');
}

/** Reads a whole body as one JSON value of the given shape. */
export function json<Schema extends z.ZodType>(operation: ApiOperation, schema: Schema) {
  return async (body: Body): Promise<z.output<Schema>> =>
    parsed(operation, schema, await textOf(operation, body));
}

export function parsed<Schema extends z.ZodType>(
  operation: ApiOperation,
  schema: Schema,
  text: string,
  where = '',
): z.output<Schema> {
  return checked(operation, schema, fromJson(operation, text, where), where);
}

/** What is wrong is told by place, never by value: the value may be a secret. */
export function checked<Schema extends z.ZodType>(
  operation: ApiOperation,
  schema: Schema,
  value: unknown,
  where: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
  throw malformed(operation, `${where}${path}: ${issue?.code ?? 'invalid'}`);
}

function fromJson(operation: ApiOperation, text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    throw malformed(operation, `${where}not JSON`);
  }
}
