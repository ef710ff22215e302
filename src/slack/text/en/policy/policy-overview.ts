import type { Approval, Policy, PolicyLanguage } from '../../../../core/rights/policy.js';
import type { Members } from '../../../../core/model/members.js';
import type { Sentence } from '../../sentence.js';
import { counted, listed } from '../grammar.js';
import { days, members, NAMED_AT_MOST } from './policy-values.js';
import { alphausUser } from '../setup.js';

/** The groups in which the policy is told and changed. */
type PolicyGroup = 'approvals' | 'people' | 'namesAndLimits' | 'channelsAndRetention';

const languageSentences: Readonly<Record<PolicyLanguage, string>> = {
  en: 'Cards, digests and the audit channel are in English.',
  ja: 'Cards, digests and the audit channel are in Japanese.',
  'as-admins': 'Cards, digests and the audit channel are in the language that most admins have in Slack.',
};

const nobodyIn = ({ people, groups }: Members): boolean => people.length + groups.length === 0;

export const overview: Readonly<Record<PolicyGroup, (policy: Policy) => readonly Sentence[]>> = {
  approvals: ({ approval, approvers, mention, requestOpenDays, collectHours, ...policy }) => [
    approvalSentence(approval, approvers),
    ...severalSentences(policy),
    [
      `A request stays open for ${days(requestOpenDays)}. `,
      `Once approved, it can be collected for ${counted(collectHours, 'hour', 'hours')}.`,
    ],
    ...(nobodyIn(mention)
      ? []
      : [['New requests in the approvals channel mention ', ...members(mention), '.']]),
  ],
  people: ({ slackAdminsAreAdmins, admins, grantHoldersDeleteOthers }) => [
    adminsSentence(slackAdminsAreAdmins, admins),
    [
      grantHoldersDeleteOthers
        ? 'People with a grant can delete, rotate and extend other people’s API clients under their Alphaus users.'
        : 'People with a grant can change only their own API clients.',
    ],
  ],
  namesAndLimits: ({
    namePattern,
    purposePattern,
    clientsPerPerson,
    actsPerHour,
    defaultLifeDays,
    longestLifeDays,
    staleAfterDays,
  }) => [
    namePattern === undefined
      ? ['Names can be anything.']
      : ['Names must match ', { code: namePattern }, '.'],
    purposePattern === undefined
      ? ['Purposes can be anything.']
      : ['Part of the purpose must match ', { code: purposePattern }, '.'],
    [
      clientsPerPerson === undefined
        ? 'There is no limit on the API clients of one person.'
        : `One person can have ${counted(clientsPerPerson, 'API client', 'API clients')}.`,
      ` In any hour, one person can create, delete or request ${actsPerHour.person} each, and everyone together ${actsPerHour.workspace}.`,
    ],
    [
      longestLifeDays === undefined
        ? 'API clients don’t need an end date.'
        : `An API client lives ${days(longestLifeDays)} at most, then it has to be extended.`,
      ...(defaultLifeDays === undefined ? [] : [` The form suggests ${days(defaultLifeDays)}.`]),
    ],
    [`An API client is stale after ${days(staleAfterDays)}.`],
  ],
  channelsAndRetention: ({ approvalsChannel, auditChannel, digestChannel, auditKeptDays, language }) => [
    approvalsChannel === undefined
      ? ['Each approver gets requests as a direct message.']
      : ['Requests are posted in ', { channel: approvalsChannel }, '.'],
    auditChannel === undefined
      ? ['The audit trail isn’t posted in a channel.']
      : ['The audit trail is posted in ', { channel: auditChannel }, '.'],
    digestChannel === undefined
      ? ['Each admin gets what needs attention as a direct message.']
      : ['What needs attention is posted in ', { channel: digestChannel }, '.'],
    [
      auditKeptDays === undefined
        ? 'The audit trail is kept forever.'
        : `The audit trail is kept for ${days(auditKeptDays)}.`,
    ],
    [languageSentences[language]],
  ],
};

function approvalSentence(approval: Approval, approvers: Members): Sentence {
  if (approval === 'never') return ['Members can create API clients without an approval.'];
  const who = approval === 'always' ? 'Everyone, admins included, needs' : 'Members without a grant need';
  return [
    `${who} an approval from `,
    ...(nobodyIn(approvers)
      ? ['an admin: no approvers are named.']
      : [...members(approvers), ', or an admin.']),
  ];
}

/** How many people approve, and who is asked when they don’t; nothing where one is enough and nobody else is asked. */
function severalSentences({
  approvalsNeeded,
  sensitive,
  askAdminsAfterHours: hours,
}: Pick<Policy, 'approvalsNeeded' | 'sensitive' | 'askAdminsAfterHours'>): readonly Sentence[] {
  return [
    ...(approvalsNeeded === 1 ? [] : [[`${approvalsNeeded} different people must approve a request.`]]),
    ...(sensitive.users.length === 0
      ? []
      : [
          [
            `${counted(sensitive.approvals, 'person', 'different people')} must approve a request for `,
            ...listed(sensitive.users.map(alphausUser), NAMED_AT_MOST),
            '.',
          ],
        ]),
    ...(hours === undefined
      ? []
      : [[`If nobody decides within ${counted(hours, 'hour', 'hours')}, the admins are asked too.`]]),
  ];
}

function adminsSentence(slackAdmins: boolean, admins: Members): Sentence {
  if (!slackAdmins) return ['Admins are ', ...members(admins), '.'];
  const slack = 'Slack’s workspace owners and admins are admins here';
  return nobodyIn(admins) ? [`${slack}.`] : [`${slack}, and so are `, ...members(admins), '.'];
}
