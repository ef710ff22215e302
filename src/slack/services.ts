import type { PersonId, WorkspaceId } from '../core/api-client.js';
import type { Connection, Connections } from '../core/connection.js';
import type { Intents } from '../core/intents.js';
import type { Notices } from '../core/notice.js';
import type { AuditFiles, AuditTrail } from '../core/audit-trail.js';
import type { Claims } from '../core/claims.js';
import type { ClientRecords } from '../core/client-records.js';
import type { Deletions } from '../core/deletions.js';
import type { RequestMessages } from '../core/request-messages.js';
import type { Requests } from '../core/requests.js';
import type { PolicyDrafts, Rules } from '../core/rules.js';
import type { Places, Turns } from '../core/turns.js';
import type { SlackCalls } from './calls.js';
import type { DirectMessages } from './direct-messages.js';
import type { People } from './people.js';
import type { ResponseUrls } from './response-urls.js';

/** What a conversation works with: everything of one workspace. */
export interface Services {
  readonly workspace: WorkspaceId;
  /** `undefined` where the bot's own environment gives the bot token. */
  readonly installedBy: PersonId | undefined;
  readonly connections: Connections;
  readonly rules: Rules;
  readonly policyDrafts: PolicyDrafts;
  readonly turns: Turns;
  readonly places: Places;
  readonly records: ClientRecords;
  readonly deletions: Deletions;
  readonly claims: Claims;
  readonly intents: Intents;
  readonly notices: Notices;
  readonly audit: AuditTrail;
  readonly auditFiles: AuditFiles;
  readonly requests: Requests;
  readonly requestMessages: RequestMessages;
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
  /** By their ids: the first seals, the others only open. */
  readonly sealingKeys: { readonly first: string; readonly others: readonly string[] };
}

/** The same with the workspace's Alphaus account at hand: what the verbs of `core` work with. */
export interface ConnectedServices extends Services {
  readonly connection: Connection;
  /** Of the call: it is on the log lines, in what the person reads and in the audit trail. */
  readonly reference: string;
}
