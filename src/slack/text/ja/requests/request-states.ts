import {
  type Approval,
  approvalsIn,
  approvalsMissing,
  approversOf,
  type GivenApproval,
  type Open,
} from '../../../../core/requests/approvals.js';
import type { ClientRequest, ClosingReason, RequestState } from '../../../../core/requests/request.js';
import { type SentenceByKind, sentenceOf } from '../../by-kind.js';
import type { RequestReader } from '../../request-reader.js';
import type { Sentence } from '../../sentence.js';
import { labelledName, named, quoted, san, sansListed } from '../grammar.js';
import { alphausUser } from '../setup.js';

type Approved = Extract<RequestState, { kind: 'approved' | 'collecting' | 'ambiguous' }>;

/** Everybody who approved. */
export const approvers = (approval: Approval): Sentence => sansListed(approversOf(approval));

/** What approvers said with their approvals. */
export const comments = (approvals: readonly GivenApproval[]): Sentence =>
  approvals.flatMap(
    ({ by, comment }): Sentence =>
      comment === undefined ? [] : [...san(by), 'のコメント：', { bold: quoted(comment) }, '。'],
  );

export const moreApprovals = (howMany: number): string => `あと${howMany}人の承認が必要です。`;

function waiting({ needed = 1, approvals = [], ...open }: Open): Sentence {
  if (approvals.length === 0) {
    return needed === 1 ? ['承認待ち'] : ['承認待ち（', { bold: `${needed}人` }, 'の承認が必要）'];
  }
  return [
    { bold: `承認${approvals.length}／${Math.max(needed, approvals.length)}：` },
    ...sansListed(approvals.map(({ by }) => by)),
    '。',
    moreApprovals(approvalsMissing({ ...open, needed, approvals })),
    ...comments(approvals),
  ];
}

const closedBecause: Readonly<Record<ClosingReason, string>> = {
  'requester-gone': '申請者がこのワークスペースのメンバーではなくなったため、',
  'nobody-decides': '承認・却下できる人がいなくなったため、',
  'preparer-lost-right': '用意した人がこのAlphausユーザーでAPIクライアントを作成できなくなったため、',
  'old-client-gone': 'ローテーションするAPIクライアントがなくなったため、',
  'too-few-decide': '承認できる人の数がポリシーで必要な数より少なくなったため、',
};

/** The state of a request. */
const states = (readsIt: RequestReader | undefined): SentenceByKind<RequestState> => ({
  open: waiting,
  approved: ({ approval }) => [
    { time: new Date(approval.at) },
    'に',
    ...approvers(approval),
    'が承認しました（Alphausユーザー：',
    { bold: alphausUser(approval.user) },
    readsIt === 'requester' ? '）。' : '）。申請者は',
    { time: new Date(approval.collectBy) },
    'まで作成できます。',
    ...comments(approvalsIn(approval)),
  ],
  collecting: ({ approval }) => [...approvers(approval), 'が承認しました。APIクライアントを作成しています。'],
  collected: ({ approval, at, client }) => [
    ...approvers(approval),
    'が承認しました（Alphausユーザー：',
    { bold: alphausUser(approval.user) },
    '）。',
    { time: new Date(at) },
    'に',
    { code: client },
    'として作成されました。',
  ],
  ambiguous: ({ approval }) => [
    ...approvers(approval),
    'が承認しました。作成時にAlphausから明確な応答がなく、APIクライアントが作成されたかどうかわかりません。',
  ],
  denied: ({ by, at, reason }) => [
    { time: new Date(at) },
    'に',
    ...san(by),
    'が却下しました。理由：',
    { bold: reason },
  ],
  withdrawn: ({ at }) => [{ time: new Date(at) }, 'に申請者が取り下げました。'],
  revoked: ({ by, at, approval }) => [
    ...approvers(approval),
    'が承認しましたが、',
    { time: new Date(at) },
    'に',
    ...san(by),
    'が承認を取り消しました。',
  ],
  expired: ({ at, approval }) =>
    approval === undefined
      ? ['期限までに承認・却下されなかったため、', { time: new Date(at) }, 'に失効しました。']
      : [
          ...approvers(approval),
          'が承認しましたが、期限までに受け取りがなかったため、',
          { time: new Date(at) },
          'に失効しました。',
        ],
  closed: ({ at, why }) => [closedBecause[why], { time: new Date(at) }, 'に終了しました。'],
});

export const requestState = (state: RequestState, readsIt?: RequestReader): Sentence =>
  sentenceOf(states(readsIt), state);

/** A request's name, and where it stands. */
export const requestInOneLine = ({ name, state }: Pick<ClientRequest, 'name' | 'state'>): Sentence =>
  labelledName(name, requestState(state));

const alreadyApproved =
  (name: string) =>
  ({ approval }: Approved): Sentence => [
    ...named(name),
    'の申請は、',
    { time: new Date(approval.at) },
    'に',
    ...approvers(approval),
    'がすでに承認しています。',
  ];

/** The sentences for who comes too late to a request of this name. */
const lateTo = (name: string): SentenceByKind<RequestState> => ({
  open: () => [...named(name), 'の申請は、承認・却下の期限を過ぎています。'],
  approved: alreadyApproved(name),
  collecting: alreadyApproved(name),
  collected: ({ approval, at }) => [
    ...named(name),
    'の申請は',
    ...approvers(approval),
    'がすでに承認し、',
    { time: new Date(at) },
    'にAPIクライアントが作成されました。',
  ],
  ambiguous: alreadyApproved(name),
  denied: ({ by, at }) => [
    ...named(name),
    'の申請は、',
    { time: new Date(at) },
    'に',
    ...san(by),
    'がすでに却下しています。',
  ],
  withdrawn: ({ at }) => [...named(name), 'の申請は、', { time: new Date(at) }, 'に申請者が取り下げました。'],
  revoked: ({ by, at }) => [
    ...named(name),
    'の承認は、',
    { time: new Date(at) },
    'に',
    ...san(by),
    'が取り消しました。',
  ],
  expired: ({ at }) => [...named(name), 'の申請は、', { time: new Date(at) }, 'に失効しました。'],
  closed: ({ at }) => [...named(name), 'の申請は、', { time: new Date(at) }, 'に終了しました。'],
});

export const lateForRequest = ({ name, state }: Pick<ClientRequest, 'name' | 'state'>): Sentence =>
  sentenceOf(lateTo(name), state);
