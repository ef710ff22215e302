import type { BrokenRule, TypedProblem } from '../../../core/problem.js';
import type { SentenceByKind } from '../by-kind.js';
import { audit, auditSelection } from './audit.js';
import { quoted, textsListed } from './grammar.js';

/** Says which characters of a text would mislead its readers, and where they are. */
const misleading = (what: string, shown: string): string =>
  `The ${what} has characters that do not show, or that change how the text around them reads: ${quoted(shown)}. Type it again without them.`;

const nameRules = {
  empty: 'Give the client a name: 1 to 64 characters, not only spaces.',
  'too-long': 'This name is too long: 64 characters at most.',
  'control-characters':
    'The name has invisible control characters (a tab or line break, say). Type it again without them.',
};

export const nameRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('name', broken.shown) : nameRules[broken.rule];

const purposeRules = {
  empty: 'Say what the client is for, so that others can tell later whether it is still needed.',
  'too-long': 'This purpose is too long: 500 characters at most.',
  'control-characters': 'The purpose has invisible control characters. Type it again without them.',
};

export const purposeRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('purpose', broken.shown) : purposeRules[broken.rule];

const reasonRules = {
  empty: 'Say why, so that the requester knows what to do.',
  'too-long': 'The reason is too long: 500 characters at most.',
  'control-characters': 'The reason has invisible control characters. Type it again without them.',
};

export const reasonRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('reason', broken.shown) : reasonRules[broken.rule];

/** The sentences for what somebody typed and nobody can read: how it is typed instead. */
export const typedProblems: SentenceByKind<TypedProblem> = {
  'unbalanced-quotes': () => [
    'A quotation mark is opened and never closed. Put one at each end, as in ',
    { code: '--purpose "nightly export"' },
    '.',
  ],
  'unknown-flag': ({ flag, known }) => [
    'I do not know ',
    { code: flag },
    known.length === 0
      ? ' here: this command takes no options.'
      : `. This command knows ${textsListed(known.map((name) => `--${name}`))}.`,
  ],
  'flag-without-value': ({ flag }) => [
    { code: flag },
    ' needs a value behind it. Put quotes around a value of several words.',
  ],
  'unexpected-argument': ({ argument }) => [
    'I do not know what to do with ',
    { code: argument },
    '. Put quotes around a value of several words, or leave it out. ',
    { code: '/apiclient help' },
    ' shows how.',
  ],
  'name-invalid': ({ broken }) => [nameRule(broken)],
  'purpose-invalid': ({ broken }) => [purposeRule(broken)],
  'client-id-invalid': () => [
    'That is not a client ID. One looks like ',
    { code: 'ripple-abcdef123456' },
    '; ',
    { code: '/apiclient list' },
    ' shows them.',
  ],
  'audit-selection-invalid': ({ part }) => auditSelection[part],
  'export-format-unknown': () => audit.formats,
  'search-too-long': () => ['The text to look for is too long: 100 characters at most.'],
  'owner-invalid': () => [
    'The owner can be you, or a user group that you are in. Mention the group, as in ',
    { code: '--owner @data-team' },
    '.',
  ],
};
