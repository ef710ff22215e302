import type { IssueIntent } from '../../../core/intents/intent.js';
import type { ClientId, PersonId } from '../../../core/model/ids.js';
import type { DeletionSettlement, IssueSettlement } from '../../../core/settling/settle-intent.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Sentence, sentence } from '../sentence.js';

/** How a person starts again. */
export const startAgain: Readonly<Record<IssueIntent['kind'], Sentence>> = {
  create: sentence('Start again with ', { code: '/apiclient create' }, '.'),
  collect: sentence('The approval is still valid. Press Create and show secret again.'),
  replace: sentence(
    'The old client is already deleted. Create a new one with ',
    { code: '/apiclient create' },
    '.',
  ),
  rotate: ['The old client still works.'],
};

/** What was created, and how it was asked for. */
interface Issue {
  readonly name: string;
  readonly kind: IssueIntent['kind'];
  /** The person was told that it could not be deleted. */
  readonly deletingFailed: boolean;
}

/** The settlements of which the person is only told: after the others they are asked something. */
type ToldIssue = Exclude<IssueSettlement, { kind: 'shown' | 'perhaps-made' }>;

/** How the making of a client ended whose person does not know it. */
const issues = ({ name, kind, deletingFailed }: Issue): SentenceByKind<ToldIssue> => ({
  withdrawn: () =>
    deletingFailed
      ? [
          'The new client ',
          { bold: name },
          ', whose secret couldn’t be shown, is now deleted. ',
          ...startAgain[kind],
        ]
      : [
          'I was interrupted while creating ',
          { bold: name },
          '. Nobody has seen its secret, so I deleted the new client. ',
          ...startAgain[kind],
        ],
  'nothing-made': () => [
    'It wasn’t clear whether ',
    { bold: name },
    ' was created. I checked: it wasn’t. ',
    ...startAgain[kind],
  ],
  'nothing-replaced': () => [
    'I was interrupted while replacing ',
    { bold: name },
    '. Nothing was changed. Press Replace again if you still want to.',
  ],
  'only-deleted': () => [
    'I was interrupted while replacing ',
    { bold: name },
    '. The old client is deleted, but no new one was created. Create one with ',
    { code: '/apiclient create' },
    '.',
  ],
});

export const issueSettlement = (of: Issue, settlement: ToldIssue): Sentence =>
  sentenceOf(issues(of), settlement);

/** Which deletion, and who asked for it. */
interface Deletion {
  readonly name: string;
  readonly id: ClientId;
  readonly person: PersonId;
}

/** How a deletion ended whose person does not know it. */
const deletions = ({ name, id, person }: Deletion): SentenceByKind<DeletionSettlement> => ({
  deleted: ({ by }) =>
    by === person
      ? [
          'It wasn’t clear whether ',
          { bold: name },
          ' was deleted. I checked: it is. Its ID and secret no longer work.',
        ]
      : by === 'bot'
        ? [{ bold: name }, ' reached its end date and was deleted before I got to it.']
        : [{ bold: name }, ' was deleted by ', { person: by }, ' before I got to it.'],
  'not-deleted': () => [
    'It wasn’t clear whether ',
    { bold: name },
    ' was deleted. I checked: it still exists and works. Delete it with ',
    { code: `/apiclient delete ${id}` },
    ' if you still want to.',
  ],
});

export const deletionSettlement = (of: Deletion, settlement: DeletionSettlement): Sentence =>
  sentenceOf(deletions(of), settlement);
