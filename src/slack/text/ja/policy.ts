import type { PersonId } from '../../../core/model/ids.js';
import type { Approval, Policy, PolicyLanguage } from '../../../core/rights/policy.js';
import type { Members } from '../../../core/model/members.js';
import type { EffectOn } from '../../../core/rules/policy-effects.js';
import type { UnusablePattern } from '../../../core/rights/pattern.js';
import type { PolicyFlaw, Role } from '../../../core/rules/policy-flaws.js';
import { type SentenceByKind, sentenceOf } from '../by-kind.js';
import { type Inline, type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { labelled, listed, san } from './grammar.js';
import { alphausUser } from './setup.js';

const NAMED_AT_MOST = 10;

const inAList = (all: readonly Inline[]): Sentence =>
  all.length === 0 ? ['なし'] : listed(all, '件', NAMED_AT_MOST);

const members = ({ people, groups }: Members): Sentence =>
  inAList([...people.map((person) => ({ person })), ...groups.map((group) => ({ group }))]);

const days = (number: number): string => `${number}日`;

const approvals: Readonly<Record<Approval, string>> = {
  never: '不要：すべてのメンバーがAPIクライアントを作成できる',
  'without-grant': '利用権限のないAlphausユーザーの場合に必要',
  always: '常に必要：管理者も別の人の承認を受ける',
};

/** Each language by its own name, so that people who look for it can read it. */
const languages: Readonly<Record<PolicyLanguage, string>> = {
  en: 'English（英語）',
  ja: '日本語',
  'as-admins': '管理者の多くがSlackで使っている言語',
};

const languageSentences: Readonly<Record<PolicyLanguage, string>> = {
  en: 'カード、ダイジェスト、監査チャンネルの言語は英語です。',
  ja: 'カード、ダイジェスト、監査チャンネルの言語は日本語です。',
  'as-admins': 'カード、ダイジェスト、監査チャンネルの言語は、管理者の多くがSlackで使っている言語です。',
};

const parts: Readonly<Record<keyof Policy, string>> = {
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
    others ? 'ほかの人のAPIクライアントも削除できる' : '自分のAPIクライアントだけを変更できる',
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

const nobodyIn = ({ people, groups }: Members): boolean => people.length + groups.length === 0;

const overview: Words['policy']['overview'] = {
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

const valueOf = (part: keyof Policy, policy: Policy): Sentence => values[part](policy);

/** What somebody can do, as it stands before 「ことができます」. */
const able: Readonly<Record<EffectOn, string>> = {
  administer: 'このアプリを設定する',
  'decide-requests': '申請を承認・却下する',
  'create-directly': '承認なしでAPIクライアントを作成する',
  'see-all': 'すべてのAPIクライアントを見る',
  'delete-others': 'ほかの人のAPIクライアントを削除する',
};

const roles: Readonly<Record<Role, string>> = {
  admins: '管理者',
  approvers: '承認者',
  grants: '利用権限の付与先',
};

/** Why a pattern cannot be used, and what to do about it. */
const unusablePattern = (why: UnusablePattern): string =>
  why.kind === 'no-pattern'
    ? '安全に照合できる正規表現ではありません。先読み・後読みと後方参照（(?=…)や\\1など）は使えません。'
    : `このパターンは大きすぎます。繰り返しをすべて数えると${why.size}要素になり、上限の${why.largest}を超えます。{1000}のような波かっこの数は、その前の部分を掛け算で増やします。小さい数にするか、*や+を使ってください。`;

const flaws: SentenceByKind<PolicyFlaw> = {
  'nobody-administers': () => ['管理者が1人もいません。'],
  'pattern-unusable': ({ part, why }) =>
    labelled(
      parts[part],
      unusablePattern(why),
      { code: '/apiclient setup' },
      'で変更するまで、誰もAPIクライアントの作成や申請ができません。',
    ),
  'nobody-decides': () => [
    'このワークスペースの正式なメンバーである承認者も管理者もいないため、誰も申請を承認・却下できません。承認が必要な人は承認を受けられません。',
  ],
  'only-one-decides': ({ person }) => [
    '申請を承認・却下できるのは',
    ...san(person),
    'だけのため、本人の申請を承認できる人がいません。承認者をもう1人追加してください。',
  ],
  'too-few-decide': ({ needed, deciding, own }) =>
    own
      ? [
          `ポリシーでは${needed}人の承認が必要ですが、承認・却下できるのは${deciding}人だけです。自分の申請は承認できないため、この${deciding}人の申請は必要な承認を受けられません。承認者を追加してください。`,
        ]
      : [
          `ポリシーでは${needed}人の承認が必要ですが、承認・却下できるのは${deciding}人だけのため、どの申請も必要な承認を受けられません。承認者を追加するか、必要な承認の数を減らしてください。`,
        ],
  'person-without-rights': ({ person, as }) => [
    ...san(person),
    `は${roles[as]}に指定されていますが、このワークスペースの正式なメンバーではないため、何もできません。`,
  ],
  'group-without-members': ({ group, as }) => [
    { group },
    `は${roles[as]}に指定されていますが、このワークスペースの正式なメンバーがいません。`,
  ],
};

export const policy: Words['policy'] = {
  title: 'ポリシー',
  button: 'ポリシー',
  loading: sentence('ポリシーとユーザーグループを読み込んでいます…'),
  submit: '確認',
  close: '閉じる',
  back: '戻る',
  sections: {
    approvals: '承認',
    people: 'メンバー',
    namesAndLimits: '名前と上限',
    channelsAndRetention: 'チャンネルと保存期間',
  },
  overview,
  parts,
  part: (part, of) => labelled(parts[part], ...valueOf(part, of)),
  approvals,
  languages,
  languageHint:
    '複数の人が読むカード、ダイジェスト、監査チャンネルの言語です。本人だけに届くメッセージは、その人のSlackの言語で表示します。',
  approverGroups: '承認者のユーザーグループ',
  approversHint:
    '申請を承認・却下する人です。管理者も承認・却下できます。自分の申請は誰も承認・却下できません。',
  digestChannelHint:
    '管理者に要確認事項を知らせる場所です。平日に1回、所有者がいなくなったときはすぐに知らせます。空欄の場合は、管理者それぞれにダイレクトメッセージを送ります。このチャンネルにアプリを招待してください：/invite @API Clients',
  approvalsNeededHint:
    '申請を承認する必要のある人数です。1人でも却下すると終了します。自分の申請は誰も承認できません。',
  sensitiveHint: 'これらのAlphausユーザーの申請には、ほかより多くの承認を求めることができます。',
  sensitiveApprovals: '重要なAlphausユーザーに必要な承認の数',
  sensitiveApprovalsHint: '上の数より小さい場合は、上の数が使われます。',
  askAdminsHint:
    'この時間内に承認・却下されない場合、承認者ではない管理者にも1回だけ依頼します。空欄の場合は依頼しません。',
  channelHint: 'このチャンネルにアプリを招待してください：/invite @API Clients',
  approvalsChannelHint:
    '申請の送り先です。空欄の場合は、承認者それぞれにダイレクトメッセージを送ります。このチャンネルにアプリを招待してください：/invite @API Clients',
  adminGroups: '管理者のユーザーグループ',
  slackAdmins: 'このアプリでも管理者にする',
  grantHolders: '利用権限のあるAlphausユーザーでは、ほかの人のAPIクライアントも削除できる',
  patternHint:
    '正規表現で指定します。^と$は先頭と末尾を表します。例：^team-[a-z0-9-]+$はteam-exportを許可します。空欄の場合は制限しません。',
  purposePatternHint:
    '用途のどこかに含まれるべき内容（チケット番号など）を正規表現で指定します。例：[A-Z]+-[0-9]+',
  patternTooLong: 'パターンが長すぎます。200文字以内で入力してください。',
  patternMisleading: (shown) =>
    `パターンに、見えない文字や、前後の文字の表示を変える文字が含まれています：「${shown}」。これらを除いて入力し直してください。`,
  unusablePattern,
  defaultLifeHint: 'フォームに最初から入力される有効期限です。入力しない場合は空欄にしてください。',
  longestLifeHint:
    '設定すると、すべてのAPIクライアントに有効期限が必要になります。延長は、その日から数えます。設定済みの有効期限は変わりません。空欄の場合は無制限です。',
  clientsPerPersonHint: '空欄の場合、上限はありません。',
  perPersonAndHour: '1人1時間あたりの上限',
  actsPerHourHint: '作成、削除、申請をそれぞれ別に数えます。',
  perWorkspaceAndHour: 'ワークスペース全体の1時間あたりの上限',
  auditKeptHint: '空欄の場合、無期限に保存します。',
  mentionGroups: 'メンションするユーザーグループ',
  mentionHint: '承認チャンネルに新しい申請が届くと、Slackの通知が届きます。',
  outOfRange: (least, most) => `${least}から${most}までの整数を入力してください。`,
  nobodyAdministers:
    'このままでは管理者が1人もいなくなります。このワークスペースの正式なメンバーを指定するか、Slackの管理者をこのアプリでも管理者にしてください。',

  preview: {
    title: '変更内容の確認',
    loading: sentence('変更内容を確認しています…'),
    submit: '保存',
    nothing: sentence('現在のポリシーから変更はありません。'),
    intro: sentence('まだ保存していません。次のように変更します。'),
    part: (part, before, after) =>
      labelled(parts[part], ...valueOf(part, after), '（現在：', ...valueOf(part, before), '）'),
    effects: '影響を受ける人',
    noEffects: sentence('権限が変わる人はいません。'),
    flaws: '先に確認してください',
    patternExample: (part, example) => labelled(parts[part], '許可される例：', { code: example }),
    patternRefuses: ({ refused, looked, total, example }) =>
      labelled(
        parts.namePattern,
        looked === total ? `既存の名前${total}件のうち` : `既存の名前${total}件のうち${looked}件を確認し、`,
        `${refused}件は新しいAPIクライアントでは許可されません。例：`,
        { code: example },
      ),
  },
  effect: ({ on, gained, lost }, self) => [
    ...change(lost, `${able[on]}ことができなくなります`, self),
    ...change(gained, `${able[on]}ことができるようになります`, self),
  ],
  flaw: (flaw) => sentenceOf(flaws, flaw),
  saved: sentence('ポリシーを保存しました。今すぐ適用されます。'),
  draftGone: sentence(
    '1時間以内に保存されなかったため、変更内容は破棄されました。',
    { code: '/apiclient setup' },
    'からやり直してください。',
  ),
};

function change(who: readonly PersonId[], what: string, self: PersonId): readonly Sentence[] {
  if (who.length === 0) return [];
  const you = who.includes(self) ? '（自分を含む）' : '';
  return [[{ bold: `${who.length}人` }, `${you}が${what}：`, ...inAList(who.map((person) => ({ person })))]];
}
