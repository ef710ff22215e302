import type { ClientId } from '../../../core/model/ids.js';
import type { AccountGone } from '../account-gone.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { inBrackets, listed, named, quoted } from './grammar.js';
import { deletionSettlement, issueSettlement, startAgain } from './settlements.js';
import { alphausUser, askAdmin, productOf } from './setup.js';

const ids = (all: readonly ClientId[]): Sentence =>
  listed(
    all.map((id) => ({ code: id })),
    '件',
  );

/** What was begun, and how far it is known. */
const begun: SentenceByKind<AccountGone> = {
  'may-exist': ({ name, user, at }) => [
    { time: at },
    `に、Alphausユーザー${quoted(alphausUser(user))}でAPIクライアント`,
    ...named(name),
    'の作成を依頼しましたが、作成されたかどうかわかりません。作成されている可能性があり、クライアントシークレットは誰にも渡っていません。',
  ],
  'has-to-go': ({ name, id, user, at }) => [
    { time: at },
    `に依頼された、Alphausユーザー${quoted(alphausUser(user))}のAPIクライアント`,
    ...named(name),
    ...inBrackets({ code: id }),
    'は、クライアントシークレットが誰にも渡っていないため、削除する必要があります。',
  ],
  'may-be-deleted': ({ name, id, user, at }) => [
    { time: at },
    `に、Alphausユーザー${quoted(alphausUser(user))}のAPIクライアント`,
    ...named(name),
    ...inBrackets({ code: id }),
    'の削除を始めました。削除されたかどうかわかりません。',
  ],
};

function lookThere({ kind, ask }: AccountGone): Sentence {
  const toDo =
    kind === 'may-be-deleted'
      ? 'に、元のアカウントで確認するよう依頼してください。'
      : 'に、元のアカウントで確認して削除するよう依頼してください。';
  return [...askAdmin(ask), toDo];
}

/** What a person reads when something that they wanted was interrupted, or not answered clearly. */
export const settling: Words['settling'] = {
  perhapsMade: (name, user, perhaps) => [
    [
      `Alphausユーザー${quoted(user)}で`,
      ...named(name),
      'の作成を依頼しましたが、明確な応答がありませんでした。',
    ],
    [
      perhaps.length === 1
        ? '次のAPIクライアントがそれかもしれません：'
        : '次のAPIクライアントのいずれかがそれかもしれません：',
      ...ids(perhaps),
      '。クライアントシークレットは誰にも渡っていません。ほかの人が作成したものだとわかっている場合を除き、削除してください。',
    ],
  ],
  keep: '残す',
  kept: (name) => [...named(name), 'を残しました。何も削除していません。'],
  keptOfSeveral: (gone, left) => [...ids(gone), 'はすでに削除されています。残したもの：', ...ids(left)],
  nothingToKeep: (name, gone) => [
    ...named(name),
    '（',
    ...ids(gone),
    '）はすでに削除されているため、残すものはありません。',
  ],
  keptForRequest: (id) => [
    'APIクライアントを残したため、申請は',
    { code: id },
    'で受け取り済みになります。クライアントシークレットは誰にも渡っていません。APIクライアントが必要な場合は、',
    { code: '/apiclient request' },
    'で再度申請してください。',
  ],
  approvalHolds: startAgain.collect,
  approvalWouldHold: (offered) => [
    'この承認で作成できるAPIクライアントは1件です。',
    offered === 1
      ? '削除すると、承認が再び有効になります。残すと、申請は受け取り済みになります。'
      : 'ここでこれらをすべて削除すると、承認が再び有効になります。1件でも残っている間は、申請によって作成されたものかどうかを判断できません。',
  ],
  staysUnclear: sentence(
    '申請によって作成されたものかどうかを判断できません。APIクライアントが必要な場合は、',
    { code: '/apiclient request' },
    'で再度申請してください。',
  ),
  deleteConfirm: {
    title: '完全に削除しますか？',
    text: 'ほかの人が作成したAPIクライアントの場合、その人のプログラムはすぐに動かなくなります。元に戻すことはできません。',
    yes: '削除',
    no: '残す',
  },

  perhapsShown: (name) => [
    ...named(name),
    'のクライアントシークレットを表示している途中で、処理が中断されました。手元にある場合は、保存したことを確認してください。ない場合はAPIクライアントを削除して再作成し、クライアントIDとクライアントシークレットを新しく発行します。',
  ],
  givenUp: (name, user) => [
    '1週間以上前に始めた',
    ...named(name),
    'の結果を確認できません。Alphausから応答がないため、確認をやめました。応答が戻ったら、次のコマンドで確認してください：',
    { code: `/apiclient list --user ${user}` },
  ],
  accountGone: (gone) => [
    sentenceOf(begun, gone),
    [
      gone.isAnyConnected
        ? `現在接続しているAlphausアカウント（${productOf(gone.user)}）が、依頼したときのアカウントと同じかどうか確認できません。`
        : `このワークスペースは、Alphausアカウント（${productOf(gone.user)}）に接続しなくなりました。`,
      ...lookThere(gone),
      '1週間以内に元のアカウントに接続された場合は、自動で確認してお知らせします。',
    ],
  ],
  accountGoneForGood: (gone) => [
    sentenceOf(begun, gone),
    [
      `お知らせしてから1週間が経ちましたが、元のAlphausアカウント（${productOf(gone.user)}）への接続が確認できないため、確認をやめました。`,
      ...lookThere(gone),
    ],
  ],
  issue: issueSettlement,
  deletion: deletionSettlement,
};
