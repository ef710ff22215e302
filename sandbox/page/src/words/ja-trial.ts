import type { trial as english } from './en-trial.js';

/** The panel that exchanges an API client's credentials for an access token. */
export const trial: typeof english = {
  title: 'APIクライアントを試す',
  name: 'APIクライアントの認証情報',
  show: 'APIクライアントを試すパネルを表示',
  close: 'このパネルを閉じる',
  intro:
    'ボットから受け取ったものを貼り付けてください。サンドボックスのAPIがアクセストークンと交換するか、拒否します。',
  take: 'メッセージから取り込む',
  takeSays: '最新のメッセージにあるクライアントIDとクライアントシークレットを入力します。',
  clientId: 'クライアントID',
  clientSecret: 'クライアントシークレット',
  submit: 'アクセストークンを取得',
  issued: 'アクセストークンが発行されました',
  refused: (status) => (status === 0 ? '拒否されました' : `拒否されました（ステータス${status}）`),
  why: {
    deleted: '削除済み：このAPIクライアントは使えません。',
    unknown: 'このクライアントIDのAPIクライアントはありません。メッセージからコピーし直してください。',
    'wrong-secret':
      'APIクライアントはありますが、クライアントシークレットが違います。メッセージからコピーし直してください。',
    incomplete: 'クライアントIDとクライアントシークレットの両方を入力してください。',
    unreachable: 'サンドボックスから応答がありません。`npm run sandbox`は動いていますか？',
    other: '',
  },
  apiSays: (reason) => `APIの応答：${reason}`,
  seconds: (seconds) => `${seconds}秒`,
  unexpected: 'サンドボックスから想定外の応答がありました。',
};
