import type { PersonId } from '../model/ids.js';
import { type Moved, moveRequest } from './move-request.js';
import type { Requests } from './requests.js';
import { Problem } from '../problem.js';
import type { ClientRequest } from './request.js';

export interface Withdrawing {
  readonly requests: Requests;
  readonly now: () => Date;
}

/** Takes a request back; only its requester may, until it is denied or collected. */
export async function withdrawRequest(
  withdrawing: Withdrawing,
  request: ClientRequest,
  person: PersonId,
): Promise<Moved> {
  // To everybody else it is as if there were nothing to withdraw.
  if (person !== request.requester) throw new Problem({ kind: 'request-not-found' });
  return moveRequest(withdrawing.requests, request, { kind: 'withdraw', at: withdrawing.now() });
}
