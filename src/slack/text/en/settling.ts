import type { AlphausUserName } from '../../../core/model/api-client.js';
import type { ClientId } from '../../../core/model/ids.js';
import type { AccountGone } from '../account-gone.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Sentence, sentence } from '../sentence.js';
import { inBrackets, listed } from './grammar.js';
import { deletionSettlement, issueSettlement, startAgain } from './settlements.js';
import { alphausUser, askAdmin, productOf } from './setup.js';

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
  approvalHolds: startAgain.collect,
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

  perhapsShown: (name: string): Sentence => [
    'I was interrupted just when I showed you the secret of ',
    { bold: name },
    '. If you have it, say so. If not, the client is deleted and made anew, with a new id and secret.',
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
  issue: issueSettlement,
  deletion: deletionSettlement,
};
