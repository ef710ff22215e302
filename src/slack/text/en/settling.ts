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
    'I asked Alphaus to create the API client ',
    { bold: name },
    ' under ',
    alphausUser(user),
    ' ',
    { time: at },
    ', but I don’t know whether it was created. It may exist there, and nobody has its secret.',
  ],
  'has-to-go': ({ name, id, user, at }) => [
    'The API client ',
    { bold: name },
    ...inBrackets({ code: id }),
    ' under ',
    alphausUser(user),
    ', requested ',
    { time: at },
    ', has to be deleted because nobody has its secret.',
  ],
  'may-be-deleted': ({ name, id, user, at }) => [
    'I started to delete the API client ',
    { bold: name },
    ...inBrackets({ code: id }),
    ' under ',
    alphausUser(user),
    ' ',
    { time: at },
    '. It may or may not be deleted.',
  ],
};

function lookThere({ kind, ask }: AccountGone): Sentence {
  const toDo =
    kind === 'may-be-deleted'
      ? ' to look for it in the account where this was requested.'
      : ' to look for it in the account where this was requested, and to delete it.';
  return [...askAdmin(ask), toDo];
}

/** What a person reads when something that they wanted was interrupted, or not answered clearly. */
export const settling = {
  perhapsMade: (name: string, user: AlphausUserName, perhaps: readonly ClientId[]): readonly Sentence[] => [
    ['I asked Alphaus to create ', { bold: name }, ' under ', user, ', but got no clear answer. '],
    [
      perhaps.length === 1 ? 'This client may be it: ' : 'One of these clients may be it: ',
      ...ids(perhaps),
      '. Nobody has its secret, so delete it unless you know that someone else created it.',
    ],
  ],
  keep: 'Keep',
  kept: (name: string): Sentence => ['Kept ', { bold: name }, '. Nothing was deleted.'],
  /** Says which of several clients are gone, and which are kept. */
  keptOfSeveral: (gone: readonly ClientId[], left: readonly ClientId[]): Sentence => [
    ...ids(gone),
    gone.length === 1 ? ' is already deleted. Kept: ' : ' are already deleted. Kept: ',
    ...ids(left),
    '.',
  ],
  nothingToKeep: (name: string, gone: readonly ClientId[]): Sentence => [
    { bold: name },
    ' (',
    ...ids(gone),
    ') is already deleted, so there is nothing to keep.',
  ],
  keptForRequest: (id: ClientId): Sentence => [
    'It’s kept, so your request counts as collected with ',
    { code: id },
    '. Nobody has its secret. If you still need a client, ask again with ',
    { code: '/apiclient request' },
    '.',
  ],
  approvalHolds: startAgain.collect,
  /** `offered`: how many clients may be what was made, those that are gone since included. */
  approvalWouldHold: (offered: number): Sentence => [
    'The approval was for one client. ',
    offered === 1
      ? 'If you delete it, the approval is valid again. If you keep it, your request counts as collected.'
      : 'Once you delete all of these clients here, the approval is valid again. As long as one is left, nobody can say whether it was created for your request.',
  ],
  staysUnclear: sentence(
    'Nobody can say whether it was created for your request. If you still need a client, ask again with ',
    { code: '/apiclient request' },
    '.',
  ),
  deleteConfirm: {
    title: 'Delete permanently?',
    text: 'If someone else created this client, their programs stop working immediately. It can’t be restored.',
    yes: 'Delete',
    no: 'Keep',
  },

  perhapsShown: (name: string): Sentence => [
    'I was interrupted just as I showed you the secret of ',
    { bold: name },
    '. If you have it, confirm it. If not, the client is deleted and created again, with a new ID and secret.',
  ],
  givenUp: (name: string, user: AlphausUserName): Sentence => [
    'I can’t find out what happened to ',
    { bold: name },
    ', which was started more than a week ago. Alphaus doesn’t answer, so I’ve stopped checking. When it answers again, check with ',
    { code: `/apiclient list --user ${user}` },
    '.',
  ],
  accountGone: (gone: AccountGone): readonly Sentence[] => [
    sentenceOf(begun, gone),
    [
      gone.isAnyConnected
        ? `I can’t tell whether the Alphaus account that is connected now (${productOf(gone.user)}) is the one where this was requested. `
        : `This workspace is no longer connected to an Alphaus account (${productOf(gone.user)}). `,
      ...lookThere(gone),
      ' If that account is connected here within a week, I’ll check by myself and tell you.',
    ],
  ],
  accountGoneForGood: (gone: AccountGone): readonly Sentence[] => [
    sentenceOf(begun, gone),
    [
      `A week has passed since I told you about this. I still don’t see the Alphaus account (${productOf(gone.user)}) where this was requested connected here, so I’ve stopped checking. `,
      ...lookThere(gone),
    ],
  ],
  issue: issueSettlement,
  deletion: deletionSettlement,
};
