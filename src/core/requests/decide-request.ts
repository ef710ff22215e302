import type { AlphausUserName } from '../model/api-client.js';
import type { PersonId } from '../model/ids.js';
import { type Moved, moveRequest } from './move-request.js';
import type { Requests } from './requests.js';
import { Problem } from '../problem.js';
import type { ClientRequest, DenialText } from './request.js';

const HOUR_MS = 3_600_000;

export interface Deciding {
  readonly requests: Requests;
  readonly now: () => Date;
  /** Hours in which an approved request may be collected. */
  readonly collectHours: number;
}

export type Verdict =
  /** `user`: whom the approver picked, where the requester was not sure. */
  | { readonly kind: 'approve'; readonly user?: AlphausUserName | undefined }
  | { readonly kind: 'deny'; readonly reason: DenialText };

/** Decides a request that was read as `request`; exactly one verdict wins, the others hear which. */
export async function decideRequest(
  deciding: Deciding,
  request: ClientRequest,
  by: PersonId,
  verdict: Verdict,
): Promise<Moved> {
  if (by === request.requester) throw new Problem({ kind: 'not-allowed', reason: 'own-request' });
  const at = deciding.now();
  if (verdict.kind === 'deny') {
    return moveRequest(deciding.requests, request, { kind: 'deny', by, reason: verdict.reason, at });
  }
  const user = request.user ?? verdict.user;
  if (user === undefined) throw new Problem({ kind: 'user-not-picked' });
  const collectBy = new Date(at.getTime() + deciding.collectHours * HOUR_MS);
  return moveRequest(deciding.requests, request, { kind: 'approve', by, user, at, collectBy });
}
