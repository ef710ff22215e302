import type { PersonId } from '../../../core/model/ids.js';
import type { Approval, Policy } from '../../../core/rights/policy.js';
import type { Members } from '../../../core/model/members.js';
import type { Effect, EffectOn } from '../../../core/rules/policy-effects.js';
import type { PolicyFlaw, Role } from '../../../core/rules/policy-flaws.js';
import type { Inline, Sentence } from '../sentence.js';

const NAMED_AT_MOST = 10;

const listed = (all: readonly Inline[], none: string): Sentence => {
  if (all.length === 0) return [none];
  const shown = all.slice(0, NAMED_AT_MOST);
  const more = all.length - shown.length;
  return [
    ...shown.flatMap((one, index): readonly Inline[] => (index === 0 ? [one] : [', ', one])),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
};

const people = (ids: readonly PersonId[]): Sentence =>
  listed(
    ids.map((person) => ({ person })),
    'nobody',
  );

const members = ({ people: persons, groups }: Members): Sentence =>
  listed([...persons.map((person) => ({ person })), ...groups.map((group) => ({ group }))], 'nobody');

const counted = (number: number, one: string, several: string): string =>
  `${number} ${number === 1 ? one : several}`;

const approvals: Readonly<Record<Approval, string>> = {
  never: 'Never: every member creates at once',
  'without-grant': 'Without a grant for the Alphaus user',
  always: 'Always, for admins too (four eyes)',
};

const parts: Readonly<Record<keyof Policy, string>> = {
  admins: 'Admins',
  slackAdminsAreAdmins: 'Slack’s owners and admins',
  approvers: 'Approvers',
  approval: 'When approval is needed',
  namePattern: 'Name pattern',
  purposePattern: 'Purpose pattern',
  clientsPerPerson: 'Most API clients per person',
  actsPerHour: 'Creates, deletes, requests within an hour',
  grantHoldersDeleteOthers: 'Holders of a grant',
  staleAfterDays: 'Days until stale',
  requestOpenDays: 'Days that a request stays open',
  collectHours: 'Hours to collect',
  approvalsChannel: 'Approvals channel',
  auditChannel: 'Audit channel',
  mention: 'Named on cards',
  auditKeptDays: 'Days that the audit trail is kept',
};

const pattern = (text: string | undefined): Sentence => [text === undefined ? 'anything' : { code: text }];
const channel = (id: string | undefined): Sentence => [id === undefined ? 'none' : { channel: id }];

/** The value of one part of a policy. */
function valueOf(part: keyof Policy, policy: Policy): Sentence {
  switch (part) {
    case 'admins':
    case 'approvers':
    case 'mention':
      return members(policy[part]);
    case 'slackAdminsAreAdmins':
      return [policy[part] ? 'are admins here, too' : 'are no admins here unless they are named'];
    case 'approval':
      return [approvals[policy[part]]];
    case 'namePattern':
    case 'purposePattern':
      return pattern(policy[part]);
    case 'clientsPerPerson':
      return [policy[part] === undefined ? 'no limit' : String(policy[part])];
    case 'actsPerHour':
      return [`${policy[part].person} per person, ${policy[part].workspace} in all`];
    case 'grantHoldersDeleteOthers':
      return [policy[part] ? 'delete and rotate what others own, too' : 'change only what they own'];
    case 'staleAfterDays':
    case 'requestOpenDays':
      return [counted(policy[part], 'day', 'days')];
    case 'collectHours':
      return [counted(policy[part], 'hour', 'hours')];
    case 'approvalsChannel':
    case 'auditChannel':
      return channel(policy[part]);
    case 'auditKeptDays':
      return [policy[part] === undefined ? 'for good' : counted(policy[part], 'day', 'days')];
  }
}

const able: Readonly<Record<EffectOn, string>> = {
  administer: 'set up this app',
  'decide-requests': 'decide requests',
  'create-directly': 'create directly',
  'see-all': 'see all API clients',
  'delete-others': 'delete and rotate what is not theirs',
};

const named: Readonly<Record<Role, string>> = {
  admins: 'an admin',
  approvers: 'an approver',
  grants: 'the holder of a grant',
};

export const policy = {
  title: 'Policy',
  button: 'Policy',
  loading: ['Looking up the policy and the user groups …'],
  submit: 'Review',
  close: 'Cancel',
  parts,
  part: (part: keyof Policy, of: Policy): Sentence => [{ bold: `${parts[part]}: ` }, ...valueOf(part, of)],
  approvals,
  approversGroups: 'Approvers: user groups',
  approversHint: 'Who decides requests, beside the admins. Nobody decides their own.',
  channelHint: 'The app must be in it: /invite @API Clients',
  approvalsChannelHint:
    'Where requests are decided; without one each approver gets a direct message. The app must be in it: /invite @API Clients',
  adminsGroups: 'Admins: user groups',
  slackAdmins: 'Are admins here, too',
  grantHolders: 'Delete and rotate what others own under their Alphaus users, too',
  patternHint:
    'A regular expression, in which ^ and $ stand for the ends: ^team-[a-z0-9-]+$ allows team-export. Empty allows anything.',
  purposePatternHint:
    'A regular expression that some part of the purpose must match, such as a ticket number: [A-Z]+-[0-9]+',
  patternInvalid:
    'This is no regular expression that can be matched safely. Look-around and back-references, (?=…) and \\1, are not possible.',
  clientsPerPersonHint: 'Empty sets no limit.',
  perPersonAndHour: 'Creates, deletes, requests: of each per person and hour',
  perWorkspaceAndHour: 'Creates, deletes, requests: of each in all and hour',
  auditKeptHint: 'Empty keeps it for good.',
  mentionGroups: 'Named on cards: user groups',
  mentionHint: 'Whom Slack notifies of a new request in the approvals channel.',
  outOfRange: (least: number, most: number): string => `A whole number from ${least} to ${most}.`,
  nobodyAdministers:
    'Nobody would be an admin any more. Name somebody who is a full member of this workspace, or let Slack’s admins be admins.',

  preview: {
    title: 'What this changes',
    loading: ['Looking what this changes …'],
    submit: 'Save',
    close: 'Back',
    nothing: ['Nothing is different from the policy that holds now.'],
    intro: ['Nothing is saved yet. This would change:'],
    part: (part: keyof Policy, before: Policy, after: Policy): Sentence => [
      { bold: `${parts[part]}: ` },
      ...valueOf(part, after),
      ' (now: ',
      ...valueOf(part, before),
      ')',
    ],
    effects: 'What it does to people',
    noEffects: ['Nobody can do more or less than now.'],
    flaws: 'Look at this first',
    patternExample: (part: 'namePattern' | 'purposePattern', example: string): Sentence => [
      { bold: `${parts[part]}: ` },
      'allowed is, for example, ',
      { code: example },
      '.',
    ],
    patternRefuses: (refused: number, total: number, example: string): Sentence => [
      { bold: `${parts.namePattern}: ` },
      `of ${counted(total, 'name', 'names')} that exist, ${refused} would not be allowed for a new client, for example `,
      { code: example },
      '.',
    ],
  },
  effect: ({ on, gained, lost }: Effect, self: PersonId): readonly Sentence[] => [
    ...change(lost, `will no longer be able to ${able[on]}`, self),
    ...change(gained, `will be able to ${able[on]}`, self),
  ],
  flaw: (flaw: PolicyFlaw): Sentence => {
    switch (flaw.kind) {
      case 'nobody-administers':
        return ['Nobody is an admin.'];
      case 'nobody-decides':
        return [
          'Nobody can decide requests: no approver and no admin is a full member of this workspace. Whoever needs an approval cannot get one.',
        ];
      case 'only-one-decides':
        return [
          'Only ',
          { person: flaw.person },
          ' decides requests, and nobody decides their own: what they ask for themselves nobody can approve. Name one more approver.',
        ];
      case 'person-without-rights':
        return [
          { person: flaw.person },
          ` is named as ${named[flaw.as]}, but is no full member of this workspace, and can do nothing.`,
        ];
      case 'group-without-members':
        return [
          { group: flaw.group },
          ` is named as ${named[flaw.as]}, but has no full member of this workspace in it.`,
        ];
    }
  },
  saved: ['The policy is saved. It holds from now on.'],
  changedMeanwhile: 'The policy was changed meanwhile. This is how it is now.',
  draftGone: [
    'What you looked at was not saved within an hour, and is gone. Start again with ',
    { code: '/apiclient setup' },
    '.',
  ],
} as const;

function change(who: readonly PersonId[], what: string, self: PersonId): readonly Sentence[] {
  if (who.length === 0) return [];
  const you = who.includes(self) ? [', you among them'] : [];
  return [[{ bold: counted(who.length, 'person', 'people') }, ` ${what}`, ...you, ': ', ...people(who), '.']];
}
