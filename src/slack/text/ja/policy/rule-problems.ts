import type { DenialReason } from '../../../../core/model/decision.js';
import type { ProblemFacts } from '../../../../core/problem.js';
import type { SentenceByKind } from '../../by-kind.js';
import type { FailedAct } from '../../failed-act.js';
import type { RuleProblem } from '../../rule-problem.js';
import { type Sentence, sentence } from '../../sentence.js';
import { san, textsListed } from '../grammar.js';
import { askAdmin } from '../setup.js';

type NotForAnybody = 'guest' | 'not-an-admin';

/** Said to people who can do it with the help of an admin. */
const deniedToAll: Readonly<Record<NotForAnybody, string>> = {
  guest: 'ゲストはAPIクライアントを利用できません。',
  'not-an-admin': '管理者だけが行えます。',
};

const denied: Readonly<Record<Exclude<DenialReason, NotForAnybody>, Sentence>> = {
  stranger: ['このアプリがインストールされているワークスペースのメンバーだけが利用できます。'],
  bot: ['ボットはこのアプリを利用できません。APIクライアントを扱えるのは人だけです。'],
  deactivated: ['このSlackアカウントは無効化されているため、APIクライアントを利用できません。'],
  'not-an-approver': ['申請を承認・却下できるのは、承認者と管理者だけです。'],
  'not-visible': ['存在しないか、表示する権限がありません。'],
  'not-owner': [
    '自分のAPIクライアントではありません。所有者または管理者だけが行えます。所有者は',
    { code: '/apiclient show' },
    'で確認できます。',
  ],
  'own-credential': [
    'ボット自身がAlphausの呼び出しに使っているAPIクライアントです。なくなるとボットが動かなくなるため、ここでは行えません。',
  ],
  'not-new-owner': ['このAPIクライアントの譲渡先ではありません。'],
  'has-owner': ['このAPIクライアントにはすでに所有者がいます。所有者または管理者が譲渡できます。'],
  'own-request': ['自分の申請を承認・却下することはできません。'],
  'not-its-approver': ['承認を取り消せるのは、承認した本人と管理者だけです。'],
  'not-requester': ['申請者だけが行えます。'],
};

type InvalidRecipient = Extract<ProblemFacts, { kind: 'recipient-invalid' }>['standing'];

/** Why no API client is prepared for somebody. */
const recipientInvalid: Readonly<Record<Exclude<InvalidRecipient, undefined>, Sentence>> = {
  guest: ['ゲストはAPIクライアントを利用できないため、用意できません。何も行っていません。'],
  stranger: ['APIクライアントを用意できる相手は、このワークスペースのメンバーだけです。何も行っていません。'],
  bot: ['ボットはAPIクライアントを利用できないため、用意できません。何も行っていません。'],
  deactivated: ['このSlackアカウントは無効化されています。何も行っていません。'],
  self: [
    '受け取る人に自分が指定されています。指定を外すと、',
    { code: '/apiclient create' },
    'ですぐに作成できます。',
  ],
};

const noRecipient = sentence(
  { code: '/apiclient create nightly --for @ben' },
  'のように、受け取る人をメンションしてください。',
);

type InvalidGrantee = Extract<ProblemFacts, { kind: 'grantee-invalid' }>['standing'];

const granteeInvalid: Readonly<Record<Exclude<InvalidGrantee, undefined>, Sentence>> = {
  guest: ['ゲストはAPIクライアントを利用できないため、利用権限を付与できません。何も追加していません。'],
  stranger: ['利用権限を付与できるのは、このワークスペースのメンバーだけです。何も追加していません。'],
  bot: ['ボットはこのアプリを利用できないため、利用権限を付与できません。何も追加していません。'],
  deactivated: ['このSlackアカウントは無効化されています。何も追加していません。'],
  'unknown-group': ['このユーザーグループはSlackにありません。何も追加していません。'],
};

const noGrantee = sentence(
  { code: '/apiclient access add @ben billing' },
  'のようにメンバーまたはユーザーグループをメンションするか、',
  { code: '/apiclient access' },
  'と入力してボタンを使ってください。',
);

const acted = { create: '作成', delete: '削除', request: '申請' };

const example = (text: string | undefined): Sentence => (text === undefined ? [] : ['例：', { code: text }]);

/** The sentences for what rights, grants and the policy do not let people do, or what is wrong with a change of them. */
export const ruleProblems: SentenceByKind<RuleProblem, [FailedAct]> = {
  'recipient-has-too-many': ({ recipient, limit }) => [
    ...san(recipient),
    `のAPIクライアントは、ポリシーの上限（1人あたり${limit}件）に達しています。何も行っていません。`,
  ],
  'recipient-not-in-group': ({ recipient }) => [
    ...san(recipient),
    'はそのユーザーグループに入っていないため、所有者にできません。本人が入っているグループを選ぶか、所有者の指定を外してください。',
  ],
  'recipient-invalid': ({ standing }) => (standing === undefined ? noRecipient : recipientInvalid[standing]),
  'grantee-invalid': ({ standing }) => (standing === undefined ? noGrantee : granteeInvalid[standing]),
  'unknown-action': ({ action, known }) =>
    action === ''
      ? ['操作を指定してください：', { code: textsListed(known) }]
      : [
          '不明な操作です：',
          { code: action },
          '。次のいずれかを指定してください：',
          { code: textsListed(known) },
        ],
  'no-user-named': () => [
    { code: '/apiclient access add @ben billing' },
    'のように、Alphausユーザーも指定してください。',
  ],
  'too-many-grants': ({ limit }) => [
    `利用権限が上限の${limit}件に達しています。いくつか解除するか、1人ずつではなくユーザーグループにまとめて付与してください。`,
  ],
  'policy-changed-meanwhile': ({ change }) =>
    change === undefined
      ? ['その間にポリシーが変更されたため、何も保存していません。もう一度確認してください。']
      : [
          { time: change.at },
          'に',
          ...san(change.by),
          'がポリシーを変更しました。その変更を上書きしないよう、何も保存していません。もう一度確認してください。',
        ],
  'nobody-administers': () => [
    'このポリシーでは管理者が1人もいなくなり、誰も元に戻せません。ワークスペースの正式なメンバーを管理者に指定するか、Slackの管理者をこのアプリでも管理者にしてください。',
  ],
  'name-not-allowed': (facts) => [
    '名前がこのワークスペースのポリシーに合っていません。次のパターンに一致する必要があります：',
    { code: facts.pattern },
    '。',
    ...example(facts.example),
  ],
  'purpose-not-allowed': (facts) => [
    '用途がこのワークスペースのポリシーに合っていません。次のパターンに一致する部分が必要です：',
    { code: facts.pattern },
    '。',
    ...example(facts.example),
  ],
  'pattern-unusable': ({ part }, { ask }) => [
    part === 'namePattern'
      ? 'このワークスペースのポリシーにある名前のパターンが正しくないため、どの名前も許可されません。'
      : 'このワークスペースのポリシーにある用途のパターンが正しくないため、どの用途も許可されません。',
    { code: '/apiclient setup' },
    'の「',
    { bold: 'ポリシー' },
    '」で変更するよう、',
    ...askAdmin(ask),
    'に依頼してください。',
  ],
  'too-often': ({ act, whose, limit, possibleAt }) => [
    whose === 'person'
      ? `1時間以内に${limit}件のAPIクライアントを${acted[act]}しており、ポリシーで決められた1人あたりの上限に達しています。`
      : `このワークスペース全体で1時間以内に${limit}件のAPIクライアントを${acted[act]}しており、ポリシーで決められた上限に達しています。`,
    { time: possibleAt },
    '以降にもう一度お試しください。',
  ],
  'until-needed': ({ days, latest }) => [
    `このワークスペースでは、すべてのAPIクライアントに${days}日以内の有効期限が必要です。指定できる最も遅い日：`,
    { code: latest },
  ],
  'until-too-late': ({ days, latest }) => [
    `このワークスペースでは、APIクライアントの有効期限は${days}日以内です。指定できる最も遅い日：`,
    { code: latest },
  ],
  'end-of-unknown-origin': ({ id }) => [
    'このAPIクライアントはこのボット以外の場所で作成されたもので、所有者がわからないため、有効期限を設定できません。不要な場合の削除：',
    { code: `/apiclient delete ${id}` },
  ],
  'until-too-soon': ({ earliest }) => [
    '所有者に前日までに知らせるため、今日を有効期限にはできません。指定できる最も早い日：',
    { code: earliest },
  ],
  'too-many-clients': ({ limit }, { ask }) => [
    `APIクライアントが${limit}件あり、ポリシーで決められた1人あたりの上限に達しています。`,
    { code: '/apiclient list --mine' },
    'で確認し、不要なものを削除してください。さらに必要な場合は、',
    ...askAdmin(ask),
    'に相談してください。',
  ],
  'right-lost': () => [
    'この画面を表示した後に権限が変わったため、この操作はできなくなりました。何も実行していません。',
  ],
  'approval-needed': ({ rule }) => [
    rule === 'always'
      ? 'このワークスペースでは、APIクライアントの作成には必ず承認が必要です。'
      : 'このAlphausユーザーでAPIクライアントを作成するには、承認が必要です。',
    { code: '/apiclient request' },
    'で申請してください。',
  ],
  'replacing-needs-approval': ({ rule }) => [
    rule === 'always'
      ? 'このワークスペースでは、再作成を含め、APIクライアントの作成には必ず承認が必要です。'
      : 'このAlphausユーザーでAPIクライアントを作成するには承認が必要なため、再作成できません。',
    '何も削除していません。',
    { code: '/apiclient request' },
    'で新しいAPIクライアントを申請し、不要になったらこのAPIクライアントを削除してください。',
  ],
  'not-allowed': ({ reason }, { ask }) =>
    reason === 'guest' || reason === 'not-an-admin'
      ? [deniedToAll[reason], ...askAdmin(ask), 'に、代わりに行うよう依頼してください。']
      : denied[reason],
  'own-credential': () => denied['own-credential'],
};
