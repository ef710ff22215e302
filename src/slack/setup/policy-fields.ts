import { DAYS_AHEAD_AT_MOST } from '../../core/model/until.js';

/** The ids of the fields. Slack sends the ids of selects alone when something is typed, so those carry a version. */
export const field = {
  approvers: 'policy.approvers.v1',
  approverGroups: 'policy.approver-groups.v1',
  approvalsChannel: 'policy.approvals-channel.v1',
  auditChannel: 'policy.audit-channel.v1',
  digestChannel: 'policy.digest-channel.v1',
  approval: 'policy.approval.v1',
  approvalsNeeded: 'policy.approvals-needed',
  sensitiveUsers: 'policy.sensitive-users.v1',
  sensitiveApprovals: 'policy.sensitive-approvals',
  askAdminsAfterHours: 'policy.ask-admins-after-hours',
  admins: 'policy.admins.v1',
  adminGroups: 'policy.admin-groups.v1',
  slackAdmins: 'policy.slack-admins.v1',
  grantHolders: 'policy.grant-holders.v1',
  namePattern: 'policy.name-pattern',
  purposePattern: 'policy.purpose-pattern',
  clientsPerPerson: 'policy.clients-per-person',
  perPersonAndHour: 'policy.per-person-and-hour',
  perWorkspaceAndHour: 'policy.per-workspace-and-hour',
  requestOpenDays: 'policy.request-open-days',
  collectHours: 'policy.collect-hours',
  defaultLifeDays: 'policy.default-life-days',
  longestLifeDays: 'policy.longest-life-days',
  staleAfterDays: 'policy.stale-after-days',
  auditKeptDays: 'policy.audit-kept-days',
  mention: 'policy.mention.v1',
  mentionGroups: 'policy.mention-groups.v1',
  language: 'policy.language.v1',
} as const;

/** The selects of user groups, of which there may be too many to carry. */
export const groupFields = [field.approverGroups, field.adminGroups, field.mentionGroups] as const;

/** How a number is bounded; empty is no number, where that is possible. */
export const numbers = {
  [field.clientsPerPerson]: { least: 1, most: 10_000, optional: true },
  [field.approvalsNeeded]: { least: 1, most: 5, optional: false },
  [field.sensitiveApprovals]: { least: 1, most: 5, optional: false },
  [field.askAdminsAfterHours]: { least: 1, most: 8_760, optional: true },
  [field.perPersonAndHour]: { least: 1, most: 10_000, optional: false },
  [field.perWorkspaceAndHour]: { least: 1, most: 100_000, optional: false },
  [field.requestOpenDays]: { least: 1, most: 365, optional: false },
  [field.collectHours]: { least: 1, most: 8_760, optional: false },
  [field.defaultLifeDays]: { least: 1, most: DAYS_AHEAD_AT_MOST, optional: true },
  [field.longestLifeDays]: { least: 1, most: DAYS_AHEAD_AT_MOST, optional: true },
  [field.staleAfterDays]: { least: 1, most: 3_650, optional: false },
  [field.auditKeptDays]: { least: 1, most: 36_500, optional: true },
} as const;
export type NumberField = keyof typeof numbers;
