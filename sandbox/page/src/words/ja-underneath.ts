import type { underneath as english } from './en-underneath.js';

/** The panel that shows what goes on between Slack, bot and API. */
export const underneath: typeof english = {
  title: '裏側の動き',
  show: '裏側の動きを表示',
  close: 'このパネルを閉じる',
  intro:
    'Slack、ボット、Alphaus APIの間のリクエストを、届いた順にすべて表示します。クライアントシークレットなどは伏せてあります。',
  trouble: {
    title: '障害を起こす',
    intro: 'ボットがどう対処するかを見てみましょう。',
    label: {
      'api-slow': 'APIを遅くする',
      'api-down': 'APIを止める',
      'lose-answer': '次の応答を失う',
      'refuse-dm': '次のメッセージを拒否',
    },
    says: {
      'api-slow': 'もう一度押すまで、APIの呼び出しに毎回4秒かかります。',
      'api-down': 'もう一度押すまで、APIはすべてに503を返します。',
      'lose-answer': '次のAPIクライアントは作成されますが、APIの応答が届きません。',
      'refuse-dm': '1人だけに表示する次のメッセージを、Slackが拒否します。',
    },
    restart: 'ボットを再起動',
    restartSays: 'デプロイのときのように、ボットを正しい手順で終了し、再び起動します。',
    crash: 'ボットを強制終了',
    crashSays: '処理の途中でボットのプロセスを強制終了し、再び起動します。',
    failed: '実行できませんでした。サンドボックスから応答がありません。',
  },
  held: {
    title: 'APIが持っているもの',
    count: (count) => `APIクライアント${count.toLocaleString('ja')}件`,
    many: (count) => `${count.toLocaleString('ja')}件に増やす`,
    manySays: 'ボット以外で作成されたAPIクライアントを、すべてのAlphausユーザーに分けて追加します。',
    name: '名前',
    id: 'クライアントID',
    user: 'Alphausユーザー',
    newest: (shown) => `新しい順に${shown}件を表示しています。`,
  },
  connect: {
    title: '接続できるアカウント',
    intro:
      'Alphausのコンソールで管理者が受け取るものです。/apiclient setupの「接続」で使います。ワークスペースは、製品ごとに1つのアカウントと接続できます。',
    product: '製品',
    products: { ripple: 'Ripple/Octo', wave: 'Wave' },
  },
  violations: {
    title: 'Slackが拒否したこと、または問題とみなすこと',
  },
  exchanges: {
    title: 'リクエスト',
    none: 'まだありません。コマンドを入力するかボタンを押すと、ここに表示されます。',
    clear: '消去',
    way: {
      delivery: 'Slack → ボット',
      'web-api': 'ボット → Slack',
      'response-url': 'ボット → Slack',
      api: '→ Alphaus API',
    },
    asked: 'リクエスト',
    answered: '応答',
    empty: '（なし）',
    waiting: '待機中…',
    acknowledged: (ms) => `${ms}ミリ秒で受領`,
    answer: (status, ms) => `${status}（${ms}ミリ秒）`,
    refused: (reason, ms) => `${reason}（${ms}ミリ秒）`,
  },
  bot: {
    restarting: 'ボットを再び起動しています…',
    ended: (ending) => `ボットが終了しました（${ending}）。`,
    endedSays: '何も応答しません。最後の出力は、サンドボックスのターミナルにあります。',
    start: '再び起動する',
  },
};
