import type { ApiOperation, ApiProblem } from '../../../../core/problem.js';
import type { SentenceByKind } from '../../by-kind.js';

const doing: Readonly<Record<ApiOperation, string>> = {
  token: 'アクセストークンの取得中',
  whoami: 'ボット自身のアカウントの確認中',
  users: 'Alphausユーザーの一覧の取得中',
  list: 'APIクライアントの一覧の取得中',
  create: 'APIクライアントの作成中',
  delete: 'APIクライアントの削除中',
};

/** A deletion whose answer was lost may have happened; repeating it is safe. */
const again = (operation: ApiOperation): string =>
  operation === 'delete'
    ? 'APIクライアントは削除されたかもしれませんし、残っているかもしれません。1分ほど待ってからもう一度削除しても問題ありません。'
    : '1分ほど待ってから、もう一度お試しください。';

/** The sentences for what the API did to us short of what was asked. */
export const apiProblems: SentenceByKind<ApiProblem> = {
  'api-unreachable': ({ operation }) => [
    `${doing[operation]}に、Alphausに接続できませんでした。${again(operation)}`,
  ],
  'api-timeout': ({ operation, seconds }) => [
    `${doing[operation]}に、Alphausから${seconds}秒以内に応答がありませんでした。${again(operation)}`,
  ],
  'api-credentials-refused': () => [
    'ボットの認証情報がAlphausに拒否されました。新しいクライアントIDとクライアントシークレットが必要であることを、ボットの運用担当者に伝えてください。',
  ],
  'api-forbidden': ({ operation }) => [
    `${doing[operation]}に、権限がないためAlphausに拒否されました。選択したAlphausユーザーをボットの運用担当者に伝えてください。`,
  ],
  'api-not-found': ({ operation }) => [
    `${doing[operation]}に、必要な情報がAlphausで見つかりませんでした。その間に削除された可能性があります。もう一度一覧を表示して確認してください。`,
  ],
  'api-refused': ({ operation }) => [
    `${doing[operation]}に、Alphausがリクエストを受け付けませんでした。何も変更されていません。入力内容を確認して、もう一度お試しください。`,
  ],
  'api-rate-limited': ({ retryAfterSeconds: after }) => [
    after === undefined
      ? 'Alphausへのリクエストが集中しています。1分ほど待ってから、もう一度お試しください。'
      : `Alphausへのリクエストが集中しています。${Math.ceil(after)}秒後にもう一度お試しください。`,
  ],
  'api-failed': ({ operation }) => [
    `${doing[operation]}に、Alphausでエラーが発生しました。入力や操作に問題があったわけではありません。${again(operation)}`,
  ],
  'api-malformed': ({ operation }) => [
    `${doing[operation]}に、Alphausから想定外の応答がありました。もう一度お試しください。繰り返し発生する場合は、ボットの運用担当者に連絡してください。`,
  ],
};
