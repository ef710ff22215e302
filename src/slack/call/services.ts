import type { AlphausUserName } from '../../core/model/api-client.js';
import type { PersonId, WorkspaceId } from '../../core/model/ids.js';
import type { Connection, Connections } from '../../core/connection/connection.js';
import type { Intents } from '../../core/intents/intents.js';
import type { Notices } from '../../core/workspace/notice.js';
import type { AuditFiles, AuditTrail } from '../../core/audit/audit-trail.js';
import type { ActContext } from '../../core/audit/right-on-record.js';
import type { AttentionMessages } from '../../core/attention/attention-messages.js';
import type { Findings } from '../../core/attention/findings.js';
import type { GoneOwners } from '../../core/attention/gone-owners.js';
import type { LastSeen } from '../../core/attention/last-seen.js';
import type { Looks } from '../../core/attention/looks.js';
import type { InventoryFiles } from '../../core/clients/inventory.js';
import type { Claims } from '../../core/coordination/claims.js';
import type { ClientRecords } from '../../core/clients/client-records.js';
import type { Deletions } from '../../core/clients/deletions.js';
import type { RequestMessages } from '../../core/requests/request-messages.js';
import type { Requests } from '../../core/requests/requests.js';
import type { WorkflowSteps } from '../../core/requests/workflow/workflow-step.js';
import type { PolicyDrafts, Rules } from '../../core/rules/rules.js';
import type { Places } from '../../core/clients/issuing/places.js';
import type { HourlyQuota } from '../../core/rights/hourly-quota.js';
import type { ReadersWords } from '../people/readers-words.js';
import type { SlackCalls } from '../web-api/slack-calls.js';
import type { DirectMessages } from '../web-api/direct-messages.js';
import type { People } from '../people/people.js';
import type { ResponseUrls } from '../web-api/response-urls.js';

/** What a conversation works with: everything of one workspace. */
export interface Services extends ReadersWords {
  readonly workspace: WorkspaceId;
  /** `undefined` where the bot's own environment gives the bot token. */
  readonly installedBy: PersonId | undefined;
  readonly connections: Connections;
  readonly rules: Rules;
  readonly policyDrafts: PolicyDrafts;
  readonly quota: HourlyQuota;
  readonly places: Places;
  readonly records: ClientRecords;
  readonly deletions: Deletions;
  readonly findings: Findings;
  readonly goneOwners: GoneOwners;
  readonly lastSeen: LastSeen;
  readonly looks: Looks;
  readonly inventoryFiles: InventoryFiles;
  readonly attentionMessages: AttentionMessages;
  readonly claims: Claims;
  readonly intents: Intents;
  readonly notices: Notices;
  readonly audit: AuditTrail;
  readonly auditFiles: AuditFiles;
  readonly requests: Requests;
  readonly requestMessages: RequestMessages;
  readonly workflowSteps: WorkflowSteps;
  readonly calls: SlackCalls;
  readonly people: People;
  readonly directMessages: DirectMessages;
  readonly responseUrls: ResponseUrls;
  readonly now: () => Date;
  readonly version: string;
  readonly self: Self;
}

/** What the bot knows of how it runs itself. */
export interface Self {
  storeLatencyMs(): Promise<number>;
  /** The ids of the keys: the first key seals, the others only open. */
  readonly sealingKeys: { readonly first: string; readonly others: readonly string[] };
}

/** The services for one act: what the verbs of `core` work with. */
export interface ActingServices extends Services, ActContext {
  readonly rules: Rules;
  readonly people: People;
  /** Who may know the account that a user's product was connected to before. */
  readonly whoKnowsAccount: (user: AlphausUserName) => Promise<readonly PersonId[]>;
}

/** The services for one act, with the workspace's Alphaus account at hand. */
export interface ConnectedServices extends ActingServices {
  readonly connection: Connection;
}
