import type { ShownFinding } from '../../../core/attention/attention-messages.js';
import type { FindingKind } from '../../../core/attention/finding.js';
import type { GoneOwner } from '../../../core/attention/gone-owners.js';
import type { Owner } from '../../../core/model/client-record.js';
import { mentionOf, type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { inARow, san, sanOrGroup } from './grammar.js';
import { channelRefused } from './slack-problems.js';
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
    ...(endsAt === undefined ? [] : ['：', { time: new Date(endsAt) }]),
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

  count: (kind, number) => counts[kind](number),

  state: {
    ownedNow: (owner) => ['所有者は', ...sanOrGroup(owner), 'になりました。'],
    confirmed: (by, at) => [{ time: at }, 'に', ...san(by), 'が引き続き必要であることを確認しました。'],
    kept: (until) => [{ time: until }, 'まで残します。'],
    ownerBack: sentence('所有者が戻りました。'),
    settled: sentence('対応済みです。'),
  },
};
