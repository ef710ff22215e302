import type { AuditTarget } from '../audit/audit-event.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { Grant } from '../rights/grants.js';

interface GrantToName extends Pick<Grant, 'to'> {
  readonly users: readonly AlphausUserName[];
  readonly until?: string | undefined;
}

/** How the trail names a grant. */
export function grantInTrail({ to, users, until }: GrantToName): AuditTarget {
  const [user, ...others] = users;
  return {
    ...(user !== undefined && others.length === 0 && { user }),
    subject: `${to.id}: ${users.join(', ')}${until === undefined ? '' : ` until ${until}`}`,
  };
}
