import type { ActContext } from '../audit/right-on-record.js';
import type { AuditFacts } from '../audit/audited.js';
import type { ClientRequest } from './request.js';
import type { Requests } from './requests.js';

/** What every verb on requests works with. */
export interface RequestContext extends ActContext {
  readonly requests: Requests;
  readonly now: () => Date;
}

/** How the trail names a request. */
export function requestInTrail({ id, name, user }: ClientRequest): Pick<AuditFacts, 'request' | 'target'> {
  return { request: id, target: { name, ...(user !== undefined && { user }) } };
}
