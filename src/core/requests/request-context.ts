import type { ActContext } from '../audit/right-on-record.js';
import type { AuditConclusion, AuditFacts } from '../audit/audited.js';
import type { ClientRequest } from './request.js';
import type { Requests } from './requests.js';

/** What every verb on requests works with. */
export interface RequestContext extends ActContext {
  readonly requests: Requests;
  readonly now: () => Date;
}

/** Somebody, or the clock, was first. */
export const TOO_LATE: AuditConclusion = { outcome: 'refused', reason: 'too-late' };

/** How the trail names a request. */
export function requestInTrail({
  id,
  name,
  user,
  rotates,
}: ClientRequest): Pick<AuditFacts, 'request' | 'target'> {
  return {
    request: id,
    target: {
      name,
      ...(user !== undefined && { user }),
      ...(rotates !== undefined && { clientId: rotates.client }),
    },
  };
}
