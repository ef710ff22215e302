import type { Concerned } from '../../../../core/clients/ending/living-owners.js';
import type { Owned } from '../../owned.js';
import { type Inline, mentionOf, type Sentence, sentence } from '../../sentence.js';
import { counted, countedInWords, inARow } from '../grammar.js';
import { yourClient } from './your-client.js';

/** An API client of which somebody is told that it ends. */
interface Ending extends Owned {
  /** As what the reader is told. */
  readonly as: Concerned['as'];
}

/** Who owns the API client, as the reader sees it. */
const whose = (of: Ending): Sentence =>
  of.as === 'admin' ? ['The API client ', { bold: of.name }, ' of ', mentionOf(of.owner)] : yourClient(of);

const toAdmins = sentence('You get this as an admin, because none of its owners is a member here any more.');

/** Sentences about the end of an API client. */
export const ends = {
  optionalHint: 'A day, as in 2027-03-31, or from today on, as in 90d or 12w. Leave empty for no end date.',
  hint: (longestLifeDays: number | undefined): string =>
    longestLifeDays === undefined
      ? 'A day, as in 2027-03-31, or from today on, as in 90d or 12w.'
      : `A day, as in 2027-03-31, or from today on, as in 90d or 12w. At most ${counted(longestLifeDays, 'day', 'days')} ahead.`,

  warning: (of: Ending, days: number, end: Inline): Sentence =>
    inARow(
      [...whose(of), ' ends in ', countedInWords(days, 'day', 'days'), ': ', end, '.'],
      sentence(
        'It will be deleted then, and programs that use it stop working. Extend it if it’s still needed.',
      ),
      ...(of.as === 'admin' ? [toAdmins] : []),
    ),
  ended: (of: Ending): Sentence =>
    inARow(
      [...whose(of), ' reached its end date, so I deleted it. Its ID and secret no longer work.'],
      ...(of.as === 'admin' ? [toAdmins] : []),
    ),
  notEnded: (name: string): Sentence => [
    { bold: name },
    ' reached its end date, but I couldn’t delete it, so it still works. I’ll keep trying. What went wrong:',
  ],
  dropped: (name: string): Sentence => [
    { bold: name },
    ' no longer has an end date: the bot itself uses it now to call Alphaus.',
  ],

  button: 'Extend',
  form: {
    title: 'Extend API client',
    submit: 'Extend',
    close: 'Cancel',
    loading: sentence('Looking up the client…'),
  },
  extended: (name: string, end: Inline): Sentence => [{ bold: name }, ' now ends ', end, '.'],
  /** To an owner, when somebody else moved the end. */
  extendedBy: (of: Owned, by: string, end: Inline): Sentence =>
    inARow([...yourClient(of), ' now ends ', end, '.'], [{ person: by }, ' moved its end date.']),
  deleting: (name: string): Sentence => [
    { bold: name },
    ' has reached its end date and is being deleted right now, so it can’t be extended.',
  ],
  gone: (name: string, closing: Sentence): Sentence => [
    { bold: name },
    ' can’t be extended any more. ',
    ...closing,
  ],
};
