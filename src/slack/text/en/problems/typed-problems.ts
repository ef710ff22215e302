import type { BrokenRule, TypedProblem } from '../../../../core/problem.js';
import type { UntilBroken } from '../../../../core/model/until.js';
import type { SentenceByKind } from '../../by-kind.js';
import type { FailedAct } from '../../failed-act.js';
import { sentence } from '../../sentence.js';
import { audit, auditSelection } from '../audit.js';
import { quoted, textsListed } from '../grammar.js';

/** Says which characters of a text would mislead its readers, and where they are. */
const misleading = (what: string, shown: string): string =>
  `The ${what} contains hidden characters, or characters that change how the text around them is shown: ${quoted(shown)}. Type it again without them.`;

const nameRules = {
  empty: 'Enter a name of 1 to 64 characters. Spaces alone don’t count.',
  'too-long': 'The name is too long. Use at most 64 characters.',
  'control-characters':
    'The name contains invisible control characters, such as a tab or a line break. Type it again without them.',
};

export const nameRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('name', broken.shown) : nameRules[broken.rule];

const purposeRules = {
  empty: 'Say what the client is for, so others can tell later whether it’s still needed.',
  'too-long': 'The purpose is too long. Use at most 500 characters.',
  'control-characters': 'The purpose contains invisible control characters. Type it again without them.',
};

export const purposeRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('purpose', broken.shown) : purposeRules[broken.rule];

const reasonRules = {
  empty: 'Give a reason, so the requester knows what to do.',
  'too-long': 'The reason is too long. Use at most 500 characters.',
  'control-characters': 'The reason contains invisible control characters. Type it again without them.',
};

export const reasonRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('reason', broken.shown) : reasonRules[broken.rule];

const untilRules: Readonly<Record<UntilBroken, string>> = {
  unreadable: 'I can’t read that end date.',
  'no-such-day': 'There’s no such day in the calendar.',
  past: 'That day is over.',
  'too-far': 'That’s more than 3,650 days ahead.',
};

const untilTyped = sentence(
  'Type a day, as in ',
  { code: '2027-03-31' },
  ', or a number of days or weeks from today, as in ',
  { code: '90d' },
  ' or ',
  { code: '12w' },
  '.',
);

const commentRules = {
  empty: 'Enter a comment, or leave the field empty.',
  'too-long': 'The comment is too long. Use at most 500 characters.',
  'control-characters': 'The comment contains invisible control characters. Type it again without them.',
};

export const commentRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('comment', broken.shown) : commentRules[broken.rule];

/** The sentences for what somebody typed and nobody can read: how it is typed instead. */
export const typedProblems: SentenceByKind<TypedProblem, [FailedAct]> = {
  'unbalanced-quotes': () => [
    'A quotation mark is missing. Put one at each end, as in ',
    { code: '--purpose "nightly export"' },
    '.',
  ],
  'unknown-flag': ({ flag, known }) => [
    'Unknown option ',
    { code: flag },
    known.length === 0
      ? '. This command takes no options.'
      : `. This command takes ${textsListed(known.map((name) => `--${name}`))}.`,
  ],
  'flag-without-value': ({ flag }) => [
    { code: flag },
    ' needs a value. Put quotes around a value of several words.',
  ],
  'unexpected-argument': ({ argument }, { command }) => [
    'Unexpected argument ',
    { code: argument },
    '. Put quotes around a value of several words, or leave it out. ',
    { code: command === undefined ? '/apiclient help' : `/apiclient ${command} --help` },
    ' shows how to type this command.',
  ],
  'name-invalid': ({ broken }) => [nameRule(broken)],
  'purpose-invalid': ({ broken }) => [purposeRule(broken)],
  'client-id-invalid': () => [
    'That’s neither a client ID nor a name. A client ID looks like ',
    { code: 'ripple-abcdef123456' },
    '. ',
    { code: '/apiclient list' },
    ' shows them.',
  ],
  'audit-selection-invalid': ({ part }) => auditSelection[part],
  'audit-action-unknown': ({ typed, nearest, known }) => audit.actionUnknown(typed, nearest, known),
  'audit-user-unknown': ({ typed, known }) => audit.userUnknown(typed, known),
  'export-format-unknown': () => audit.formats,
  'search-too-long': () => ['The search text is too long. Use at most 100 characters.'],
  'days-invalid': ({ flag }) => [
    { code: `--${flag}` },
    ' takes a number of days or weeks, as in ',
    { code: '90d' },
    ' or ',
    { code: '12w' },
    '.',
  ],
  'owner-not-mentioned': ({ typed }) => [
    { code: typed },
    ' is neither a person nor a user group that I know. Type @ and choose the name, as in ',
    { code: '--owner @ben' },
    '.',
  ],
  'person-for-alphaus-user': ({ person }, { command }) => [
    { person },
    ' is a person. ',
    { code: '--user' },
    ' takes the name of an Alphaus user, such as ',
    { code: 'billing' },
    ...(command === 'list' ? ['. ', { code: '--owner' }, ' lists what a person owns.'] : ['.']),
  ],
  'unknown-origin-has-no-owner': () => [
    'A client of unknown origin has no known owner and no end date, so ',
    { code: '--unknown-origin' },
    ' can’t be combined with ',
    { code: '--mine' },
    ', ',
    { code: '--owner' },
    ' or ',
    { code: '--ending' },
    '.',
  ],
  'until-invalid': ({ why }) => [untilRules[why], ' ', ...untilTyped],
  'owner-invalid': () => [
    'The owner can be you or a user group you’re in. Mention the group, as in ',
    { code: '--owner @data-team' },
    '.',
  ],
};
