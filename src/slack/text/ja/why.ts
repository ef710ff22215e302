import type { GroupId, PersonId } from '../../../core/model/ids.js';
import type { Action, AllowRule, Deciders } from '../../../core/model/decision.js';
import type { Grant } from '../../../core/rights/grants.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { listed, listedOr, san, sanOrGroup, textsListed } from './grammar.js';
import { alphausUser } from './setup.js';

const NAMED_AT_MOST = 10;

/** What somebody does, as it stands before 「権限」. */
const doing: Readonly<Record<Action, string>> = {
  setup: 'このアプリを設定し、ポリシーを変更する',
  access: '利用権限を付与・解除する',
  doctor: '診断を行う',
  audit: '監査ログを読み、エクスポートする',
  review: '棚卸しを行う',
  use: 'このアプリを利用する',
  request: 'APIクライアントを申請する',
  own: 'APIクライアントを所有する',
  list: 'APIクライアントの一覧を見る',
  show: 'APIクライアントの詳細を見る',
  create: 'APIクライアントを作成する',
  delete: 'APIクライアントを削除する',
  rotate: 'APIクライアントをローテーションする',
  extend: 'APIクライアントの有効期限を延長する',
  claim: '作成元不明のAPIクライアントを引き取る',
  transfer: 'APIクライアントを譲渡する',
  assign: 'APIクライアントの所有者を割り当てる',
  'accept-transfer': 'APIクライアントの譲渡を受け入れる',
  'decline-transfer': 'APIクライアントの譲渡を辞退する',
  'confirm-needed': 'APIクライアントが引き続き必要であることを確認する',
  snooze: 'APIクライアントを90日間保留する',
  'confirm-receipt': 'クライアントシークレットの保存を確認する',
  'show-request': '申請を見る',
  'decide-request': '申請を承認・却下する',
  'edit-request': '申請を編集する',
  'withdraw-request': '申請を取り下げる',
  'revoke-approval': '承認を取り消す',
  'collect-request': '承認された申請のAPIクライアントを作成する',
};

/** Each with its own verb, so that the last one leads on to what follows. */
const doingAll = (actions: readonly Action[]): string => textsListed(actions.map((action) => doing[action]));

const inAList = (people: readonly PersonId[], groups: readonly GroupId[] = []): Sentence =>
  listed(
    [...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))],
    '件',
    NAMED_AT_MOST,
  );

const grantEnds = ({ until }: Grant): Sentence =>
  until === undefined ? [] : ['（有効期限：', { time: new Date(until) }, '）'];

const throughGrant = (grant: Grant | undefined): Sentence =>
  grant === undefined
    ? ['利用権限があるため']
    : [
        { time: new Date(grant.at) },
        'に',
        ...san(grant.by),
        'から',
        ...(grant.to.kind === 'group' ? [{ group: grant.to.id }, 'に'] : []),
        '利用権限が付与されているため',
        ...grantEnds(grant),
      ];

/** Why somebody may, from their own point of view. */
const because: Readonly<Record<AllowRule, (grant: Grant | undefined) => Sentence>> = {
  'slack-admin': () => ['Slackワークスペースのオーナーまたは管理者のため'],
  'named-admin': () => ['個人として、またはユーザーグループを通じて、管理者に指定されているため'],
  approver: () => ['承認者のため'],
  grant: throughGrant,
  owner: () => ['自分またはチームが所有するものに限る'],
  'new-owner': () => ['自分に譲渡されるものに限る'],
  requester: () => ['自分の申請に限る'],
  'gave-approval': () => ['自分が行った承認に限る'],
  member: () => [
    '正式なメンバーは全員可能。見えるAPIクライアントは、管理者と承認者ではすべて、それ以外の人では自分またはチームが所有するものと、利用権限のあるAlphausユーザーのもの',
  ],
  'no-approval-needed': () => ['ポリシーで承認が不要なため'],
};

function deciders({ approvers, admins, slackAdmins }: Deciders): Sentence {
  const people = [...new Set([...approvers.people, ...admins.people])];
  const groups = [...new Set([...approvers.groups, ...admins.groups])];
  const names = inAList(people, groups);
  if (slackAdmins) return listedOr(names, 'このSlackワークスペースのオーナーまたは管理者');
  return names.length === 0 ? ['なし'] : names;
}

const may: Readonly<Record<AllowRule, string>> = {
  'slack-admin': 'このSlackワークスペースのオーナーと管理者',
  'named-admin': '指定された管理者',
  approver: '承認者',
  grant: '利用権限のある人',
  owner: '全員（自分またはチームが所有するもの）',
  'new-owner': '譲渡先の人',
  requester: '申請者',
  'gave-approval': '承認した本人',
  member: 'このワークスペースの正式なメンバー全員',
  'no-approval-needed': 'このワークスペースの正式なメンバー全員（ポリシーで承認が不要なため）',
};

/** On what something is done, before what is done. */
const on = (what: Inline | undefined): Sentence => (what === undefined ? [] : [what, 'について、']);

export const why: Words['why'] = {
  doing,
  may: ({ actions, what }, rule, grant) => [
    { bold: 'できます。' },
    ...on(what),
    `${doingAll(actions)}権限があります（`,
    ...because[rule](grant),
    '）。',
  ],
  needsApproval: ({ actions, what }, { rule, by, grantWaits }) => [
    { bold: '承認が必要です。' },
    ...(rule === 'always'
      ? sentence('このワークスペースのポリシーでは、')
      : grantWaits
        ? sentence(
            '利用権限は別のAlphausアカウントで付与されたもので、現在接続しているアカウントでは無効なため、',
          )
        : sentence('利用権限がないため、')),
    ...on(what),
    `${doingAll(actions)}には承認が必要です。承認できる人：`,
    ...deciders(by),
    '。自分の申請は誰も承認できません。',
  ],
  mayNot: ({ actions, what }, denial) => [
    { bold: 'できません。' },
    ...on(what),
    `${doingAll(actions)}権限がありません。`,
    ...denial,
  ],
  overview: 'ここでできることと、その理由：',
};

export const whoCan: Words['whoCan'] = {
  title: ({ actions, what }) => [...on(what), { bold: `${doingAll(actions)}権限のある人` }, '：'],
  nobody: sentence('現在のポリシーとワークスペースのメンバーでは、誰もいません。'),
  line: (rule, people) => (people === undefined ? [may[rule]] : [`${may[rule]}：`, ...inAList(people)]),
  grant: (grant) => [
    ...sanOrGroup(grant.to),
    '：',
    { time: new Date(grant.at) },
    'に',
    ...san(grant.by),
    'が付与した',
    { bold: textsListed(grant.users.map(alphausUser)) },
    'の利用権限',
    ...grantEnds(grant),
  ],
  moreGrants: (more) => [`ほか${more}件。`, { code: '/apiclient access' }, 'ですべて表示できます。'],
  withApproval: (rule, by) => [
    rule === 'always'
      ? '全員（次の人の承認が必要）：'
      : 'そのほかの正式なメンバー全員（次の人の承認が必要）：',
    ...deciders(by),
  ],
  others: sentence('ゲスト、ボット、ほかのワークスペースの人は、ここでは何もできません。'),
};
