import { z } from 'zod';
import { type Answer, json, Refusal } from './answer.js';
import type { ApiClientRegistry, SandboxClient } from './api-clients.js';
import type { CallLog } from './calls.js';
import { fromJson } from './endpoint.js';
import { Fault, type Faults } from './faults.js';

export interface Controlled {
  readonly clients: ApiClientRegistry;
  readonly calls: CallLog;
  readonly faults: Faults;
}

/** The sandbox's own endpoints, which the API does not have. */
export function controlAnswer(
  { clients, calls, faults }: Controlled,
  method: string,
  path: string,
  body: Buffer,
): Answer {
  switch (`${method} ${path}`) {
    case 'GET /sandbox/clients':
      return json(clients.all().map(withoutSecret));
    case 'GET /sandbox/calls':
      return json(calls.all());
    case 'POST /sandbox/fault':
      faults.set(faultOf(body));
      return json({ status: 'success' });
    case 'DELETE /sandbox/faults':
      faults.clear();
      return json({ status: 'success' });
    default:
      throw new Refusal(404, 'the sandbox has no such endpoint');
  }
}

function withoutSecret({ id, name, user, product, createTime }: SandboxClient): SandboxClient {
  return { id, secret: '••••', name, user, product, createTime };
}

function faultOf(body: Buffer) {
  const read = Fault.safeParse(fromJson(body));
  if (!read.success) throw new Refusal(400, z.prettifyError(read.error));
  return read.data;
}
