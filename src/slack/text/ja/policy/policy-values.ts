import type { Approval, Policy, PolicyLanguage } from '../../../../core/rights/policy.js';
import type { Members } from '../../../../core/model/members.js';
import type { Inline, Sentence } from '../../sentence.js';
import { listed } from '../grammar.js';
import { alphausUser } from '../setup.js';

export const NAMED_AT_MOST = 10;

export const inAList = (all: readonly Inline[]): Sentence =>
  all.length === 0 ? ['なし'] : listed(all, '件', NAMED_AT_MOST);

export const members = ({ people, groups }: Members): Sentence =>
  inAList([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))]);

export const days = (number: number): string => `${number}日`;

export const approvals: Readonly<Record<Approval, string>> = {
  never: '不要：すべてのメンバーがAPIクライアントを作成できる',
  'without-grant': '利用権限のないAlphausユーザーの場合に必要',
  always: '常に必要：管理者も別の人の承認を受ける',
};

/** Each language by its own name, so that people who look for it can read it. */
export const languages: Readonly<Record<PolicyLanguage, string>> = {
  en: 'English（英語）',
  ja: '日本語',
  'as-admins': '管理者の多くがSlackで使っている言語',
};

export const parts: Readonly<Record<keyof Policy, string>> = {
  admins: '管理者',
  slackAdminsAreAdmins: 'Slackのオーナーと管理者',
  approvers: '承認者',
  approval: '承認の要否',
  approvalsNeeded: '必要な承認の数',
  sensitive: '重要なAlphausユーザー',
  askAdminsAfterHours: '管理者にも依頼するまでの時間',
  namePattern: '名前のパターン',
  purposePattern: '用途のパターン',
  clientsPerPerson: '1人あたりのAPIクライアント数の上限',
  actsPerHour: '1時間あたりの上限（作成・削除・申請）',
  grantHoldersDeleteOthers: '利用権限のある人',
  defaultLifeDays: '有効期限の既定の日数',
  longestLifeDays: '有効期限の最長日数',
  staleAfterDays: '長期未確認とするまでの日数',
  requestOpenDays: '申請の受付日数',
  collectHours: '承認後の受け取り期限（時間）',
  approvalsChannel: '承認チャンネル',
  auditChannel: '監査チャンネル',
  digestChannel: 'ダイジェストチャンネル',
  mention: 'カードでメンションする相手',
  auditKeptDays: '監査ログの保存日数',
  language: '言語',
};

const pattern = (text: string | undefined): Sentence => [text === undefined ? '制限なし' : { code: text }];
const channel = (id: string | undefined): Sentence => [id === undefined ? 'なし' : { channel: id }];

/** What each part of a policy says. */
const values: Readonly<Record<keyof Policy, (policy: Policy) => Sentence>> = {
  admins: ({ admins }) => members(admins),
  approvers: ({ approvers }) => members(approvers),
  mention: ({ mention }) => members(mention),
  slackAdminsAreAdmins: ({ slackAdminsAreAdmins: are }) => [
    are ? 'このアプリでも管理者になる' : '指定された人だけがこのアプリの管理者になる',
  ],
  approval: ({ approval }) => [approvals[approval]],
  approvalsNeeded: ({ approvalsNeeded }) => [`${approvalsNeeded}人`],
  sensitive: ({ sensitive: { users, approvals: needed } }) =>
    users.length === 0
      ? ['なし']
      : [...listed(users.map(alphausUser), '件', NAMED_AT_MOST), `（${needed}人の承認が必要）`],
  askAdminsAfterHours: ({ askAdminsAfterHours: hours }) => [
    hours === undefined ? '依頼しない' : `${hours}時間`,
  ],
  namePattern: ({ namePattern }) => pattern(namePattern),
  purposePattern: ({ purposePattern }) => pattern(purposePattern),
  clientsPerPerson: ({ clientsPerPerson: most }) => [most === undefined ? '上限なし' : `${most}件`],
  actsPerHour: ({ actsPerHour: { person, workspace } }) => [
    `1人あたり${person}件、ワークスペース全体で${workspace}件`,
  ],
  grantHoldersDeleteOthers: ({ grantHoldersDeleteOthers: others }) => [
    others
      ? 'ほかの人のAPIクライアントも削除・ローテーション・延長できる'
      : '自分のAPIクライアントだけを変更できる',
  ],
  defaultLifeDays: ({ defaultLifeDays: life }) => [life === undefined ? '有効期限なし' : days(life)],
  longestLifeDays: ({ longestLifeDays: life }) => [
    life === undefined ? '上限なし（有効期限は任意）' : days(life),
  ],
  staleAfterDays: ({ staleAfterDays }) => [days(staleAfterDays)],
  requestOpenDays: ({ requestOpenDays }) => [days(requestOpenDays)],
  collectHours: ({ collectHours }) => [`${collectHours}時間`],
  approvalsChannel: ({ approvalsChannel }) => channel(approvalsChannel),
  auditChannel: ({ auditChannel }) => channel(auditChannel),
  digestChannel: ({ digestChannel }) => channel(digestChannel),
  auditKeptDays: ({ auditKeptDays: kept }) => [kept === undefined ? '無期限' : days(kept)],
  language: ({ language }) => [languages[language]],
};

export const valueOf = (part: keyof Policy, policy: Policy): Sentence => values[part](policy);
