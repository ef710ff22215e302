import { sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { inARow, textsListed } from './grammar.js';
import { policy } from './policy/policy.js';
import { channelRefused } from './problems/slack-problems.js';
import { setup } from './setup.js';

const INVITE = '/invite @API Clients';

/** The channels that a policy names. */
type ChannelPart = Parameters<Words['doctor']['noChannel']>[0];
type SharedWith = Parameters<Words['doctor']['channelShared']>[2];

/** With whom a channel is shared, and whose people these are. */
const SHARED_WITH: Readonly<Record<SharedWith, string>> = {
  company: 'は別の会社と共有されているため、その会社の人が',
  invited: 'には別の会社が招待されています。承諾されると、その会社の人が',
  organisation: 'は組織内のほかのワークスペースと共有されているため、そのメンバーが',
};

/** What follows from it that others read a channel. */
const READ_THERE: Readonly<Record<ChannelPart, string>> = {
  approvalsChannel:
    '、誰がどのAPIクライアントをなぜ申請したかを読むことができます（カードのボタンを押しても受け付けません）。',
  auditChannel: '、誰がどのAPIクライアントに何をしたかを読むことができます。',
  digestChannel:
    '、どのAPIクライアントに確認が必要かを読むことができます（ボタンを押しても受け付けません）。',
};

const withoutChannel: Readonly<Record<ChannelPart, string>> = {
  approvalsChannel: '設定されていないため、承認者それぞれにダイレクトメッセージを送ります。',
  auditChannel: '設定されていません。監査ログの記録は続いています。',
  digestChannel: '設定されていないため、管理者それぞれにダイレクトメッセージを送ります。',
};

/** What is looked at. */
const names: Readonly<Record<Parameters<Words['doctor']['couldNotLook']>[0], string>> = {
  slack: 'Slack',
  messagesTab: 'メッセージタブ',
  channels: 'チャンネル',
  connection: '接続',
  store: 'ストア',
  keys: '暗号鍵',
  policy: 'ポリシー',
  trail: '監査ログ',
  version: 'バージョン',
};

export const doctor: Words['doctor'] = {
  title: '診断',
  finding: (isGood, said) => [{ bold: isGood ? '✓ 正常：' : '✗ 要対応：' }, ...said],
  sum: (wrong) => [wrong === 0 ? '問題はありません' : `問題が${wrong}件あります`],
  passed: (number) => [`${number}件の項目に問題はありません。`],
  showPassed: '問題のない項目を表示',
  couldNotLook: (what, why) => [`${names[what]}：`, ...why],

  scopes: sentence('アプリに必要なスコープは、すべてSlackで許可されています。'),
  scopesNotKnown: sentence(
    'Slackの応答に、許可されているスコープの情報がありません。プロキシがx-oauth-scopesヘッダーを取り除いている可能性があります。ほとんどのスコープは、ほかの項目の診断でも使われています。',
  ),
  scopesMissing: (missing) => [
    'Slackで',
    { code: textsListed(missing) },
    'が許可されていません。現在のマニフェストで、このワークスペースにアプリを再インストールしてください。',
  ],
  clock: (seconds) => [
    seconds === 0
      ? '時計はSlackと合っています。'
      : `時計はSlackと${seconds}秒ずれていますが、問題のない範囲です。`,
  ],
  clockWrong: (seconds, isFast) => [
    `ボットの時計がSlackより${seconds}秒${isFast ? '進んで' : '遅れて'}います。300秒以上ずれると、Slackからのリクエストを受け付けられません。ボットの運用担当者が時計を合わせる必要があります（NTPの利用を推奨します）。`,
  ],
  dmTried: sentence(
    'クライアントシークレットをここに表示できるかどうかを確認しています。このメッセージが見えていれば問題ありません。',
  ),
  messagesTab: sentence(
    'アプリからのダイレクトメッセージが届くため、クライアントシークレットを表示できます。',
  ),
  messagesTabOff: sentence(
    'アプリのメッセージタブがオフのため、クライアントシークレットを表示できません。アプリの設定の「App Home」でオンにしてください。',
  ),
  noChannel: (part) => [`${policy.parts[part]}：${withoutChannel[part]}`],
  channel: (part, channel) => [`${policy.parts[part]}：アプリは`, { channel }, 'に参加しています。'],
  channelWithoutUs: (part, channel) => [
    `${policy.parts[part]}：アプリが`,
    { channel },
    'に参加していないため、投稿できません。そのチャンネルで',
    { code: INVITE },
    'と入力してください。',
  ],
  channelArchived: (part, channel) => [
    `${policy.parts[part]}：`,
    { channel },
    'はアーカイブされています。',
    { code: '/apiclient setup' },
    'で別のチャンネルを選んでください。',
  ],
  channelShared: (part, channel, withWhom) => [
    `${policy.parts[part]}：`,
    { channel },
    `${SHARED_WITH[withWhom]}${READ_THERE[part]}`,
    { code: '/apiclient setup' },
    'で、このワークスペースだけのチャンネルを選んでください。',
  ],
  channelTried: sentence(
    'このアプリがここに投稿できるかどうかを確認しています。このメッセージは自分だけに表示されています。',
  ),
  channelRefuses: (part, channel, why, word) => [
    `${policy.parts[part]}：`,
    { channel },
    'はアプリからのメッセージを受け付けません。',
    ...channelRefused(why, word),
  ],
  channelUnknown: (part, channel) => [
    `${policy.parts[part]}：`,
    { code: channel },
    'は存在しないか、アプリが参加していないプライベートチャンネルです。そのチャンネルで',
    { code: INVITE },
    'と入力するか、',
    { code: '/apiclient setup' },
    'で別のチャンネルを選んでください。',
  ],

  notConnected: sentence(
    'Alphausアカウントに接続していません。',
    { code: '/apiclient setup' },
    'で接続してください。',
  ),
  connected: (account, users) => [
    ...setup.account(account, false),
    `アクセストークンを取得でき、${users}件のAlphausユーザーを読み取れます。`,
  ],
  connectionFails: (account, why) => inARow(setup.account(account, false), why),
  store: (ms) => [`ストアの応答時間は${ms}ミリ秒です。`],
  storeSlow: (ms) => [
    `ストアの応答に${ms}ミリ秒かかっており、すべての処理が遅くなります。ボットの運用担当者はストアの状態を確認し、ボットとストアを近くに配置してください。`,
  ],
  key: (id) => ['クライアントシークレットは鍵', { code: id }, 'で暗号化しています。'],
  keys: (first, others) => [
    'クライアントシークレットは鍵',
    { code: first },
    'で暗号化しています。以前の記録には',
    { code: textsListed(others) },
    'がまだ必要な場合があります。',
    { code: 'npm run reseal' },
    'ですべてを最初の鍵で暗号化し直すと、以前の鍵を削除できます。',
  ],
  policyHolds: sentence(
    'ポリシーで指定されている人は全員このワークスペースにいて、承認が必要な操作はすべて承認を受けられます。',
  ),
  trail: (records) => [
    records === 0
      ? '監査ログにはまだ記録がありません。'
      : `監査ログに改変はありません。記録は${records}件です。`,
  ],
  trailBroken: (sequence) => [
    `監査ログの記録${sequence}が改変されています。エクスポートしたファイルを、監査チャンネルの末尾ハッシュと照合してください：`,
    { code: 'npm run audit:verify' },
  ],
};
