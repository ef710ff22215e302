import type { AlphausUserName } from '../../../core/model/api-client.js';
import type { ClientId, PersonId } from '../../../core/model/ids.js';
import type { IssueIntent } from '../../../core/intents/intent.js';
import type { DeletionSettlement } from '../../../core/settling/settle-intent.js';
import type { AccountGone } from '../account-gone.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Sentence, sentence } from '../sentence.js';
import { inBrackets, listed } from './grammar.js';
import { alphausUser, askAdmin, productOf } from './setup.js';

/** How a person starts again. */
const again: Record<IssueIntent['kind'], Sentence> = {
  create: sentence('Start again with ', { code: '/apiclient create' }, '.'),
  collect: sentence('The approval still holds: press Create and show secret again.'),
  replace: sentence(
    'The old client is deleted already: make a new one with ',
    { code: '/apiclient create' },
    '.',
  ),
  rotate: sentence('The old client still works: start again with ', { code: '/apiclient rotate' }, '.'),
};

const ids = (all: readonly ClientId[]): Sentence => listed(all.map((id) => ({ code: id })));

/** What was begun, and how far it is known. */
const begun: SentenceByKind<AccountGone> = {
  'may-exist': ({ name, user, at }) => [
    'I asked Alphaus for the API client ',
    { bold: name },
    ' under ',
    alphausUser(user),
    ' ',
    { time: at },
    ', and do not know whether it was made. It may exist there, and nobody holds its secret.',
  ],
  'has-to-go': ({ name, id, user, at }) => [
    'The API client ',
    { bold: name },
    ...inBrackets({ code: id }),
    ' under ',
    alphausUser(user),
    ', asked for ',
    { time: at },
    ', has to be deleted: nobody holds its secret.',
  ],
  'may-be-deleted': ({ name, id, user, at }) => [
    'I began to delete the API client ',
    { bold: name },
    ...inBrackets({ code: id }),
    ' under ',
    alphausUser(user),
    ' ',
    { time: at },
    ': it may be deleted or not.',
  ],
};

function lookThere({ kind, ask }: AccountGone): Sentence {
  const toDo =
    kind === 'may-be-deleted'
      ? ' to look for it in the account in which this was asked.'
      : ' to look for it in the account in which this was asked, and to delete it.';
  return [...askAdmin(ask), toDo];
}

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
          'It was not clear whether ',
          { bold: name },
          ' was deleted. I have looked: it is. Its id and secret no longer work.',
        ]
      : [{ bold: name }, ' was deleted by ', { person: by }, ' before I came to it.'],
  'not-deleted': () => [
    'It was not clear whether ',
    { bold: name },
    ' was deleted. I have looked: it still exists, and works. Delete it with ',
    { code: `/apiclient delete ${id}` },
    ' if you still want to.',
  ],
});

/** What a person reads when something that they wanted was interrupted, or not answered clearly. */
export const settling = {
  perhapsMade: (name: string, user: AlphausUserName, perhaps: readonly ClientId[]): readonly Sentence[] => [
    ['I asked Alphaus for ', { bold: name }, ' under ', user, ', and no clear answer came. '],
    [
      perhaps.length === 1 ? 'It lists one client that may be it: ' : 'It lists clients that may be it: ',
      ...ids(perhaps),
      '. Nobody holds a secret of it, so delete it, unless you know that somebody else made it.',
    ],
  ],
  keep: 'Keep',
  kept: (name: string): Sentence => ['Nothing was deleted: ', { bold: name }, ' stays.'],
  /** Of several, where some are gone. */
  keptOfSeveral: (gone: readonly ClientId[], left: readonly ClientId[]): Sentence => [
    ...ids(gone),
    gone.length === 1 ? ' is deleted already; ' : ' are deleted already; ',
    ...ids(left),
    left.length === 1 ? ' stays.' : ' stay.',
  ],
  nothingToKeep: (name: string, gone: readonly ClientId[]): Sentence => [
    { bold: name },
    ' (',
    ...ids(gone),
    ') is deleted already: there is nothing to keep.',
  ],
  keptForRequest: (id: ClientId): Sentence => [
    'It stays, so your request counts as collected with ',
    { code: id },
    '. Nobody holds a secret of it: if you still need a client, ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  approvalHolds: again.collect,
  /** `offered`: how many clients may be what was made, those that are gone since included. */
  approvalWouldHold: (offered: number): Sentence => [
    'The approval was for one client: ',
    offered === 1
      ? 'with Delete it is given back, with Keep your request counts as collected.'
      : 'once all that may be it are deleted here, it is given back. While one is left, nobody can say whether it was made for your request.',
  ],
  staysUnclear: sentence(
    'Nobody can say whether it was made for your request. If you still need a client, ask again with ',
    { code: '/apiclient request' },
    '.',
  ),
  deleteConfirm: {
    title: 'Delete for good?',
    text: 'If somebody else made this client, their programs stop working at once. It cannot be brought back.',
    yes: 'Delete',
    no: 'Keep',
  },

  withdrawn: (name: string, kind: IssueIntent['kind']): Sentence => [
    'I was interrupted while making ',
    { bold: name },
    '. Nobody has seen its secret, so I deleted the new client again. ',
    ...again[kind],
  ],
  withdrawnAtLast: (name: string, kind: IssueIntent['kind']): Sentence => [
    'The new client ',
    { bold: name },
    ', whose secret could not be shown, is deleted now. ',
    ...again[kind],
  ],
  nothingMade: (name: string, kind: IssueIntent['kind']): Sentence => [
    'It was not clear whether ',
    { bold: name },
    ' was made. I have looked: it was not. ',
    ...again[kind],
  ],
  perhapsShown: (name: string): Sentence => [
    'I was interrupted just when I showed you the secret of ',
    { bold: name },
    '. If you have it, say so. If not, the client is deleted and made anew, with a new id and secret.',
  ],
  onlyDeleted: (name: string): Sentence => [
    'I was interrupted while replacing ',
    { bold: name },
    ': the old client is deleted, and no new one was made. Make one with ',
    { code: '/apiclient create' },
    '.',
  ],
  nothingReplaced: (name: string): Sentence => [
    'I was interrupted while replacing ',
    { bold: name },
    '. Nothing was changed: press Replace again if you still want to.',
  ],
  givenUp: (name: string, user: AlphausUserName): Sentence => [
    'I cannot find out what became of ',
    { bold: name },
    ', which was begun more than a week ago: Alphaus gives me no answer, so I do not look for it any longer. Look with ',
    { code: `/apiclient list --user ${user}` },
    ' when it does.',
  ],
  accountGone: (gone: AccountGone): readonly Sentence[] => [
    sentenceOf(begun, gone),
    [
      gone.isAnyConnected
        ? `I cannot tell whether the Alphaus account that is connected now (${productOf(gone.user)}) is the one in which this was asked. `
        : `This workspace is connected to no Alphaus account (${productOf(gone.user)}) any more. `,
      ...lookThere(gone),
      ' If I see within a week that this account is connected here, I look by myself and tell you.',
    ],
  ],
  accountGoneForGood: (gone: AccountGone): readonly Sentence[] => [
    sentenceOf(begun, gone),
    [
      `A week has passed since I told you so, and I still do not see that the Alphaus account (${productOf(gone.user)}) in which this was asked is connected here: I do not look for it any longer. `,
      ...lookThere(gone),
    ],
  ],
  deletion: (of: Deletion, settlement: DeletionSettlement): Sentence => sentenceOf(deletions(of), settlement),
};
