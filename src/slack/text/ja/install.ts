import { sentence } from '../sentence.js';
import type { Words } from '../words.js';

const again = '下のボタンからやり直してください。';

/** What people read while they install the app: web pages, and a first direct message. */
export const install: Words['install'] = {
  language: 'ja',
  title: 'API Clients',
  begin: {
    heading: 'API ClientsをSlackワークスペースに追加',
    text: 'AlphausのAPIクライアントを、Slackから作成・一覧表示・削除できます。クライアントシークレットは、依頼した本人に1回だけ表示されます。',
    needs:
      'アプリをインストールする権限が必要です。インストール後、ワークスペースの管理者がAPIクライアントのクライアントIDとクライアントシークレットを使ってAlphausに接続します。',
    button: 'Slackに追加',
  },
  done: {
    heading: (where) => `API Clientsを${where ?? '組織'}にインストールしました`,
    next: '残る手順はあと1つ、Alphausへの接続です。',
    steps: [
      'Slackを開くと、API Clientsからダイレクトメッセージが届いています。',
      'メッセージの「設定」を押すか、いずれかのチャンネルで/apiclient setupと入力します。',
      '「接続」を押し、AlphausアカウントのAPIクライアントのクライアントIDとクライアントシークレットを入力します。',
    ],
    open: 'Slackを開く',
  },
  failed: {
    heading: 'API Clientsをインストールできませんでした',
    because: {
      denied: `キャンセルされたため、何もインストールしていません。${again}`,
      expired: `このリンクは10分以上前のものか、すでに使われています。${again}`,
      'not-begun-here': `このインストールは別のブラウザーで始められたか、ブラウザーがこのページのCookieを保存していません。${again}`,
      'refused-by-slack': `Slackでインストールが完了しませんでした。${again}解決しない場合は、アプリをインストールできるかどうかをSlackワークスペースの管理者に確認してください。`,
      'store-unavailable':
        'ボットが現在ストアに接続できません。1分ほど待ってから、下のボタンでやり直してください。',
      fault:
        'ボットのエラーのため完了できませんでした。下のボタンからやり直してください。繰り返し発生する場合は、問い合わせ番号をボットの運用担当者に伝えてください。',
    },
    button: 'やり直す',
    reference: (reference) => `問い合わせ番号：${reference}`,
  },
  welcome: sentence(
    'API Clientsをインストールしていただきありがとうございます。残る手順はあと1つです。ワークスペースの管理者がAlphausに接続すると、利用できるようになります。',
  ),
};
