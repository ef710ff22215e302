import { sentence } from '../../sentence.js';
import type { Words } from '../../words.js';
import { listed, named, san } from '../grammar.js';
import { requestNews } from './request-news.js';
import { lateForRequest, moreApprovals, requestInOneLine, requestState } from './request-states.js';
import { askAdmin } from '../setup.js';
import { commentRule, reasonRule } from '../problems/typed-problems.js';

/** Everything about requests that a person can read. */
export const requests: Words['requests'] = {
  yours: '自分のAPIクライアントの申請',
  asks: ({ requester, name, user }) => [
    ...san(requester),
    'が',
    ...(user === undefined ? [] : [{ bold: user }, 'の']),
    ...named(name),
    'を申請しています',
  ],
  ofMine: ({ name, user, isOpen }) => [
    { bold: name },
    ...(user === undefined
      ? [isOpen ? '（Alphausユーザーは承認者が選択）' : '']
      : ['（Alphausユーザー：', { bold: user }, '）']),
  ],
  noEnd: 'なし',
  ownedUntil: (owner, end) => ['所有者：', owner, '、有効期限：', end ?? 'なし'],
  around: ({ requester, owned, requestedAt, openUntil }) => [
    ...san(requester),
    `が所有するAPIクライアント：${owned === 0 ? 'なし' : `${owned}件`}・申請日時：`,
    requestedAt,
    '・承認期限：',
    openUntil,
  ],
  wasAsked: ({ owner, end, requestedAt, openUntil }) => [
    '所有者：',
    owner,
    '・有効期限：',
    end ?? 'なし',
    '・申請日時：',
    requestedAt,
    ...(openUntil === undefined ? [] : ['・承認期限：', openUntil]),
  ],
  outcome: {
    approved: '✓ 承認済み',
    collecting: '✓ 承認済み',
    collected: '✓ 承認済み・作成済み',
    ambiguous: '承認済み・作成結果は不明',
    denied: '✗ 却下',
    withdrawn: '取り下げ',
    revoked: '✗ 承認の取り消し',
    expired: '失効',
    closed: '終了',
  },
  notSure: 'わからない（承認者が選択）',
  notSureOnCard: sentence('申請者はAlphausユーザーを指定していません。承認するときに選んでください。'),
  mention: (whom) => ['cc ', ...listed(whom, '件')],

  form: {
    title: 'APIクライアントの申請',
    submit: '申請を送信',
    why: sentence(
      '承認者が判断します。承認されたら自分でAPIクライアントを作成し、クライアントシークレットはこのアプリとのダイレクトメッセージで確認できます。',
    ),
  },
  sent: (name, to, ask) =>
    'people' in to && to.people === 0
      ? [
          ...named(name),
          'の申請を保存しました。ただし、承認・却下できる人にSlackでメッセージを送れないため、まだ誰にも伝わっていません。引き続き送信を試みます。',
          { code: '/apiclient doctor' },
          'を実行して問題を確認するよう、',
          ...askAdmin(ask),
          'に依頼してください。',
        ]
      : [
          ...named(name),
          'の申請を',
          ...('channel' in to ? [{ channel: to.channel }] : [`承認・却下できる${to.people}人`]),
          'に送信しました。結果はメッセージでお知らせします。',
        ],
  alreadyOpen: (name, since) => [
    '同じAlphausユーザーの',
    ...named(name),
    'は、',
    { time: since },
    'にすでに申請しており、まだ承認待ちです。新しい申請は送信していません。',
  ],
  askAgain: 'それでも申請する',
  policyChanged: (name) => [
    ...named(name),
    'の申請後にポリシーが変更されたため、何も作成していません。この申請を取り下げ、ポリシーに合う内容で再度申請してください。',
  ],
  requestAgain: '再度申請する',

  accountGone: sentence('保留中：現在接続しているものとは別のAlphausアカウントで申請されました。'),
  adminsAsked: (at) => ['期限内に承認・却下されなかったため、', { time: at }, 'に管理者にも依頼しました。'],
  approve: '承認',
  approveWithComment: 'コメント付きで承認',
  deny: '却下',
  withdraw: '取り下げ',
  collect: '作成してクライアントシークレットを表示',
  revoke: '承認を取り消す',
  revokeConfirm: {
    title: 'この承認を取り消しますか？',
    text: '申請者に通知され、APIクライアントを作成できなくなります。再度申請することはできます。',
    yes: '承認を取り消す',
    no: 'キャンセル',
  },

  denyTitle: '申請を却下しますか？',
  denySubmit: '却下',
  denyHint: '申請者に伝わります。',
  reason: '理由',
  reasonRule,
  approveTitle: '申請を承認しますか？',
  approveSubmit: '承認',
  comment: 'コメント',
  commentHint: '申請者と、カードを見る人全員が読むことができます。',
  commentRule,
  close: 'キャンセル',

  state: requestState,
  inOneLine: requestInOneLine,
  late: lateForRequest,
  beingCreated: (name) => [...named(name), 'は現在作成中です。少し待ってから確認してください。'],
  alreadyCollected: (name, client) => [
    ...named(name),
    'は、すでに',
    { code: client },
    'として作成されています。控えは、このアプリとのダイレクトメッセージにあります。',
  ],

  youApproved: (name, requester) => [
    ...named(name),
    'を承認しました。',
    ...san(requester),
    'に通知しました。APIクライアントを作成できるようになりました。',
  ],
  youApprovedToo: (name, missing) => [...named(name), 'を承認しました。', moreApprovals(missing)],
  approvedAlready: (name, missing) => [...named(name), 'はすでに承認済みです。', moreApprovals(missing)],
  changedMeanwhile: (name) => [
    'ほぼ同時に、ほかの人が',
    ...named(name),
    'の申請を変更したため、何も実行していません。もう一度確認してください。',
  ],
  youDenied: (name, requester) => [
    ...named(name),
    'を却下しました。理由を',
    ...san(requester),
    'に通知しました。',
  ],
  youRevoked: (name, requester) => [
    ...named(name),
    'の承認を取り消しました。',
    ...san(requester),
    'に通知しました。',
  ],
  youTookBack: (name, missing) => [...named(name), 'の承認を取り消しました。', moreApprovals(missing)],
  youWithdrew: (name) => [...named(name), 'の申請を取り下げました。'],

  ...requestNews,

  list: {
    title: '申請',
    waiting: (howMany) => `自分の対応を待っている申請：${howMany}件`,
    approved: (howMany) => `承認済みで未作成：${howMany}件`,
    mine: (howMany) => `自分の申請：${howMany}件`,
    none: sentence(
      '自分の申請も、自分の対応を待っている申請もありません。',
      { code: '/apiclient request' },
      'で申請できます。',
    ),
    more: (howMany) => `ほか${howMany}件あります。/apiclient requestsですべて表示できます。`,
    noneMine: '自分の申請はありません。',
  },
};
