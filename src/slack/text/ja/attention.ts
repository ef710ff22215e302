import type { ShownFinding } from '../../../core/attention/attention-messages.js';
import type { FindingKind } from '../../../core/attention/finding.js';
import type { GoneOwner } from '../../../core/attention/gone-owners.js';
import type { Owner } from '../../../core/model/client-record.js';
import { lastMinuteOf, mentionOf, type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { inARow, named, san, sanOrGroup } from './grammar.js';
import { channelRefused } from './problems/slack-problems.js';
import { alphausUser } from './setup.js';

/** What became of an owner, behind their name. */
const why: Readonly<Record<GoneOwner['why'], string>> = {
  deactivated: 'のSlackアカウントは無効化されました。',
  guest: 'は、Slackでゲストになりました。',
  stranger: 'は、このワークスペースのメンバーではなくなりました。',
  bot: 'はボットです。',
  'empty-group': 'は、このワークスペースの正式なメンバーがいなくなったか、無効化されました。',
};

const kinds: Readonly<Record<FindingKind, string>> = {
  'owner-gone': '所有者不在',
  'unknown-origin': '作成元不明',
  ending: 'まもなく有効期限',
  stale: '長期未確認',
  'deleted-elsewhere': 'ボット以外で削除',
};

const counts: Readonly<Record<FindingKind, (number: number) => string>> = {
  'owner-gone': (number) => `所有者がいなくなったAPIクライアント：${number}件`,
  'unknown-origin': (number) => `作成元不明のAPIクライアント：${number}件`,
  ending: (number) => `14日以内に有効期限を迎えるAPIクライアント：${number}件`,
  stale: (number) => `長期未確認のAPIクライアント：${number}件`,
  'deleted-elsewhere': (number) => `このボット以外の場所で削除されたAPIクライアント：${number}件`,
};

const ownedBy = (owner: Owner | undefined): Sentence =>
  owner === undefined ? [] : [' · 所有者：', mentionOf(owner)];

const facts: Readonly<Record<FindingKind, (shown: ShownFinding) => Sentence>> = {
  'owner-gone': ({ owner }) => [kinds['owner-gone'], ...ownedBy(owner)],
  'unknown-origin': () => [kinds['unknown-origin']],
  ending: ({ owner, endsAt }) => [
    kinds.ending,
    ...(endsAt === undefined ? [] : ['：', lastMinuteOf(endsAt)]),
    ...ownedBy(owner),
  ],
  stale: ({ owner }) => [kinds.stale, ...ownedBy(owner)],
  'deleted-elsewhere': ({ owner }) => [kinds['deleted-elsewhere'], ...ownedBy(owner)],
};

/** Sentences about what needs attention. */
export const attention: Words['attention'] = {
  kinds,
  client: (shown) => [{ bold: shown.name }, ' ', { code: shown.client }, ` · ${alphausUser(shown.user)}`],
  fact: (shown) => facts[shown.kind](shown),
  more: (howMany, kind) => [
    `ほか${howMany}件あります。`,
    { code: kind === undefined ? '/apiclient review' : `/apiclient review ${kind}` },
    'ですべて確認できます。',
  ],

  ownerGone: {
    title: '所有者がいなくなりました',
    said: (owner, reason, total) =>
      inARow(
        [...sanOrGroup(owner), why[reason]],
        [`所有しているAPIクライアントは${total}件で、現在は管理する人がいません。何も削除していません。`],
      ),
  },

  channelLost: (channel, refusal, word) => [
    'ダイジェストチャンネル',
    { channel },
    'に投稿できません。',
    ...channelRefused(refusal, word),
    '解決するまでは、要確認事項を管理者それぞれにダイレクトメッセージで知らせます。別のチャンネルにするには、',
    { code: '/apiclient setup' },
    'の「ポリシー」で変更してください。',
  ],

  digest: {
    title: '要確認事項',
    said: (total) => [`前回から新しく${total}件見つかりました：`],
    more: (howMany) => [`ほか${howMany}件あります。すべて下のファイルに記載しています。`],
    file: (total) => [`要確認事項：${total}件`],
  },
  own: {
    title: '引き続き必要ですか？',
    said: sentence(
      'あなたまたはあなたのチームが所有しているAPIクライアントです。引き続き必要かどうかを回答し、不要なものは削除してください。使われていないクライアントシークレットは、リスクにしかなりません。',
    ),
    more: (howMany) => [
      `ほか${howMany}件あります。`,
      { code: '/apiclient list --mine' },
      'で、所有しているものをすべて確認できます。',
    ],
  },
  needed: '引き続き必要',
  keep: '90日間残す',
  confirmed: (name) => [
    'ありがとうございます。',
    ...named(name),
    'が引き続き必要であることを記録しました。長期間確認がなければ、またお尋ねします。',
  ],
  kept: (id, until) => [{ code: id }, 'はそのまま残します。', { time: until }, 'までお知らせしません。'],
  review: {
    button: '棚卸し',
    title: '要確認事項',
    none: sentence('要確認事項はありません。'),
    noneOfKind: sentence('この条件に当てはまる要確認事項はありません。'),
    shown: (kind, user) => [
      kind === undefined ? 'すべて' : kinds[kind],
      ...(user === undefined ? [] : [`（${user}）`]),
      '。緊急度の高い順に表示しています。',
    ],
    notLooked: sentence(
      '今はAlphausまたはSlackに問い合わせできなかったため、一部が表示されていない可能性があります。',
    ),
    next: '次へ',
    previous: '前へ',
    filter: '絞り込み',
    filterTitle: '要確認事項の絞り込み',
    filterSubmit: '表示',
    kind: '種類',
    allKinds: 'すべての種類',
    user: 'Alphausユーザー',
    allUsers: 'すべてのAlphausユーザー',
    show: '詳細',
  },

  count: (kind, number) => counts[kind](number),

  state: {
    ownedNow: (owner) => ['所有者は', ...sanOrGroup(owner), 'になりました。'],
    confirmed: (by, at) => [
      { time: at },
      'に',
      ...san(by),
      'により、引き続き必要であることが確認されました。',
    ],
    kept: (until) => [{ time: until }, 'まで残します。'],
    ownerBack: sentence('所有者が戻りました。'),
    endMoved: (endsAt) => ['有効期限が', lastMinuteOf(endsAt), 'に変更されました。'],
    endDropped: sentence('有効期限はなくなりました。'),
    settled: sentence('対応済みです。'),
  },
};
