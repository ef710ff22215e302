import { sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { listed } from './grammar.js';

/** How each subcommand is typed, and what it does, in the order of its name. */
const commands: Words['help']['commands'] = {
  access: {
    usage: 'access [add @メンバー U … [--until 日付|90d] | remove @メンバー [U …]]',
    summary: 'Alphausユーザーの利用権限を管理します（引数なしで一覧とボタンを表示）',
  },
  audit: {
    usage:
      'audit [--since 日時] [--until 日時] [--by @メンバー] [--user U] [--action 操作] [--client ID] [--export csv|jsonl]',
    summary: '誰が何をして、どうなったかを確認します',
  },
  claim: {
    usage: 'claim <クライアントID> [--purpose "用途"] [--owner @グループ]',
    summary: '作成元不明のAPIクライアントを引き取り、所有者になります',
  },
  create: {
    usage:
      'create [名前] [--user U] [--purpose "用途"] [--owner @グループ] [--until 2027-03-31|90d|12w] [--for @メンバー]',
    summary: 'APIクライアントを作成します（引数なしでフォームを表示）',
  },
  delete: { usage: 'delete <クライアントIDまたは名前>', summary: '確認のうえ、APIクライアントを削除します' },
  doctor: { usage: 'doctor', summary: 'アプリに必要な設定をすべて確認し、直すべき点を表示します' },
  extend: {
    usage: 'extend <クライアントIDまたは名前> [--until 2027-03-31|90d|12w]',
    summary: 'APIクライアントの有効期限を変更します',
  },
  help: { usage: 'help', summary: 'このヘルプを表示します' },
  list: {
    usage:
      'list [--user U] [--mine] [--owner @who] [--unknown-origin] [--older-than 180d] [--ending 30d] [--export csv|jsonl] [検索する文字]',
    summary: 'APIクライアントの一覧を表示します',
  },
  request: {
    usage: 'request [名前] [--user U] [--purpose "用途"] [--owner @グループ] [--until 2027-03-31|90d|12w]',
    summary: '自分では作成できないAPIクライアントを申請します',
  },
  requests: { usage: 'requests', summary: '自分の申請と、自分の対応を待っている申請を表示します' },
  review: {
    usage: 'review [owner-gone | unknown-origin | ending | stale] [--user U]',
    summary: '要確認事項を棚卸しし、ボタンで対応します',
  },
  rotate: {
    usage: 'rotate <クライアントIDまたは名前> [--overlap 日数] [--until 2027-03-31|90d|12w]',
    summary: '後継のAPIクライアントを作成します（以前のものは削除するまで使えます）',
  },
  setup: { usage: 'setup', summary: 'Alphausに接続し、誰が何をできるかを設定します' },
  show: { usage: 'show <クライアントIDまたは名前>', summary: 'APIクライアントの詳細を表示します' },
  transfer: {
    usage: 'transfer <クライアントID> <@メンバー | @グループ>',
    summary: 'APIクライアントを新しい所有者に譲渡します',
  },
  version: { usage: 'version', summary: 'ボットのバージョンを表示します' },
  'who-can': {
    usage: 'who-can <操作> [Alphausユーザー]',
    summary: 'その操作ができる人を表示します',
  },
  why: {
    usage: 'why [操作] [Alphausユーザー | クライアントID]',
    summary: '自分がその操作をできる理由、できない理由を表示します',
  },
};

export const help: Words['help'] = {
  title: 'API Clients',
  intro:
    'AlphausのAPIクライアントを、Slackから作成・一覧表示・削除できます。クライアントシークレットは、本人に1回だけ表示されます。',
  unknown: (word, meant) => [
    '不明なコマンドです：',
    { code: word },
    ...(meant === undefined
      ? sentence('。すべてのコマンドは', { code: '/apiclient help' }, 'で確認できます。')
      : sentence('。もしかして：', { code: meant })),
  ],
  meant: (command) => `${command}を実行`,
  groups: {
    clients: 'APIクライアント',
    requests: '申請',
    workspace: 'ワークスペース',
    questions: '権限とヘルプ',
  },
  short: (name) => [{ code: `/apiclient ${name}` }, `  ${commands[name].summary}`],
  mayNot: (names) => [
    '利用できないコマンド：',
    ...listed(
      names.map((name) => ({ code: name })),
      '件',
    ),
    '。',
  ],
  howTyped: sentence({ code: '/apiclient create --help' }, 'のように入力すると、使い方を表示します。'),
  showOptions: 'すべてのオプションを表示',
  commands,
  command: (name) => [{ code: `/apiclient ${commands[name].usage}` }, `  ${commands[name].summary}`],
};
