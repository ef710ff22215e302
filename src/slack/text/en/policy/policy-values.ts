import type { Approval, Policy, PolicyLanguage } from '../../../../core/rights/policy.js';
import type { Members } from '../../../../core/model/members.js';
import { type Inline, type Sentence } from '../../sentence.js';
import { counted, listed } from '../grammar.js';
import { alphausUser } from '../setup.js';

export const NAMED_AT_MOST = 10;

export const named = (all: readonly Inline[]): Sentence =>
  all.length === 0 ? ['nobody'] : listed(all, NAMED_AT_MOST);

export const members = ({ people, groups }: Members): Sentence =>
  named([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))]);

export const days = (number: number): string => counted(number, 'day', 'days');

export const approvals: Readonly<Record<Approval, string>> = {
  never: 'Never: every member can create API clients',
  'without-grant': 'Without a grant for the Alphaus user',
  always: 'Always, even for admins (four eyes)',
};

/** Each language by its own name, so that people who look for it can read it. */
export const languages: Readonly<Record<PolicyLanguage, string>> = {
  en: 'English',
  ja: '日本語 (Japanese)',
  'as-admins': 'As most admins have it in Slack',
};

export const parts: Readonly<Record<keyof Policy, string>> = {
  admins: 'Admins',
  slackAdminsAreAdmins: 'Slack owners and admins',
  approvers: 'Approvers',
  approval: 'When approval is needed',
  approvalsNeeded: 'Approvals needed',
  sensitive: 'Sensitive Alphaus users',
  askAdminsAfterHours: 'Ask admins after (hours)',
  namePattern: 'Name pattern',
  purposePattern: 'Purpose pattern',
  clientsPerPerson: 'Maximum API clients per person',
  actsPerHour: 'Hourly limit (creates, deletes, requests)',
  grantHoldersDeleteOthers: 'People with a grant',
  defaultLifeDays: 'Default life (days)',
  longestLifeDays: 'Longest life (days)',
  staleAfterDays: 'Stale after (days)',
  requestOpenDays: 'Requests stay open (days)',
  collectHours: 'Time to collect (hours)',
  approvalsChannel: 'Approvals channel',
  auditChannel: 'Audit channel',
  digestChannel: 'Digest channel',
  mention: 'Mentioned on cards',
  auditKeptDays: 'Audit trail kept (days)',
  language: 'Language',
};

const pattern = (text: string | undefined): Sentence => [text === undefined ? 'anything' : { code: text }];
const channel = (id: string | undefined): Sentence => [id === undefined ? 'none' : { channel: id }];

/** What each part of a policy says. */
const values: Readonly<Record<keyof Policy, (policy: Policy) => Sentence>> = {
  admins: ({ admins }) => members(admins),
  approvers: ({ approvers }) => members(approvers),
  mention: ({ mention }) => members(mention),
  slackAdminsAreAdmins: ({ slackAdminsAreAdmins: are }) => [
    are ? 'are admins here too' : 'are admins here only if they are named',
  ],
  approval: ({ approval }) => [approvals[approval]],
  approvalsNeeded: ({ approvalsNeeded }) => [counted(approvalsNeeded, 'person', 'different people')],
  sensitive: ({ sensitive: { users, approvals: needed } }) =>
    users.length === 0
      ? ['none']
      : [
          ...listed(users.map(alphausUser), NAMED_AT_MOST),
          `: ${counted(needed, 'approval', 'approvals')} needed`,
        ],
  askAdminsAfterHours: ({ askAdminsAfterHours: hours }) => [
    hours === undefined ? 'never' : counted(hours, 'hour', 'hours'),
  ],
  namePattern: ({ namePattern }) => pattern(namePattern),
  purposePattern: ({ purposePattern }) => pattern(purposePattern),
  clientsPerPerson: ({ clientsPerPerson: most }) => [most === undefined ? 'no limit' : String(most)],
  actsPerHour: ({ actsPerHour: { person, workspace } }) => [
    `${person} per person, ${workspace} per workspace`,
  ],
  grantHoldersDeleteOthers: ({ grantHoldersDeleteOthers: others }) => [
    others ? 'can delete, rotate and extend other people’s clients too' : 'can change only their own clients',
  ],
  defaultLifeDays: ({ defaultLifeDays: life }) => [life === undefined ? 'no end date' : days(life)],
  longestLifeDays: ({ longestLifeDays: life }) => [
    life === undefined ? 'no limit, end dates are optional' : days(life),
  ],
  staleAfterDays: ({ staleAfterDays }) => [days(staleAfterDays)],
  requestOpenDays: ({ requestOpenDays }) => [days(requestOpenDays)],
  collectHours: ({ collectHours }) => [counted(collectHours, 'hour', 'hours')],
  approvalsChannel: ({ approvalsChannel }) => channel(approvalsChannel),
  auditChannel: ({ auditChannel }) => channel(auditChannel),
  digestChannel: ({ digestChannel }) => channel(digestChannel),
  auditKeptDays: ({ auditKeptDays: kept }) => [kept === undefined ? 'forever' : days(kept)],
  language: ({ language }) => [languages[language]],
};

export const valueOf = (part: keyof Policy, policy: Policy): Sentence => values[part](policy);
