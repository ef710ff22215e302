import type { PersonId } from '../../../core/model/ids.js';
import type { Approval, Policy } from '../../../core/rights/policy.js';
import type { Members } from '../../../core/model/members.js';
import type { Effect, EffectOn } from '../../../core/rules/policy-effects.js';
import type { UnusablePattern } from '../../../core/rights/pattern.js';
import type { PolicyFlaw, Role } from '../../../core/rules/policy-flaws.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import { counted, labelled, listed } from './grammar.js';

const NAMED_AT_MOST = 10;

const named = (all: readonly Inline[]): Sentence =>
  all.length === 0 ? ['nobody'] : listed(all, NAMED_AT_MOST);

const members = ({ people, groups }: Members): Sentence =>
  named([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))]);

const days = (number: number): string => counted(number, 'day', 'days');

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

/** What each part of a policy says. */
const values: Readonly<Record<keyof Policy, (policy: Policy) => Sentence>> = {
  admins: ({ admins }) => members(admins),
  approvers: ({ approvers }) => members(approvers),
  mention: ({ mention }) => members(mention),
  slackAdminsAreAdmins: ({ slackAdminsAreAdmins: are }) => [
    are ? 'are admins here, too' : 'are no admins here unless they are named',
  ],
  approval: ({ approval }) => [approvals[approval]],
  namePattern: ({ namePattern }) => pattern(namePattern),
  purposePattern: ({ purposePattern }) => pattern(purposePattern),
  clientsPerPerson: ({ clientsPerPerson: most }) => [most === undefined ? 'no limit' : String(most)],
  actsPerHour: ({ actsPerHour: { person, workspace } }) => [`${person} per person, ${workspace} in all`],
  grantHoldersDeleteOthers: ({ grantHoldersDeleteOthers: others }) => [
    others ? 'delete and rotate what others own, too' : 'change only what they own',
  ],
  staleAfterDays: ({ staleAfterDays }) => [days(staleAfterDays)],
  requestOpenDays: ({ requestOpenDays }) => [days(requestOpenDays)],
  collectHours: ({ collectHours }) => [counted(collectHours, 'hour', 'hours')],
  approvalsChannel: ({ approvalsChannel }) => channel(approvalsChannel),
  auditChannel: ({ auditChannel }) => channel(auditChannel),
  auditKeptDays: ({ auditKeptDays: kept }) => [kept === undefined ? 'for good' : days(kept)],
};

const valueOf = (part: keyof Policy, policy: Policy): Sentence => values[part](policy);

const able: Readonly<Record<EffectOn, string>> = {
  administer: 'set up this app',
  'decide-requests': 'decide requests',
  'create-directly': 'create directly',
  'see-all': 'see all API clients',
  'delete-others': 'delete and rotate what is not theirs',
};

const roles: Readonly<Record<Role, string>> = {
  admins: 'an admin',
  approvers: 'an approver',
  grants: 'the holder of a grant',
};

/** Why a pattern cannot be used, and what to do about it. */
const unusablePattern = (why: UnusablePattern): string =>
  why.kind === 'no-pattern'
    ? 'This is no regular expression that can be matched safely. Look-around and back-references, (?=…) and \\1, are not possible.'
    : `This pattern is too big: with every repetition counted it has ${why.size} parts, and may have ${why.largest}. Numbers in braces multiply what stands before them, such as {1000}: use smaller ones, or * and +.`;

const flaws: SentenceByKind<PolicyFlaw> = {
  'nobody-administers': () => ['Nobody is an admin.'],
  'pattern-unusable': ({ part, why }) =>
    labelled(
      parts[part],
      unusablePattern(why),
      ' Until it is changed in ',
      { code: '/apiclient setup' },
      ', nobody can create or ask for an API client.',
    ),
  'nobody-decides': () => [
    'Nobody can decide requests: no approver and no admin is a full member of this workspace. Whoever needs an approval cannot get one.',
  ],
  'only-one-decides': ({ person }) => [
    'Only ',
    { person },
    ' decides requests, and nobody decides their own: what they ask for themselves nobody can approve. Name one more approver.',
  ],
  'person-without-rights': ({ person, as }) => [
    { person },
    ` is named as ${roles[as]}, but is no full member of this workspace, and can do nothing.`,
  ],
  'group-without-members': ({ group, as }) => [
    { group },
    ` is named as ${roles[as]}, but has no full member of this workspace in it.`,
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
  loading: sentence('Looking up the policy and the user groups …'),
  submit: 'Review',
  close: 'Cancel',
  parts,
  part: (part: keyof Policy, of: Policy): Sentence => labelled(parts[part], ...valueOf(part, of)),
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
  patternTooLong: 'This pattern is too long: 200 characters at most.',
  patternMisleading: (shown: string): string =>
    `The pattern has characters that do not show, or that change how the text around them reads: “${shown}”. Type it again without them.`,
  unusablePattern,
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
    loading: sentence('Looking what this changes …'),
    submit: 'Save',
    close: 'Back',
    nothing: sentence('Nothing is different from the policy that holds now.'),
    intro: sentence('Nothing is saved yet. This would change:'),
    part: (part: keyof Policy, before: Policy, after: Policy): Sentence =>
      labelled(parts[part], ...valueOf(part, after), ' (now: ', ...valueOf(part, before), ')'),
    effects: 'What it does to people',
    noEffects: sentence('Nobody can do more or less than now.'),
    flaws: 'Look at this first',
    patternExample: (part: 'namePattern' | 'purposePattern', example: string): Sentence =>
      labelled(parts[part], 'allowed is, for example, ', { code: example }, '.'),
    patternRefuses: ({ refused, looked, total, example }: RefusedNames): Sentence =>
      labelled(
        parts.namePattern,
        looked === total
          ? `of ${counted(total, 'name', 'names')} that exist, `
          : `of ${counted(total, 'name', 'names')} that exist I looked at ${looked}; `,
        `${refused} would not be allowed for a new client, for example `,
        { code: example },
        '.',
      ),
  },
  effect: ({ on, gained, lost }: Effect, self: PersonId): readonly Sentence[] => [
    ...change(lost, `will no longer be able to ${able[on]}`, self),
    ...change(gained, `will be able to ${able[on]}`, self),
  ],
  flaw: (flaw: PolicyFlaw): Sentence => sentenceOf(flaws, flaw),
  saved: sentence('The policy is saved. It holds from now on.'),
  changedMeanwhile: 'The policy was changed meanwhile. This is how it is now.',
  draftGone: sentence(
    'What you looked at was not saved within an hour, and is gone. Start again with ',
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
