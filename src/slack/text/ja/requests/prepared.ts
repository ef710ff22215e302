import { approvalsIn } from '../../../../core/requests/approvals.js';
import type { ClosingReason, RequestState } from '../../../../core/requests/request.js';
import { sentenceOf, type SentenceByKind } from '../../by-kind.js';
import type { PreparedForSomebody } from '../../prepared-for-somebody.js';
import type { Sentence } from '../../sentence.js';
import type { Words } from '../../words.js';
import { labelledName, named, san } from '../grammar.js';
import { comments, requestState } from './request-states.js';
import { alphausUser } from '../setup.js';

const closedBecause: Readonly<Record<ClosingReason, string>> = {
  'requester-gone': '受け取る人がこのワークスペースのメンバーではなくなったため、',
  'preparer-lost-right': '用意した人がこのAlphausユーザーでAPIクライアントを作成できなくなったため、',
  'nobody-decides': '',
  'too-few-decide': '',
  'old-client-gone': '',
};

/** Where a client stands that somebody prepared for somebody else. */
const states = ({ requester, preparedBy }: PreparedForSomebody): SentenceByKind<RequestState> => ({
  open: requestState,
  denied: requestState,
  approved: ({ approval }) => [
    { time: new Date(approval.at) },
    'に',
    ...san(preparedBy),
    'が用意しました（Alphausユーザー：',
    { bold: alphausUser(approval.user) },
    '）。',
    ...san(requester),
    'は',
    { time: new Date(approval.collectBy) },
    'まで作成できます。',
    ...comments(approvalsIn(approval)),
  ],
  collecting: () => [...san(preparedBy), 'が用意しました。APIクライアントを作成しています。'],
  collected: ({ approval, at, client }) => [
    ...san(preparedBy),
    'が用意しました（Alphausユーザー：',
    { bold: alphausUser(approval.user) },
    '）。',
    { time: new Date(at) },
    'に',
    ...san(requester),
    'が',
    { code: client },
    'として作成しました。',
  ],
  ambiguous: () => [
    ...san(preparedBy),
    'が用意しました。作成時にAlphausから明確な応答がなく、APIクライアントが作成されたかどうかわかりません。',
  ],
  withdrawn: ({ at }) => [{ time: new Date(at) }, 'に', ...san(requester), 'が辞退しました。'],
  revoked: ({ by, at }) => [{ time: new Date(at) }, 'に', ...san(by), 'が取り消しました。'],
  expired: ({ at }) => ['期限までに受け取りがなかったため、', { time: new Date(at) }, 'に失効しました。'],
  closed: ({ at, why }) => [closedBecause[why], { time: new Date(at) }, 'に終了しました。'],
});

const state = (prepared: PreparedForSomebody): Sentence => sentenceOf(states(prepared), prepared.state);

const inOneLine = (prepared: PreparedForSomebody): Sentence => labelledName(prepared.name, state(prepared));

/** Everything about API clients that one person prepares for another. */
export const prepared: Words['prepared'] = {
  heading: 'ほかの人のために用意したAPIクライアント',
  yours: 'あなたのためにAPIクライアントが用意されました',
  prepares: ({ by, name, user, requester }) => [
    ...san(by),
    'が',
    ...san(requester),
    'のために',
    ...(user === undefined ? [] : [{ bold: user }, 'の']),
    ...named(name),
    'を用意しました',
  ],
  for: '受け取る人',
  forHint:
    '自分用の場合は空欄にしてください。ほかの人を選ぶと、その人がダイレクトメッセージのボタンで作成し、クライアントシークレットは本人だけに表示されます。ユーザーグループを所有者にしない限り、所有者もその人になります。',
  intro: (by) => [
    ...san(by),
    'がAPIクライアントを用意しました。準備ができたら、ここで作成してください。クライアントシークレットは、本人に1回だけ表示されます。',
  ],
  decline: '辞退',
  done: (name, recipient) => [
    ...named(name),
    'を用意しました。',
    ...san(recipient),
    'に作成を依頼しました。クライアントシークレットは本人だけに表示されます。',
  ],
  notReached: (name, recipient) => [
    ...named(name),
    'を用意しましたが、Slackが',
    ...san(recipient),
    'へのメッセージをまだ受け付けていません。引き続き送信を試みます。本人は',
    { code: '/apiclient requests' },
    'でも確認できます。',
  ],
  youDeclined: (name, by) => [...named(name), 'を辞退しました。', ...san(by), 'に知らせました。'],
  state,
  inOneLine,
  takenBackNews: (name, by) => [
    'あなたのために用意されていた',
    ...named(name),
    'を、',
    ...san(by),
    'が取り消しました。APIクライアントは作成されていません。',
  ],
  policyChanged: (name, by) => [
    ...san(by),
    'が',
    ...named(name),
    'を用意した後にポリシーが変更されたため、何も作成していません。辞退し、ポリシーに合う内容でもう一度用意するよう依頼してください。',
  ],
  expiredNews: (name, by) => [
    ...san(by),
    'が用意した',
    ...named(name),
    'は、作成できる期限が過ぎました。まだ必要な場合は、もう一度用意するよう依頼してください。',
  ],
  closedNews: (name, by) => [
    ...named(name),
    'は作成できなくなりました。用意した',
    ...san(by),
    'が、このAlphausユーザーでAPIクライアントを作成できなくなったためです。',
  ],
  reminder: (name, by, until) => [
    ...san(by),
    'が用意した',
    ...named(name),
    'は、まだ作成されていません。',
    { time: until },
    'までに作成してください。クライアントシークレットは、本人に1回だけ表示されます。',
  ],
  declinedNews: (name, recipient) => [
    'あなたが用意した',
    ...named(name),
    'を、',
    ...san(recipient),
    'が辞退しました。APIクライアントは作成されていません。',
  ],
  notCreatedNews: (prepared) => [
    'あなたが用意したAPIクライアントは作成されませんでした。',
    ...inOneLine(prepared),
  ],
};
