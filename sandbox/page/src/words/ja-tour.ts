import type { tour as english } from './en-tour.js';

/** The short tour: what to do in each step, as whom, and what to see. */
export const tour: typeof english = {
  name: 'ツアー',
  again: 'ツアーを始める',
  count: (step, all) => `ステップ${step}／${all}`,
  skip: 'このステップを飛ばす',
  leave: 'ツアーを閉じる',
  steps: {
    make: {
      title: 'APIクライアントを作成する',
      text: (inJapanese) =>
        inJapanese
          ? 'あなたは管理者のAikoさんです。AikoさんのSlackは日本語なので、ボットも日本語で答えます。/apiclient createと入力し、名前と用途を入力して「作成」を押してください。'
          : 'あなたは管理者のAikoさんです。/apiclient createと入力し、名前と用途を入力して「Create」を押してください。',
      lifts: ['代わりに入力する'],
    },
    token: {
      title: 'クライアントシークレットでアクセストークンを取得する',
      text: () =>
        'クライアントシークレットは、ボットとのダイレクトメッセージにあります。見えるのは本人だけで、表示は1回だけです。「APIクライアントを試す」で「メッセージから取り込む」を押し、続けて「アクセストークンを取得」を押してください。APIが実際に発行します。',
      lifts: ['そこへ移動する'],
    },
    ask: {
      title: '作成できない人が申請する',
      text: () =>
        'Chloeさんは利用権限のないメンバーで、Slackは英語です。/apiclient requestと入力し、名前（Name）と用途（Purpose）を入力し、Alphausユーザー（Alphaus user）を選んで「Send request」を押します。申請は承認者に届きます。',
      lifts: ['Chloeさんになって入力する'],
    },
    approve: {
      title: '承認する',
      text: (inJapanese) =>
        inJapanese
          ? 'Benさんは承認者です。#approvalsのカードには、判断に必要な情報がすべてあります。複数の人が読むカードはワークスペースの言語（日本語）で、英語のBenさんへの返事は英語です。「承認」を押します。'
          : 'Benさんは承認者です。#approvalsのカードには、判断に必要な情報がすべてあります。「Approve」を押します。',
      lifts: ['Benさんになる'],
    },
    collect: {
      title: '受け取る',
      text: () =>
        'Chloeさんは、ダイレクトメッセージで「Create and show secret」を押します。その瞬間にAPIクライアントが作成され、クライアントシークレットは本人だけに表示されます。',
      lifts: ['Chloeさんになる'],
    },
    rotate: {
      title: '止めずにクライアントシークレットを替える',
      text: (inJapanese) =>
        inJapanese
          ? 'Aikoさんは、アプリのホームで自分のAPIクライアントの横のメニューから「ローテーション」を選び、フォームでも「ローテーション」を押します。新しいクライアントIDとクライアントシークレットを持つ後継が作成され、ボットが動作を確認してから渡します。並行期間中は両方とも使えます。「APIクライアントを試す」で確かめてください。'
          : 'Aikoさんは、アプリのホームで自分のAPIクライアントの横のメニューから「Rotate」を選び、フォームでも「Rotate」を押します。新しいクライアントIDとクライアントシークレットを持つ後継が作成され、ボットが動作を確認してから渡します。並行期間中は両方とも使えます。「APIクライアントを試す」で確かめてください。',
      lifts: ['Aikoさんになる'],
    },
    week: {
      title: '1週間進める',
      text: () =>
        '並行期間は7日間です。ここか時計のメニューで「1週間後へ」を押して、時計を進めてください。ボットはAikoさんに古いAPIクライアントのことを知らせますが、勝手に削除することはありません。',
      lifts: ['1週間後へ'],
    },
    switch: {
      title: '古いほうを手放す',
      text: (inJapanese) =>
        inJapanese
          ? 'Aikoさんは「切り替え済み、以前のものを削除」を押して確認します。その後、古いクライアントシークレットではアクセストークンを取得できなくなり、新しいほうは引き続き使えます。'
          : 'Aikoさんは「Switched, delete the old one」を押して確認します。その後、古いクライアントシークレットではアクセストークンを取得できなくなり、新しいほうは引き続き使えます。',
      lifts: ['そこへ移動する'],
    },
    until: {
      title: '有効期限を付ける',
      text: () =>
        'Aikoさんは、数日だけ使うAPIクライアントを作成します。/apiclient create … --until 13dと入力するか、フォームで有効期限を入力します。',
      lifts: ['代わりに入力する'],
    },
    warned: {
      title: '予告を受け取る',
      text: () =>
        '予告なしに期限切れになることはありません。所有者には、14日前、7日前、1日前に知らせが届きます。「1週間後へ」を押して、時計を進めてください。',
      lifts: ['1週間後へ'],
    },
    extend: {
      title: '延長する、または期限を迎える',
      text: (inJapanese) =>
        inJapanese
          ? 'Aikoさんは、予告の「延長」を押して日付を入力します。時計を1日ずつ進めると、期限にAPIクライアントが削除され、Aikoさんに知らせが届きます。'
          : 'Aikoさんは、予告の「Extend」を押して日付を入力します。時計を1日ずつ進めると、期限にAPIクライアントが削除され、Aikoさんに知らせが届きます。',
      lifts: ['そこへ移動する'],
    },
  },
  done: {
    title: 'ツアーはこれで終わりです',
    text: '「裏側の動き」では、Slack、ボット、APIのやり取りを見ることができます。そこで障害を起こしたり、2つのウィンドウで2人になったりもできます。',
    underneath: '裏側の動きを見る',
  },
};
