import { type Answer, type Refusal, json } from './answer.js';

/** A refusal as the API that lives under `path` words it. */
export function refusalAt(path: string, { status, message, headers }: Refusal): Answer {
  if (path.startsWith('/m/blue/')) {
    return json({ code: GRPC_CODE.get(status) ?? INTERNAL, message, details: [] }, status, headers);
  }
  if (path.endsWith('/access_token')) {
    const error = OAUTH_ERROR.get(status) ?? 'server_error';
    return json({ error, error_description: message }, status, headers);
  }
  return json({ message }, status, headers);
}

/** google.rpc.Code by HTTP status. */
const GRPC_CODE = new Map([
  [400, 3],
  [401, 16],
  [403, 7],
  [404, 5],
  [405, 12],
  [413, 3],
  [429, 8],
  [503, 14],
]);
const INTERNAL = 13;

const OAUTH_ERROR = new Map([
  [400, 'invalid_request'],
  [401, 'invalid_client'],
  [405, 'invalid_request'],
  [413, 'invalid_request'],
  [429, 'slow_down'],
]);
