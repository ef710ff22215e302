import type { AuditOutcome, AuditRecord } from '../../../core/audit/audit-event.js';
import type { AuditAct } from '../../../core/audit/audit-act.js';
import type { AuditSelectionPart } from '../../../core/problem.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { named, quoted, textsListed } from './grammar.js';
import { numbersOf, subjectOf } from '../audit-row.js';
import { channelRefused } from './problems/slack-problems.js';
import { alphausUser } from './setup.js';

const instant = (part: 'since' | 'until'): Sentence => [
  { code: `--${part}` },
  'には、日付（',
  { code: '2026-11-24' },
  '）、日時（',
  { code: '2026-11-24T10:00Z' },
  '）、または現在からさかのぼる期間（',
  { code: '12h' },
  '、',
  { code: '30d' },
  '、',
  { code: '2w' },
  '）を指定してください。日付はUTCです。',
];

/** What each part of a selection takes. */
export const auditSelection: Readonly<Record<AuditSelectionPart, Sentence>> = {
  since: instant('since'),
  until: instant('until'),
  by: sentence(
    { code: '--by' },
    'には、@に続けて名前を入力し、候補からメンバーを選んでください。',
    { code: 'bot' },
    'と',
    { code: 'operator' },
    'も指定できます。',
  ),
  user: sentence({ code: '--user' }, 'には、Alphausユーザーの名前を指定してください。'),
  action: sentence(
    { code: '--action' },
    'には、監査ログの操作名を1つ指定してください（例：',
    { code: 'create' },
    '、',
    { code: 'delete' },
    '）。',
  ),
  client: sentence({ code: '--client' }, 'には、APIクライアントのクライアントIDを指定してください。'),
};

const OUTCOMES: Readonly<Record<AuditOutcome, string>> = {
  attempted: '開始',
  done: '完了',
  refused: '拒否',
  failed: '失敗',
  ambiguous: '結果不明',
  settled: '結果確定',
};

function actor(record: AuditRecord, isPosted: boolean): Inline {
  if (record.actor === 'bot') return 'ボット';
  if (record.actor === 'operator') return '運用担当者';
  // Who is named in a channel would be notified of each of their own acts.
  return isPosted ? { code: record.actor } : { person: record.actor };
}

/** An act in one line; `isPosted`: where several people read it. */
function row(act: AuditAct, isPosted = false): Sentence {
  const { record } = act;
  const { time, action, target, outcome, request, rule, reason, reference } = record;
  const on: readonly Inline[] = [
    ...(target.name === undefined ? [] : [quoted(target.name)]),
    ...(target.clientId === undefined ? [] : [' ', { code: target.clientId }]),
    ...(target.user === undefined ? [] : [`（Alphausユーザー：${alphausUser(target.user)}）`]),
    ...(target.subject === undefined ? [] : ['「', ...subjectOf(record, isPosted), '」']),
  ];
  return [
    { bold: numbersOf(act) },
    ' ',
    { time: new Date(time) },
    ' · ',
    actor(record, isPosted),
    ' · ',
    { code: action },
    ...(on.length === 0 ? [] : [' ', ...on]),
    ' · ',
    { bold: OUTCOMES[outcome] },
    ...(reason === undefined ? [] : [`：${reason}`]),
    ...(rule === undefined ? [] : [` · ルール：${rule}`]),
    ...(request === undefined ? [] : [` · 申請：${request}`]),
    ' · ',
    { code: reference },
  ];
}

export const audit: Words['audit'] = {
  channelLost: (channel, why, word) => [
    '監査チャンネル',
    { channel },
    'に投稿できません。',
    ...channelRefused(why, word),
    '監査ログの記録は続いています。投稿できるようになったら、抜けている分を投稿します。別のチャンネルにするには、',
    { code: '/apiclient setup' },
    'の「ポリシー」で変更してください。',
  ],
  title: '監査ログ',
  row,
  none: sentence('該当する記録はありません。'),
  actionUnknown: (typed, nearest, known) => [
    '監査ログに',
    { code: typed },
    'という操作はありません。',
    ...(nearest === undefined
      ? ['操作の一覧：', { code: textsListed(known) }]
      : ['次の操作ではありませんか：', { code: nearest }]),
  ],
  userUnknown: (typed, known) => [
    'Alphausユーザーに',
    { code: typed },
    'はなく、監査ログにも記録がありません。',
    ...(known.length === 0
      ? []
      : ['Alphausユーザーの例：', { code: textsListed(known.map(alphausUser)) }, '。']),
    '人を検索するには、@を入力して名前を選んでください。',
  ],
  cutShort: sentence(
    '該当する記録が少ないため、5,000件まで調べたところでいったん止めました。続きを調べるには「',
    { bold: '次へ' },
    '」を押してください。',
  ),
  next: '次へ',
  previous: '前へ',
  filter: '絞り込み・エクスポート',
  form: {
    title: '監査ログ',
    submit: '続行',
    close: 'キャンセル',
    since: '開始',
    until: '終了',
    timeHint: '日付はUTCです。',
    anyAction: 'すべての操作',
    by: '操作した人',
    user: 'Alphausユーザー',
    action: '操作',
    client: 'クライアントID',
    as: '表示・エクスポート',
    show: 'ここに表示',
    csv: 'CSVでエクスポート（表計算ソフト向け）',
    jsonl: 'JSON Linesでエクスポート（プログラム向け）',
    wrong: {
      since: '日付を選んでください。',
      until: '日付を選んでください。',
      by: 'メンバーを選んでください。',
      user: 'Alphausユーザーの名前を入力してください。',
      action: '操作を選んでください。',
      client: 'APIクライアントのクライアントIDを入力してください。',
    },
  },
  formats: sentence(
    { code: '--export' },
    'には、',
    { code: 'csv' },
    'または',
    { code: 'jsonl' },
    'を指定してください。',
  ),
  file: (name, records) => [
    `監査ログ（${records}件）です。検証するには：`,
    { code: `npm run audit:verify -- ${name}` },
  ],
  exporting: (records) => [`${records}件の記録をエクスポートしています。まもなくここにファイルが届きます。`],
  exported: (name) => ['監査ログ', ...named(name), 'をダイレクトメッセージに送りました。'],
  repeated: sentence(
    '投稿が途中で中断されたため、次の記録はすでに上にあるものと重複している場合があります。',
  ),
  broken: sentence({
    bold: '監査ログが書き換えられています。以下の記録は、以前に投稿した内容と一致しません。エクスポートしたファイルをこのチャンネルの末尾ハッシュと照合し、ボットの運用担当者に連絡してください。',
  }),
  head: ({ sequence, hash }) => [
    '監査ログの末尾は記録',
    { bold: String(sequence) },
    '、ハッシュは',
    { code: hash },
    'です。エクスポートしたファイルの内容がこれと異なる場合、そのファイルは改変されています。確認するには：',
    { code: `npm run audit:verify -- FILE --head ${sequence}:${hash}` },
  ],
};
