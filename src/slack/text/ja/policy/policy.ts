import type { PersonId } from '../../../../core/model/ids.js';
import type { EffectOn } from '../../../../core/rules/policy-effects.js';
import type { UnusablePattern } from '../../../../core/rights/pattern.js';
import type { PolicyFlaw, Role } from '../../../../core/rules/policy-flaws.js';
import { type SentenceByKind, sentenceOf } from '../../by-kind.js';
import { type Sentence, sentence } from '../../sentence.js';
import type { Words } from '../../words.js';
import { labelled, san, listed, sansListed } from '../grammar.js';
import { overview } from './policy-overview.js';
import { approvals, languages, inAList, parts, valueOf } from './policy-values.js';

/** What somebody can do, as it stands before 「ことができます」. */
const able: Readonly<Record<EffectOn, string>> = {
  administer: 'このアプリを設定する',
  'decide-requests': '申請を承認・却下する',
  'create-directly': '承認なしでAPIクライアントを作成する',
  'see-all': 'すべてのAPIクライアントを見る',
  'delete-others': 'ほかの人のAPIクライアントを削除・ローテーション・延長する',
};

const roles: Readonly<Record<Role, string>> = {
  admins: '管理者',
  approvers: '承認者',
  grants: '利用権限の付与先',
};

/** Why a pattern cannot be used, and what to do about it. */
function unusablePattern(why: UnusablePattern): string {
  switch (why.kind) {
    case 'no-pattern':
      return '正規表現として正しくないか、途中で終わっています。[a-z]や(dev|prod)のようにかっこがすべて閉じているか、*、+、?の前に文字があるかを確認してください。';
    case 'not-supported':
      return '安全に照合できる正規表現ではありません。先読み・後読みと後方参照（(?=…)や\\1など）は使えません。';
    case 'too-big':
      return `このパターンは大きすぎます。繰り返しをすべて数えると${why.size}要素になり、上限の${why.largest}を超えます。{1000}のような波かっこの数は、その前の部分を掛け算で増やします。小さい数にするか、*や+を使ってください。`;
  }
}

/** So many people or groups are named; where there are more, their number is told. */
const NAMED_AT_MOST = 20;

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
  'people-without-rights': ({ people, as }) => [
    ...sansListed(people, NAMED_AT_MOST),
    `は${roles[as]}に指定されていますが、このワークスペースの正式なメンバーではないため、何もできません。`,
  ],
  'groups-without-members': ({ groups, as }) => [
    ...listed(
      groups.map((group) => ({ group })),
      '件',
      NAMED_AT_MOST,
    ),
    `は${roles[as]}に指定されていますが、このワークスペースの正式なメンバーがいません。`,
  ],
};

export const policy: Words['policy'] = {
  title: 'ポリシー',
  button: 'ポリシー',
  loading: sentence('ポリシーとユーザーグループを読み込んでいます…'),
  submit: '確認',
  close: '閉じる',
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
  grantHolders: '利用権限のあるAlphausユーザーでは、ほかの人のAPIクライアントも変更できる',
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
