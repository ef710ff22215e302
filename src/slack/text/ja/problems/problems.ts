import type { ProblemFacts } from '../../../../core/problem.js';
import { type SentenceByKind, sentenceOf } from '../../by-kind.js';
import { type FailedAct, someAct } from '../../failed-act.js';
import type { Sentence } from '../../sentence.js';
import { apiProblems } from './api-problems.js';
import { listed, named, quoted, sansListed } from '../grammar.js';
import { ownershipProblems } from '../clients/ownership.js';
import { rotationProblems } from '../clients/rotation-problems.js';
import { ruleProblems } from '../policy/rule-problems.js';
import { askAdmin, notConnected, productAway, productOf } from '../setup.js';
import { messagesTabOff, slackFailed } from './slack-problems.js';
import { typedProblems } from './typed-problems.js';

const NAMED_AT_MOST = 10;

const problems: SentenceByKind<ProblemFacts, [FailedAct]> = {
  ...apiProblems,
  ...typedProblems,
  ...ruleProblems,
  ...ownershipProblems,
  ...rotationProblems,
  'store-unavailable': () => [
    'ボットが現在ストアに接続できないため、完了できませんでした。1分ほど待って/apiclient listで確認してから、やり直してください。',
  ],
  'record-unreadable': () => [
    '必要なデータがストアで破損しているため、完了できませんでした。/apiclient listで確認し、問い合わせ番号をボットの運用担当者に伝えてください。',
  ],
  'store-doubted': () => [
    'ボットのストアが空になったか、以前の状態に戻っています。何も実行していません。ボットの運用担当者が確認するまで、ここでは誰も何もできません。次のコマンドで状況と対処方法がわかることを伝えてください：',
    { code: 'npm run store:accept' },
  ],
  'audit-cut-meanwhile': () => [
    'エクスポート中に、ポリシーに従って監査ログの最も古い記録が削除されました。もう一度エクスポートしてください。',
  ],
  'list-changed-meanwhile': () => [
    'ファイルの作成中にAPIクライアントの変更が続いたため、送信していません。もう一度エクスポートしてください。',
  ],
  busy: () => [
    'リクエストが集中しています。何も実行していません。1分ほど待ってから、もう一度お試しください。',
  ],
  'delivered-again': () => ['Slackから同じ操作が2回届きました。最初の操作は完了したか、処理中です。'],
  stopping: () => [
    'ボットを再起動しています。何も実行していません。1分ほど待ってから、もう一度お試しください。',
  ],
  uninstalled: () => [
    'このアプリはたった今このワークスペースからアンインストールされたため、何も実行していません。',
  ],
  'alphaus-user-unknown': ({ user }, { command }) => [
    '利用できるAlphausユーザーに',
    { code: user },
    'はありません。',
    ...chooseFromList(command),
  ],
  'product-away': (facts) => productAway(facts.product),
  'no-alphaus-users': () => [
    'APIクライアントを作成できるAlphausユーザーがAlphausにありません。ボットの運用担当者に連絡してください。',
  ],
  'person-unknown': () => [
    'このワークスペースのメンバー情報をSlackから取得できませんでした。何も実行していません。1分ほど待ってから、もう一度お試しください。',
  ],
  'groups-unknown': () => [
    '権限の確認に必要なユーザーグループの情報を、Slackから取得できませんでした。何も実行していません。1分ほど待ってから、もう一度お試しください。',
  ],
  'client-ambiguous': ({ typed, ids, total }) => [
    `${quoted(typed)}という名前のAPIクライアントが${total}件あります。クライアントIDで指定してください：`,
    ...listed(
      ids.map((code) => ({ code })),
      '件',
    ),
    total > ids.length ? '…。' : '。',
    { code: '/apiclient list' },
    'ですべて確認できます。',
  ],
  'client-not-found': () => [
    'このクライアントIDまたは名前のAPIクライアントは見つかりません。',
    { code: '/apiclient list' },
    'で、表示できるAPIクライアントを確認できます。',
  ],
  'not-connected': (facts) => notConnected(facts.maySetUp, facts.ask),
  'account-changed': (facts) => [
    `何も削除していません。現在接続しているAlphausアカウント（${productOf(facts.user)}）が、このAPIクライアントを作成したアカウントと同じかどうか確認できません。`,
    ...askAdmin(facts.ask),
    'に、元のアカウントで確認するか、元のアカウントに接続し直すよう依頼してください。その後、もう一度ボタンを押してください。',
  ],
  'request-elsewhere': (facts) => [
    ...named(facts.name),
    `は、現在接続しているものとは別のAlphausアカウント（${productOf(facts.user)}）で申請されたため、何も実行していません。元のアカウントに接続し直すまで保留されます。`,
    ...askAdmin(facts.ask),
    'に相談するか、現在のアカウントで',
    { code: '/apiclient request' },
    'から申請してください。',
  ],
  'client-elsewhere': (facts) => [
    { code: facts.id },
    `は、現在接続しているものとは別の可能性があるAlphausアカウント（${productOf(facts.user)}）で作成されました。`,
    ...askAdmin(facts.ask),
    'に、元のアカウントで確認するか、元のアカウントに接続し直すよう依頼してください。',
  ],
  'name-not-typed': (facts) => [
    '自分のAPIクライアントではありません。削除するには、名前',
    ...named(facts.name),
    'またはクライアントIDを正確に入力してください。何も削除していません。',
  ],
  'confirmation-expired': () => [
    'この確認は10分以上前のものです。何も削除していません。',
    { code: '/apiclient delete' },
    'からやり直してください。',
  ],
  'offer-over': () => ['この質問はすでに解決したか、1か月以上前のものです。何も変更していません。'],
  'secret-not-delivered': (facts) =>
    facts.cleanedUp && facts.isShut
      ? [
          'クライアントシークレットを表示できませんでした。誰にも渡っていないため、新しいAPIクライアントは削除しました。',
          ...messagesTabOff,
        ]
      : facts.cleanedUp
        ? [
            'クライアントシークレットを表示できませんでした。誰にも渡っていないため、新しいAPIクライアントは削除しました。もし表示されていても、そのクライアントシークレットは使えません。このアプリとのダイレクトメッセージを開いて、もう一度お試しください。',
          ]
        : [
            'クライアントシークレットを表示できませんでした。誰にも渡っていませんが、新しいAPIクライアントをまだ削除できていません。引き続き削除を試み、完了したらお知らせします。すぐに削除するには：',
            { code: `/apiclient delete ${facts.id}` },
          ],
  'step-requester-missing': () => [
    'APIクライアントを申請するステップに、誰のためのAPIクライアントかが指定されていません。ワークフロービルダーで申請者を設定してください。',
  ],
  'request-changed-meanwhile': () => [
    '処理の途中でこの申請が変更されたため、何も作成していません。',
    { code: '/apiclient requests' },
    'で確認してから、やり直してください。',
  ],
  'request-not-found': () => [
    '申請が見つかりません。',
    { code: '/apiclient requests' },
    'で、自分の申請と、自分の対応を待っている申請を確認できます。',
  ],
  'nobody-decides': (_, { ask }) => [
    'ほかに承認者が設定されておらず、自分以外に承認・却下できる人がいないため、申請を送信していません。',
    { code: '/apiclient setup' },
    'で承認者を指定するよう、',
    ...askAdmin(ask),
    'に依頼してください。',
  ],
  'too-few-decide': ({ needed, people }, { ask }) => [
    `${needed}人の承認が必要ですが、自分以外に承認できるのは`,
    ...sansListed(people.slice(0, NAMED_AT_MOST)),
    ...(people.length > NAMED_AT_MOST ? [`、ほか${people.length - NAMED_AT_MOST}人`] : []),
    'だけのため、申請を送信していません。',
    { code: '/apiclient setup' },
    'で承認者を追加するか、必要な承認の数を減らすよう、',
    ...askAdmin(ask),
    'に依頼してください。',
  ],
  'user-not-picked': () => [
    '申請者はAlphausユーザーを指定していません。承認するには、Alphausユーザーを選んでください。',
  ],
  'stale-interaction': () => [
    'このボタンまたはフォームは、アプリの以前のバージョンのものです。',
    { code: '/apiclient' },
    'からやり直してください。',
  ],
  'slack-failed': slackFailed,
};

/** Where Alphaus users are chosen from a list instead of typed, by the command that was typed. */
function chooseFromList(command: string | undefined): Sentence {
  if (command === 'create' || command === 'request') {
    return [{ code: `/apiclient ${command}` }, 'とだけ入力すると、一覧から選べます。'];
  }
  const [opens, button] =
    command === 'access'
      ? ['/apiclient access', '追加']
      : [command === 'review' ? '/apiclient review' : '/apiclient list', '絞り込み'];
  return [{ code: opens }, 'と入力し、「', { bold: button }, '」を押すと、一覧から選べます。'];
}

/** The sentence for a deliberate failure: what was wrong, and what to do. */
export const problem = (facts: ProblemFacts, act: FailedAct = someAct): Sentence =>
  sentenceOf(problems, facts, act);
