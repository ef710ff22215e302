import type { AuditTrail } from '../audit/audit-trail.js';
import type { ClientRecords } from '../clients/client-records.js';
import type { Deletions } from '../clients/deletions.js';
import type { Connections } from '../connection/connection.js';
import type { Actor } from '../model/actor.js';
import type { WorkspaceId } from '../model/ids.js';
import type { WorkspaceRules } from '../rights/decide.js';
import type { Findings } from './findings.js';
import type { GoneOwners } from './gone-owners.js';
import type { LastSeen } from './last-seen.js';

/** What a look at a workspace works with. */
export interface LookContext {
  readonly workspace: WorkspaceId;
  readonly connections: Pick<Connections, 'current'>;
  readonly records: ClientRecords;
  readonly deletions: Deletions;
  readonly findings: Findings;
  readonly goneOwners: GoneOwners;
  readonly lastSeen: LastSeen;
  readonly rules: { of(workspace: WorkspaceId): Promise<WorkspaceRules> };
  readonly people: { everybody(): Promise<readonly Actor[]> };
  readonly audit: AuditTrail;
  readonly reference: string;
  readonly now: () => Date;
}
