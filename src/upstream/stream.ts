import { z } from 'zod';
import { mappedInSlices } from '../core/async/in-slices.js';
import { type ApiOperation, Problem } from '../core/problem.js';
import { factsOfStatus, malformed } from './answer.js';
import { type Body, parsed, textOf } from './body.js';

const RpcStatus = z.object({ code: z.number().int() });

/** gRPC codes as HTTP statuses, as google.rpc.Code gives them. */
const HTTP_STATUS: Readonly<Record<number, number>> = {
  1: 499,
  2: 500,
  3: 400,
  4: 504,
  5: 404,
  6: 409,
  7: 403,
  8: 429,
  9: 400,
  10: 409,
  11: 400,
  12: 501,
  13: 500,
  14: 503,
  15: 500,
  16: 401,
};

/**
 * Reads Blue's streams: a line each, `{"result"}` or, at the end, `{"error"}`.
 * A stream that ends in an error is a failed answer, not a short one.
 */
export function stream<Schema extends z.ZodType>(operation: ApiOperation, result: Schema) {
  const Envelope = z.object({ result: result.optional(), error: RpcStatus.optional() });
  return async (body: Body): Promise<readonly z.output<Schema>[]> => {
    const lines = (await textOf(operation, body)).split('\n');
    const results = await mappedInSlices(lines, (line, index) => {
      if (line.trim() === '') return undefined;
      const where = `line ${index + 1}, `;
      const chunk = parsed(operation, Envelope, line, where);
      if (chunk.error !== undefined) throw problemOfRpc(operation, chunk.error.code);
      if (chunk.result === undefined) throw malformed(operation, `${where}neither result nor error`);
      return chunk.result;
    });
    return results.filter((result) => result !== undefined);
  };
}

function problemOfRpc(operation: ApiOperation, code: number): Problem {
  return new Problem(factsOfStatus(operation, HTTP_STATUS[code] ?? 500, undefined));
}
