/**
 * The glossary: one word for one thing. What stands behind `not` is never written for it; a test reads this table.
 *
 * | English | Japanese | not |
 * | --- | --- | --- |
 * | API client | APIクライアント | API クライアント, APIキー, APIトークン |
 * | client ID | クライアントID | クライアント ID, クライアントid, クライアント識別子 |
 * | client secret | クライアントシークレット | クライアント シークレット, 秘密鍵, 秘密情報, パスワード |
 * | access token | アクセストークン | アクセス トークン, アクセスキー |
 * | Alphaus user | Alphausユーザー | Alphaus ユーザー, Alphausユーザ。, アルファウス |
 * | root user, subuser | ルートユーザー, サブユーザー | ルートユーザ。, サブアカウント, 子ユーザー |
 * | right | 権限 | 権利, パーミッション |
 * | grant | 利用権限 | アクセス権, 利用許可, グラント |
 * | give, remove (a grant) | 付与, 解除 | 剥奪, 権限を削除 |
 * | request | 申請 | リクエスト者, 依頼者, 要求者 |
 * | approval, approver | 承認, 承認者 | 許諾, 承諾者, アプルーバー |
 * | deny | 却下 | 否認, 棄却, 差し戻 |
 * | withdraw (one's request) | 取り下げ | 取下げ, 撤回 |
 * | revoke (an approval) | 取り消し | 取消し, 無効化する |
 * | collect | 受け取り | 受取り, 回収 |
 * | owner | 所有者 | オーナー権, 保有者, 持ち主 |
 * | purpose | 用途 | 利用目的, 目的 |
 * | end date, Until | 有効期限 | 終了日, 満了日, 使用期限 |
 * | rotate | ローテーション | ローテート, 鍵交換 |
 * | overlap | 並行期間 | オーバーラップ, 重複期間 |
 * | extend | 延長 | 伸長 |
 * | replace | 再作成 | 置換, 差し替え |
 * | claim | 引き取り | クレーム, 引取り |
 * | transfer | 譲渡 | 移譲, 移転, トランスファー |
 * | assign | 割り当て | 割当て, アサイン |
 * | unknown origin | 作成元不明 | 出所不明, 不明な起源 |
 * | stale | 長期未確認 | 古くなった, 陳腐化 |
 * | review | 棚卸し | レビュー |
 * | finding | 要確認事項 | 所見, 発見事項 |
 * | receipt | 控え | 受領書, レシート |
 * | audit trail | 監査ログ | 監査証跡, 監査記録 |
 * | audit, approvals, digest channel | 監査チャンネル, 承認チャンネル, ダイジェストチャンネル | 監査用チャンネル, チャネル |
 * | policy | ポリシー | 方針 |
 * | connection | 接続 | コネクション |
 * | admin | 管理者 | アドミン |
 * | the person who runs the bot | ボットの運用担当者 | 運営者, オペレーター |
 * | reference | 問い合わせ番号 | 参照番号, リファレンス |
 * | workspace, channel | ワークスペース, チャンネル | ワークスペイス, チャネル |
 * | direct message | ダイレクトメッセージ | DM, ダイレクト メッセージ |
 * | user group | ユーザーグループ | ユーザグループ, ユーザー グループ |
 * | Home, message | ホーム, メッセージ | メッセイジ |
 */
import { sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { access } from './access.js';
import { attention } from './attention.js';
import { audit } from './audit.js';
import { clients } from './clients/clients.js';
import { doctor } from './doctor.js';
import { ends } from './clients/ends.js';
import { labelled, sansListed } from './grammar.js';
import { help } from './help.js';
import { install } from './install.js';
import { ownership } from './clients/ownership.js';
import { policy } from './policy/policy.js';
import { prepared } from './requests/prepared.js';
import { problem } from './problems/problems.js';
import { requests } from './requests/requests.js';
import { rotation } from './clients/rotation.js';
import { settling } from './settling.js';
import { alphausUser, alphausUserAmong, productsAway, setup } from './setup.js';
import { nameRule, purposeRule } from './problems/typed-problems.js';
import { whoCan, why } from './why.js';

/** Every sentence of the bot in Japanese. */
export const ja: Words = {
  problem,
  settling,
  nameRule,
  purposeRule,
  setup,
  install,
  alphausUser,
  alphausUserAmong,
  productsAway,
  requests,
  bug: sentence(
    'ボットのエラーのため完了できませんでした。もう一度お試しください。繰り返し発生する場合は、問い合わせ番号をボットの運用担当者に伝えてください。',
  ),
  reference: (reference) => ['問い合わせ番号：', { code: reference }],
  tryAgain: 'もう一度試す',
  back: '戻る',
  working: sentence('処理を続けています…'),
  notKnownYet: sentence(
    '通常より時間がかかっており、まだ応答がありません。二重に実行しないよう、やり直しはしません。結果は、ここかこのアプリとのダイレクトメッセージに投稿します。',
  ),

  facts: {
    name: '名前',
    clientId: 'クライアントID',
    clientSecret: 'クライアントシークレット',
    user: 'Alphausユーザー',
    owner: '所有者',
    requester: '作成者',
    purpose: '用途',
    created: '作成日時',
    claimed: '引き取り日時',
    confirmed: '最終確認日時',
    until: '有効期限',
    approvers: '承認者',
    request: '申請',
    secretSaved: 'クライアントシークレットの保存',
    offered: '譲渡先（未回答）',
    unknownOrigin: '作成元不明：このボットで作成されていないため、所有者と用途がわかりません。',
  },
  fact: labelled,
  people: (all) => sansListed(all),
  secretUnconfirmed: '未確認',
  warning: (said) => ['⚠ ', ...said],
  access,
  ownership,
  attention,
  prepared,
  why,
  whoCan,
  policy,
  audit,
  doctor,

  ...clients,
  rotation,
  ends,

  help,
  version: (version) => [`API Clientsボット、バージョン${version}`],
  home: {
    welcome:
      '/apiclientコマンドとボタンで操作できます。ここに入力されたメッセージは読みません。APIクライアントの作成、一覧の表示、できることの確認は、次のボタンから始められます。',
    help: 'ヘルプ',
    browse: '一覧',
    access: '利用権限',
    audit: '監査ログ',
    doctor: '診断',
    mine: (howMany) => `自分のAPIクライアント：${howMany}件`,
    setup: 'ワークスペースの設定',
    connected: 'Alphausに接続しています。',
    notConnected: 'まだAlphausに接続していません。',
    approvers: '承認者が設定されています。',
    noApprovers: '承認者が設定されていないため、管理者が申請を承認・却下します。',
    approvalsChannel: (channel) =>
      channel === undefined
        ? ['承認チャンネルが設定されていないため、申請はダイレクトメッセージで送ります。']
        : ['申請の送り先は', { channel }, 'です。'],
    none: '所有しているAPIクライアントはまだありません。',
    more: (howMany) => `ほか${howMany}件あります。/apiclient list --mineですべて表示できます。`,
  },
};
