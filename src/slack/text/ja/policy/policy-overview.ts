import type { Approval, Policy, PolicyLanguage } from '../../../../core/rights/policy.js';
import type { Members } from '../../../../core/model/members.js';
import type { Sentence } from '../../sentence.js';
import type { Words } from '../../words.js';
import { listed } from '../grammar.js';
import { days, members, NAMED_AT_MOST } from './policy-values.js';
import { alphausUser } from '../setup.js';

const languageSentences: Readonly<Record<PolicyLanguage, string>> = {
  en: 'カード、ダイジェスト、監査チャンネルの言語は英語です。',
  ja: 'カード、ダイジェスト、監査チャンネルの言語は日本語です。',
  'as-admins': 'カード、ダイジェスト、監査チャンネルの言語は、管理者の多くがSlackで使っている言語です。',
};

const nobodyIn = ({ people, groups }: Members): boolean => people.length + groups.length === 0;

export const overview: Words['policy']['overview'] = {
  approvals: ({ approval, approvers, mention, requestOpenDays, collectHours, ...policy }) => [
    approvalSentence(approval, approvers),
    ...severalSentences(policy),
    [
      `申請の受付期間は${days(requestOpenDays)}です。承認後は${collectHours}時間以内に受け取る必要があります。`,
    ],
    ...(nobodyIn(mention)
      ? []
      : [['承認チャンネルに届いた新しい申請では、', ...members(mention), 'にメンションします。']]),
  ],
  people: ({ slackAdminsAreAdmins, admins, grantHoldersDeleteOthers }) => [
    adminsSentence(slackAdminsAreAdmins, admins),
    [
      grantHoldersDeleteOthers
        ? '利用権限のある人は、そのAlphausユーザーにあるほかの人のAPIクライアントも削除・ローテーション・延長できます。'
        : '利用権限のある人が変更できるのは、自分のAPIクライアントだけです。',
    ],
  ],
  namesAndLimits: ({
    namePattern,
    purposePattern,
    clientsPerPerson,
    actsPerHour,
    defaultLifeDays,
    longestLifeDays,
    staleAfterDays,
  }) => [
    namePattern === undefined
      ? ['名前に制限はありません。']
      : ['名前は次のパターンに一致する必要があります：', { code: namePattern }],
    purposePattern === undefined
      ? ['用途に制限はありません。']
      : ['用途には次のパターンに一致する部分が必要です：', { code: purposePattern }],
    [
      clientsPerPerson === undefined
        ? '1人が持てるAPIクライアントの数に上限はありません。'
        : `1人が持てるAPIクライアントは${clientsPerPerson}件までです。`,
      `作成・削除・申請は、それぞれ1時間に1人${actsPerHour.person}件、全体で${actsPerHour.workspace}件までです。`,
    ],
    [
      longestLifeDays === undefined
        ? 'APIクライアントの有効期限は任意です。'
        : `APIクライアントの有効期限は${days(longestLifeDays)}以内で、それ以上使う場合は延長が必要です。`,
      ...(defaultLifeDays === undefined
        ? []
        : [`フォームには${days(defaultLifeDays)}後があらかじめ入力されます。`]),
    ],
    [`APIクライアントは${days(staleAfterDays)}間確認がないと、長期未確認になります。`],
  ],
  channelsAndRetention: ({ approvalsChannel, auditChannel, digestChannel, auditKeptDays, language }) => [
    approvalsChannel === undefined
      ? ['申請は、承認者それぞれにダイレクトメッセージで送ります。']
      : ['申請は', { channel: approvalsChannel }, 'に投稿します。'],
    auditChannel === undefined
      ? ['監査ログはチャンネルに投稿しません。']
      : ['監査ログは', { channel: auditChannel }, 'に投稿します。'],
    digestChannel === undefined
      ? ['要確認事項は、管理者それぞれにダイレクトメッセージで知らせます。']
      : ['要確認事項は', { channel: digestChannel }, 'に投稿します。'],
    [
      auditKeptDays === undefined
        ? '監査ログは無期限に保存します。'
        : `監査ログは${days(auditKeptDays)}間保存します。`,
    ],
    [languageSentences[language]],
  ],
};

function approvalSentence(approval: Approval, approvers: Members): Sentence {
  if (approval === 'never') return ['メンバーは承認なしでAPIクライアントを作成できます。'];
  return [
    approval === 'always'
      ? '管理者を含む全員に承認が必要です。'
      : '利用権限のないメンバーには承認が必要です。',
    ...(nobodyIn(approvers)
      ? ['承認者が指定されていないため、管理者が承認します。']
      : ['承認できる人：', ...members(approvers), '、または管理者。']),
  ];
}

/** How many people approve, and who is asked when they don’t; nothing where one is enough and nobody else is asked. */
function severalSentences({
  approvalsNeeded,
  sensitive,
  askAdminsAfterHours: hours,
}: Pick<Policy, 'approvalsNeeded' | 'sensitive' | 'askAdminsAfterHours'>): readonly Sentence[] {
  return [
    ...(approvalsNeeded === 1 ? [] : [[`申請には${approvalsNeeded}人の承認が必要です。`]]),
    ...(sensitive.users.length === 0
      ? []
      : [
          [
            '次のAlphausユーザーの申請には、',
            `${sensitive.approvals}人の承認が必要です：`,
            ...listed(sensitive.users.map(alphausUser), '件', NAMED_AT_MOST),
          ],
        ]),
    ...(hours === undefined ? [] : [[`${hours}時間以内に承認・却下されない場合は、管理者にも依頼します。`]]),
  ];
}

function adminsSentence(slackAdmins: boolean, admins: Members): Sentence {
  if (!slackAdmins) return ['管理者は', ...members(admins), 'です。'];
  const slack = 'Slackワークスペースのオーナーと管理者';
  return nobodyIn(admins)
    ? [`${slack}が、このアプリでも管理者です。`]
    : [`${slack}と、`, ...members(admins), 'が管理者です。'];
}
