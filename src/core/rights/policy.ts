import { z } from 'zod';
import { AlphausUserName } from '../model/api-client.js';
import { Members } from '../model/members.js';
import { DAYS_AHEAD_AT_MOST } from '../model/until.js';

const nobody = (): Members => ({ people: [], groups: [] });

/** When a create needs somebody's approval; admins are asked for it only with `always`. */
export const Approval = z.enum(['never', 'without-grant', 'always']);
export type Approval = z.infer<typeof Approval>;

/** In which language several people read: one of these, or the one that most admins have. */
export const PolicyLanguage = z.enum(['en', 'ja', 'as-admins']);
export type PolicyLanguage = z.infer<typeof PolicyLanguage>;

const Channel = z.string().regex(/^[CG][A-Za-z0-9_-]{1,40}$/);
/** As many different people as a policy may ask to approve one request. */
const APPROVALS_AT_MOST = 5;
const approvals = z.number().int().min(1).max(APPROVALS_AT_MOST);

/** Alphaus users for whom more people have to approve than for others. */
const SensitiveUsers = z.object({ users: z.array(AlphausUserName).max(100), approvals });

const days = (most: number) => z.number().int().min(1).max(most);

/** What a workspace's admins decided; every field has a default, so that an unset policy is one, too. */
export const Policy = z.object({
  admins: Members.default(nobody),
  /** Whether owners and admins of the Slack workspace are admins here as well. */
  slackAdminsAreAdmins: z.boolean().default(true),
  approvers: Members.default(nobody),
  approval: Approval.default('without-grant'),
  /** How many different people have to approve a request. */
  approvalsNeeded: approvals.default(1),
  sensitive: SensitiveUsers.default({ users: [], approvals: 2 }),
  /** Hours after which the admins are asked as well; absent: never. */
  askAdminsAfterHours: z.number().int().min(1).max(8_760).optional(),
  /** Regular expressions that the whole name, and some part of the purpose, must match (RE2 syntax). */
  namePattern: z.string().max(200).optional(),
  purposePattern: z.string().max(200).optional(),
  /** Open API clients that one person may have made or own. */
  clientsPerPerson: z.number().int().min(1).max(10_000).optional(),
  /** Creates, and likewise deletes and requests, in any hour: of one person, and of everybody together. */
  actsPerHour: z
    .object({
      person: z.number().int().min(1).max(10_000),
      workspace: z.number().int().min(1).max(100_000),
    })
    .default({ person: 300, workspace: 3_000 }),
  grantHoldersDeleteOthers: z.boolean().default(false),
  /** Days after which a new API client ends, unless its person says otherwise. */
  defaultLifeDays: days(DAYS_AHEAD_AT_MOST).optional(),
  /** Days after which an API client ends at the latest, from its creation or an extension; with it, each has an end. */
  longestLifeDays: days(DAYS_AHEAD_AT_MOST).optional(),
  /** Days after which an API client is called stale. */
  staleAfterDays: days(3_650).default(180),
  /** Days that a request waits for a decision. */
  requestOpenDays: days(365).default(7),
  /** Hours that an approved request waits to be collected. */
  collectHours: days(8_760).default(72),
  approvalsChannel: Channel.optional(),
  auditChannel: Channel.optional(),
  /** Where admins are told what needs attention; absent: in their DMs. */
  digestChannel: Channel.optional(),
  /** Who is named on a request's card, so that Slack notifies them. */
  mention: Members.default(nobody),
  /** The language of cards, digests and the audit channel. */
  language: PolicyLanguage.default('as-admins'),
  /** Days that the audit trail is kept; absent: forever. */
  auditKeptDays: days(36_500).optional(),
});
export type Policy = z.infer<typeof Policy>;

/** How many different people have to approve a request for this Alphaus user, or for one that nobody picked yet. */
export function approvalsNeededFor(
  { approvalsNeeded, sensitive }: Pick<Policy, 'approvalsNeeded' | 'sensitive'>,
  user: AlphausUserName | undefined,
): number {
  const isSensitive = user !== undefined && sensitive.users.includes(user);
  return isSensitive ? Math.max(approvalsNeeded, sensitive.approvals) : approvalsNeeded;
}

/** What holds until an admin decides otherwise. */
export const defaultPolicy: Policy = Policy.parse({});
