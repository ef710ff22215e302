import type { ClientRecord, Deleter } from '../../../../core/model/client-record.js';
import { type Sentence, sentence } from '../../sentence.js';
import type { ClientsWords } from '../../words.js';
import { named, quoted, san } from '../grammar.js';
import { list } from './list.js';
import { yourClient } from './your-client.js';
import { alphausUser } from '../setup.js';

type Closing = NonNullable<ClientRecord['closed']>;

const deleterOf = (by: Deleter): Sentence => (by === 'bot' ? ['このボット'] : san(by));

const closings: Readonly<Record<Closing['how'], (by: Deleter, at: Date) => Sentence>> = {
  deleted: (by, at) => [{ time: at }, 'に', ...deleterOf(by), 'が削除しました。'],
  ended: (_, at) => ['有効期限を過ぎたため、', { time: at }, 'に削除しました。'],
  replaced: (by, at) => [
    { time: at },
    'に',
    ...deleterOf(by),
    'が再作成しました。以前のクライアントIDとクライアントシークレットは使えません。',
  ],
  'secret-not-delivered': (_, at) => [
    'クライアントシークレットを表示できなかったため、',
    { time: at },
    'に削除しました。',
  ],
  'deleted-elsewhere': (_, at) => ['このボット以外の場所で削除されました（確認日時：', { time: at }, '）。'],
};

/** Sentences about API clients: made, shown, replaced, deleted, listed. */
export const clients: ClientsWords = {
  create: {
    title: 'APIクライアントの作成',
    submit: '作成',
    close: 'キャンセル',
    loading: sentence('利用できるAlphausユーザーを読み込んでいます…'),
    userMissing: 'APIクライアントを作成するAlphausユーザーを選んでください。',
    userHint: 'APIクライアントを作成するAlphausのアカウントです。',
    userAloneHint:
      'このワークスペースはBlue APIで接続しているため、利用できるのはこのAlphausユーザーだけです。',
    namePlaceholder: 'nightly-export',
    purposePlaceholder: '夜間のコストデータを経理レポート用にエクスポート',
    purposeHint:
      '何のために使うかを1文で書いてください。まだ必要かどうかを、後でほかの人が判断する手がかりになります。',
    me: '自分',
    recipient: '受け取る人',
    notRecipientsGroup:
      '受け取る人がこのユーザーグループに入っていないため、所有者にできません。別の所有者を選んでください。',
    owner: sentence('所有者：自分'),
    ownerFor: (recipient) => ['所有者：', ...san(recipient)],
    changeOwner: '所有者を変更',
    sameName: (user) => [
      `Alphausユーザー${quoted(alphausUser(user))}には、同じ名前のAPIクライアントがすでにあります。別の名前にするか、同じ名前でもう1つ作成することを確認してください。`,
    ],
    sameNameLabel: '同じ名前',
    sameNameOption: '同じ名前のAPIクライアントをもう1つ作成する',
    failedTitle: '完了できませんでした',
    failedClose: '閉じる',
    done: (name) => [
      ...named(name),
      'を作成しました。クライアントシークレットは、このアプリとのダイレクトメッセージに表示しています。',
    ],
    ambiguous: (name) => [
      'Alphausから明確な応答がなく、',
      ...named(name),
      'が作成されたかどうかわかりません。二重に作成しないよう、やり直していません。クライアントシークレットは誰にも渡っていません。2分以内に確認してメッセージでお知らせしますので、それまでは再度作成せずにお待ちください。',
    ],
  },

  secret: {
    notification:
      '新しいAPIクライアントの準備ができました。この会話をSlackで開くと、クライアントシークレットを確認できます。',
    title: (name) => `${name}：クライアントシークレットを今すぐ保存してください`,
    howToUse: '使い方',
    howToClose: '閉じる',
    howToLoading: '読み込んでいます…',
    howTo:
      'アクセストークンを取得するには、クライアントシークレットを変数CLIENT_SECRETに設定して、次を実行してください。',
    howToToken:
      'Alphausへの各リクエストでは、Authorization: Bearer …ヘッダーにアクセストークンを付けて送信してください。',
    saved: '保存しました',
    notSaved: '保存できませんでした',
    notSavedConfirm: {
      title: 'クライアントシークレットを再発行しますか？',
      text: 'このAPIクライアントを削除して再作成します。クライアントIDとクライアントシークレットは新しくなり、ここに表示されているものは使えなくなります。',
      yes: '再発行',
      no: 'キャンセル',
    },
    tried: {
      accepted: '試したところ、Alphausからアクセストークンを取得できました。',
      untried:
        'アクセストークンの取得を試しましたが、Alphausから明確な応答がなく、確認できませんでした。切り替える前に自分で試してください。',
    },
    onlyHere: '自分だけに表示されています。Slackからいずれ消え、再び表示することはできません。',
  },

  receipt: {
    title: (name, user) => `APIクライアントを作成しました：${name}（Alphausユーザー：${user}）`,
    creating: (name, user) => `${name}を作成しています（Alphausユーザー：${user}）…`,
    facts: ({ id, owner, at, end }) => [
      { code: id },
      '・',
      owner,
      '・',
      { time: at },
      ...(end === undefined ? [] : ['・有効期限：', end]),
    ],
    inOneLine: (facts, state) => (state === undefined ? facts : [...facts, '・', ...state]),
    unconfirmed: sentence(
      'クライアントシークレットの保存は未確認です。手元にない場合は「',
      { bold: '再作成' },
      '」を選んでください。',
    ),
    saved: (at) => ['クライアントシークレットは', { time: at }, 'に保存済みです。'],
    replace: '再作成',
    tellOwner: (of, { by, old, successor }) => [
      ...yourClient(of),
      '（',
      { code: old },
      '）を',
      ...san(by),
      'が再作成しました。新しい',
      { code: successor },
      'のクライアントシークレットは',
      ...san(by),
      'が持っています。以前のAPIクライアントを利用していたプログラムは動かなくなりました。',
    ],
    replaceLoading: 'APIクライアントを確認しています…',
    replaceConfirm: {
      title: 'このAPIクライアントを再作成しますか？',
      text: 'このAPIクライアントを削除して再作成します。利用中のプログラムは、新しいクライアントIDとクライアントシークレットを設定するまで動かなくなります。',
      yes: '再作成',
      no: 'キャンセル',
    },
    closed: ({ how, by, at }) => closings[how](by, new Date(at)),
    onlyDeleted: (name) => [
      '以前のAPIクライアント',
      ...named(name),
      'は削除しましたが、新しいものを作成できませんでした。',
      { code: '/apiclient create' },
      'で作成し直してください。原因：',
    ],
    reminder: (name) => [
      ...named(name),
      'のクライアントシークレットの保存がまだ確認されていません。手元にない場合は、APIクライアントを再作成してください。',
    ],
  },

  delete: {
    ask: 'このAPIクライアントを削除しますか？利用中のプログラムはすぐに動かなくなります。元に戻すことはできません。',
    typeName: '確認のため、APIクライアントの名前を入力',
    notYours: '自分のAPIクライアントではありません。確認のため、名前またはクライアントIDを入力してください。',
    groupOwns: (id, size) => [{ group: id }, `が所有しています。${size}人が利用している可能性があります。`],
    button: '削除',
    cancel: 'キャンセル',
    title: 'APIクライアントの削除',
    loading: 'APIクライアントを確認しています…',
    deleting: sentence('削除しています…'),
    nameNotTyped: (name) => `名前またはクライアントIDを入力してください。名前は「${name}」です。`,
    done: (name) => [
      ...named(name),
      'を削除しました。クライアントIDとクライアントシークレットは使えなくなりました。',
    ],
    already: (by, at) =>
      by === 'bot'
        ? ['有効期限を過ぎたため、', { time: at }, 'にすでに削除されています。']
        : [{ time: at }, 'に', ...san(by), 'がすでに削除しています。'],
    underWay: (by) =>
      by === 'bot'
        ? ['有効期限を過ぎたため、ちょうど削除しているところです。']
        : [...san(by), 'がちょうど削除しているところです。'],
    otherFailed: (by) => [
      ...deleterOf(by),
      'が同時に削除しようとしましたが、完了しませんでした。削除する場合は、もう一度ボタンを押してください。',
    ],
    absent: (name) => [...named(name), 'はすでにありません。このボット以外の場所で削除されました。'],
    tellOwner: (of, by) => [
      ...yourClient(of),
      'を',
      ...san(by),
      'が削除しました。このAPIクライアントを利用していたプログラムは動かなくなりました。',
    ],
  },

  which: {
    title: 'APIクライアントの指定',
    submit: '続行',
    close: 'キャンセル',
    label: 'クライアントID',
    invalid:
      'クライアントID（例：ripple-abcdef123456）または名前を入力してください。/apiclient listで確認できます。',
    hint: '例：ripple-abcdef123456。名前でも指定できます。/apiclient listですべて確認できます。',
  },

  list,
};
