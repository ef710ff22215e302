import type { PersonId } from '../../../core/model/ids.js';
import type { Approval, Policy, PolicyLanguage } from '../../../core/rights/policy.js';
import type { Members } from '../../../core/model/members.js';
import type { Effect, EffectOn } from '../../../core/rules/policy-effects.js';
import type { UnusablePattern } from '../../../core/rights/pattern.js';
import type { PolicyFlaw, Role } from '../../../core/rules/policy-flaws.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import { counted, labelled, listed } from './grammar.js';
import { alphausUser } from './setup.js';

const NAMED_AT_MOST = 10;

const named = (all: readonly Inline[]): Sentence =>
  all.length === 0 ? ['nobody'] : listed(all, NAMED_AT_MOST);

const members = ({ people, groups }: Members): Sentence =>
  named([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))]);

const days = (number: number): string => counted(number, 'day', 'days');

const approvals: Readonly<Record<Approval, string>> = {
  never: 'Never: every member can create API clients',
  'without-grant': 'Without a grant for the Alphaus user',
  always: 'Always, even for admins (four eyes)',
};

/** Each language by its own name, so that people who look for it can read it. */
const languages: Readonly<Record<PolicyLanguage, string>> = {
  en: 'English',
  ja: '日本語 (Japanese)',
  'as-admins': 'As most admins have it in Slack',
};

const languageSentences: Readonly<Record<PolicyLanguage, string>> = {
  en: 'Cards, digests and the audit channel are in English.',
  ja: 'Cards, digests and the audit channel are in Japanese.',
  'as-admins': 'Cards, digests and the audit channel are in the language that most admins have in Slack.',
};

const parts: Readonly<Record<keyof Policy, string>> = {
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
/** The groups in which the policy is told and changed. */
type PolicyGroup = 'approvals' | 'people' | 'namesAndLimits' | 'channelsAndRetention';

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
    others ? 'can delete other people’s clients too' : 'can change only their own clients',
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

const nobodyIn = ({ people, groups }: Members): boolean => people.length + groups.length === 0;

const overview: Readonly<Record<PolicyGroup, (policy: Policy) => readonly Sentence[]>> = {
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

const valueOf = (part: keyof Policy, policy: Policy): Sentence => values[part](policy);

const able: Readonly<Record<EffectOn, string>> = {
  administer: 'set up this app',
  'decide-requests': 'decide requests',
  'create-directly': 'create API clients without an approval',
  'see-all': 'see all API clients',
  'delete-others': 'delete other people’s clients',
};

const roles: Readonly<Record<Role, string>> = {
  admins: 'an admin',
  approvers: 'an approver',
  grants: 'a grant holder',
};

/** Why a pattern cannot be used, and what to do about it. */
const unusablePattern = (why: UnusablePattern): string =>
  why.kind === 'no-pattern'
    ? 'This isn’t a regular expression that can be matched safely. Look-around and back-references, such as (?=…) and \\1, aren’t supported.'
    : `This pattern is too big. With every repetition counted it has ${why.size} parts, and the limit is ${why.largest}. Numbers in braces, such as {1000}, multiply what comes before them. Use smaller numbers, or * and +.`;

const flaws: SentenceByKind<PolicyFlaw> = {
  'nobody-administers': () => ['Nobody is an admin.'],
  'pattern-unusable': ({ part, why }) =>
    labelled(
      parts[part],
      unusablePattern(why),
      ' Until it’s changed in ',
      { code: '/apiclient setup' },
      ', nobody can create or request an API client.',
    ),
  'nobody-decides': () => [
    'Nobody can decide requests: no approver or admin is a full member of this workspace. People who need an approval can’t get one.',
  ],
  'only-one-decides': ({ person }) => [
    'Only ',
    { person },
    ' can decide requests, so nobody can approve the requests they make themselves. Name one more approver.',
  ],
  'too-few-decide': ({ needed, deciding, own }) =>
    own
      ? [
          `The policy asks for ${needed} approvals, and only ${deciding} people can decide requests. Nobody can approve their own request, so the requests of these people can’t get enough approvals. Name more approvers.`,
        ]
      : [
          `The policy asks for ${needed} approvals, and only ${counted(deciding, 'person', 'people')} can decide requests, so no request can get enough. Name more approvers, or ask for fewer approvals.`,
        ],
  'person-without-rights': ({ person, as }) => [
    { person },
    ` is named as ${roles[as]} but isn’t a full member of this workspace, so they can’t do anything.`,
  ],
  'group-without-members': ({ group, as }) => [
    { group },
    ` is named as ${roles[as]} but has no full members of this workspace.`,
  ],
};

/** How many of the names that exist a pattern would refuse, and one of them. */
interface RefusedNames {
  readonly refused: number;
  /** At how many of `total` names was looked: a big pattern takes long for many. */
  readonly looked: number;
  readonly total: number;
  readonly example: string;
}

export const policy = {
  title: 'Policy',
  button: 'Policy',
  loading: sentence('Loading the policy and user groups…'),
  submit: 'Review',
  close: 'Close',
  back: 'Back',
  sections: {
    approvals: 'Approvals',
    people: 'People',
    namesAndLimits: 'Names and limits',
    channelsAndRetention: 'Channels and retention',
  },
  overview,
  parts,
  part: (part: keyof Policy, of: Policy): Sentence => labelled(parts[part], ...valueOf(part, of)),
  approvals,
  approverGroups: 'Approver groups',
  languages,
  languageHint:
    'For cards, digests and the audit channel, which several people read. Each person gets their own messages in the language of their Slack.',
  approversHint: 'They decide requests, and so do admins. Nobody can decide their own request.',
  digestChannelHint:
    'Where admins are told what needs attention: on working days, and at once when an owner is gone. If empty, each admin gets a direct message. Invite the app to it: /invite @API Clients',
  approvalsNeededHint:
    'How many different people must approve a request. One denial ends it. Nobody can approve their own request.',
  sensitiveHint: 'Requests for these Alphaus users can need more approvals than others.',
  sensitiveApprovals: 'Approvals for sensitive users',
  sensitiveApprovalsHint: 'If it’s lower than the number above, the number above counts.',
  askAdminsHint:
    'If a request isn’t decided by then, admins who aren’t approvers are asked too, once. Leave empty for never.',
  channelHint: 'Invite the app to it: /invite @API Clients',
  approvalsChannelHint:
    'Requests are sent here. If empty, each approver gets a direct message. Invite the app to it: /invite @API Clients',
  adminGroups: 'Admin groups',
  slackAdmins: 'Are admins here too',
  grantHolders: 'Can delete others’ clients under their Alphaus users',
  patternHint:
    'A regular expression. ^ and $ match the start and the end: ^team-[a-z0-9-]+$ allows team-export. Leave empty to allow anything.',
  purposePatternHint:
    'A regular expression that part of the purpose must match, such as a ticket number: [A-Z]+-[0-9]+',
  patternTooLong: 'The pattern is too long. Use at most 200 characters.',
  patternMisleading: (shown: string): string =>
    `The pattern contains hidden characters, or characters that change how the text around them is shown: “${shown}”. Type it again without them.`,
  unusablePattern,
  defaultLifeHint: 'The end date that the forms suggest. Leave empty to suggest none.',
  longestLifeHint:
    'Every API client needs an end date then, and each extension counts from that day. End dates that are set already stay. Leave empty for no limit.',
  clientsPerPersonHint: 'Leave empty for no limit.',
  perPersonAndHour: 'Limit per person per hour',
  actsPerHourHint: 'Counted separately for creates, deletes and requests.',
  perWorkspaceAndHour: 'Limit per workspace per hour',
  auditKeptHint: 'Leave empty to keep it forever.',
  mentionGroups: 'Mentioned groups',
  mentionHint: 'Slack notifies them of new requests in the approvals channel.',
  outOfRange: (least: number, most: number): string => `Enter a whole number from ${least} to ${most}.`,
  nobodyAdministers:
    'Nobody would be an admin. Name someone who is a full member of this workspace, or let Slack’s admins be admins.',

  preview: {
    title: 'What this changes',
    loading: sentence('Checking what this changes…'),
    submit: 'Save',
    nothing: sentence('Nothing differs from the current policy.'),
    intro: sentence('Not saved yet. This would change:'),
    part: (part: keyof Policy, before: Policy, after: Policy): Sentence =>
      labelled(parts[part], ...valueOf(part, after), ' (now: ', ...valueOf(part, before), ')'),
    effects: 'Who is affected',
    noEffects: sentence('Nobody gains or loses any rights.'),
    flaws: 'Check this first',
    patternExample: (part: 'namePattern' | 'purposePattern', example: string): Sentence =>
      labelled(parts[part], 'allows, for example, ', { code: example }, '.'),
    patternRefuses: ({ refused, looked, total, example }: RefusedNames): Sentence =>
      labelled(
        parts.namePattern,
        looked === total
          ? `of ${counted(total, 'existing name', 'existing names')}, `
          : `of ${counted(total, 'existing name', 'existing names')} I checked ${looked}, and `,
        `${refused} wouldn’t be allowed for a new client, for example `,
        { code: example },
        '.',
      ),
  },
  effect: ({ on, gained, lost }: Effect, self: PersonId): readonly Sentence[] => [
    ...change(lost, `will no longer be able to ${able[on]}`, self),
    ...change(gained, `will be able to ${able[on]}`, self),
  ],
  flaw: (flaw: PolicyFlaw): Sentence => sentenceOf(flaws, flaw),
  saved: sentence('Policy saved. It applies from now on.'),
  draftGone: sentence(
    'Your changes weren’t saved within an hour and are gone. Start again with ',
    { code: '/apiclient setup' },
    '.',
  ),
};

function change(who: readonly PersonId[], what: string, self: PersonId): readonly Sentence[] {
  if (who.length === 0) return [];
  const you = who.includes(self) ? [', you among them'] : [];
  return [
    [
      { bold: counted(who.length, 'person', 'people') },
      ` ${what}`,
      ...you,
      ': ',
      ...named(who.map((person) => ({ person }))),
      '.',
    ],
  ];
}
