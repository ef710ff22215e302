import type { PersonId } from '../../../../core/model/ids.js';
import type { Policy } from '../../../../core/rights/policy.js';
import type { Effect, EffectOn } from '../../../../core/rules/policy-effects.js';
import type { UnusablePattern } from '../../../../core/rights/pattern.js';
import type { PolicyFlaw, Role } from '../../../../core/rules/policy-flaws.js';
import { type SentenceByKind, sentenceOf } from '../../by-kind.js';
import { type Sentence, sentence } from '../../sentence.js';
import { counted, labelled, listed } from '../grammar.js';
import { overview } from './policy-overview.js';
import { approvals, languages, named, parts, valueOf } from './policy-values.js';

const able: Readonly<Record<EffectOn, string>> = {
  administer: 'set up this app',
  'decide-requests': 'decide requests',
  'create-directly': 'create API clients without an approval',
  'see-all': 'see all API clients',
  'delete-others': 'delete, rotate and extend other people’s clients',
};

const roles: Readonly<Record<Role, { readonly one: string; readonly several: string }>> = {
  admins: { one: 'an admin', several: 'admins' },
  approvers: { one: 'an approver', several: 'approvers' },
  grants: { one: 'a grant holder', several: 'grant holders' },
};

/** So many people or groups are named; where there are more, their number is told. */
const NAMED_AT_MOST = 20;

/** Why a pattern cannot be used, and what to do about it. */
function unusablePattern(why: UnusablePattern): string {
  switch (why.kind) {
    case 'no-pattern':
      return 'This isn’t a complete, valid regular expression. Check that every bracket is closed, as in [a-z] and (dev|prod), and that *, + and ? stand behind something.';
    case 'not-supported':
      return 'This regular expression can’t be matched safely. Look-around and back-references, such as (?=…) and \\1, aren’t supported.';
    case 'too-big':
      return `This pattern is too big. With every repetition counted it has ${why.size} parts, and the limit is ${why.largest}. Numbers in braces, such as {1000}, multiply what comes before them. Use smaller numbers, or * and +.`;
  }
}

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
  'people-without-rights': ({ people, as }) => [
    ...listed(
      people.map((person) => ({ person })),
      NAMED_AT_MOST,
    ),
    people.length === 1
      ? ` is named as ${roles[as].one} but isn’t a full member of this workspace, so they can’t do anything.`
      : ` are named as ${roles[as].several} but aren’t full members of this workspace, so they can’t do anything.`,
  ],
  'groups-without-members': ({ groups, as }) => [
    ...listed(
      groups.map((group) => ({ group })),
      NAMED_AT_MOST,
    ),
    groups.length === 1
      ? ` is named as ${roles[as].one} but has no full members of this workspace.`
      : ` are named as ${roles[as].several} but have no full members of this workspace.`,
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
  grantHolders: 'Can change others’ clients under their Alphaus users',
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
