import { approvalsIn } from '../../../../core/requests/approvals.js';
import type { PersonId } from '../../../../core/model/ids.js';
import { type Sentence, sentence } from '../../sentence.js';
import type { RequestNewsWords } from '../../words.js';
import { named, san, sansListed } from '../grammar.js';
import { approvers, comments } from './request-states.js';
import { askAdmin } from '../setup.js';
import { channelRefused } from '../problems/slack-problems.js';

const moreApprovers = (ask: readonly PersonId[]): Sentence => [
  '承認者を追加するよう、',
  ...askAdmin(ask),
  'に依頼してから、再度申請してください。',
];

/** What people are told of requests without having asked: decisions, ends, reminders, and what is amiss. */
export const requestNews: RequestNewsWords = {
  approvedNews: (name, approval) => [
    ...named(name),
    'の申請を',
    ...approvers(approval),
    'が承認しました。',
    ...comments(approvalsIn(approval)),
    { time: new Date(approval.collectBy) },
    'までに、ここで作成してください。クライアントシークレットは、本人に1回だけ表示されます。',
  ],
  deniedNews: (name, by, reason) => [
    ...named(name),
    'の申請を',
    ...san(by),
    'が却下しました。理由：',
    reason,
  ],
  revokedNews: (name, by) => [
    ...named(name),
    'の承認を',
    ...san(by),
    'が取り消しました。APIクライアントは作成されていません。',
    { code: '/apiclient request' },
    'で再度申請できます。',
  ],
  expiredNews: (name) => [
    ...named(name),
    'の申請は、期限までに承認・却下されなかったため失効しました。',
    { code: '/apiclient request' },
    'で再度申請できます。',
  ],
  uncollectedNews: (name, approval) => [
    ...named(name),
    'の申請は',
    ...approvers(approval),
    'が承認しましたが、期限までに受け取りがなかったため失効しました。',
    { code: '/apiclient request' },
    'で再度申請できます。',
  ],
  closedNews: (name, why, ask) => [
    ...named(name),
    'の申請は、',
    ...{
      'nobody-decides': ['承認・却下できる人がいなくなったため終了しました。', ...moreApprovers(ask)],
      'too-few-decide': [
        '承認できる人の数がこのワークスペースのポリシーで必要な数より少なくなったため終了しました。',
        ...moreApprovers(ask),
      ],
      'preparer-lost-right': [
        '用意した人がこのAlphausユーザーでAPIクライアントを作成できなくなったため終了しました。',
      ],
      'old-client-gone': ['ローテーションするAPIクライアントがなくなったため終了しました。'],
    }[why],
  ],
  approvalLost: (name, lost) => [
    ...named(name),
    'を承認した',
    ...sansListed(lost),
    'が、申請を承認・却下できなくなったため、その承認は無効になりました。APIクライアントは作成されていません。申請は再び承認待ちです。結果はメッセージでお知らせします。',
  ],

  reminder: (name, requester, since) => [
    ...named(name),
    'の申請が承認を待っています（申請者：',
    ...san(requester),
    '、申請日時：',
    { time: since },
    '）。',
  ],
  collectReminder: (name, until) => [
    ...named(name),
    'の申請は承認されましたが、まだ受け取られていません。',
    { time: until },
    'までに作成してください。それを過ぎると承認は失効します。クライアントシークレットは、本人に1回だけ表示されます。',
  ],
  channelLost: (channel, why, word) => [
    '承認チャンネル',
    { channel },
    'に申請を投稿できません。',
    ...channelRefused(why, word),
    '解決するまでは、承認者それぞれにダイレクトメッセージで送ります。別のチャンネルにするには、',
    { code: '/apiclient setup' },
    'の「ポリシー」で変更してください。',
  ],
  approversGone: sentence(
    'ポリシーで指定された承認者の中に、申請を承認・却下できる人がいなくなったため、申請は管理者に送ります。',
    { code: '/apiclient setup' },
    'の「ポリシー」で、別の承認者を指定してください。',
  ),
};
