import type { UntilBroken } from '../../../../core/model/until.js';
import type { BrokenRule, TypedProblem } from '../../../../core/problem.js';
import type { SentenceByKind } from '../../by-kind.js';
import type { FailedAct } from '../../failed-act.js';
import { sentence } from '../../sentence.js';
import { audit, auditSelection } from '../audit.js';
import { quoted, san, textsListed } from '../grammar.js';

/** Says which characters of a text would mislead its readers, and where they are. */
const misleading = (what: string, shown: string): string =>
  `${what}に、見えない文字や、前後の文字の表示を変える文字が含まれています：${quoted(shown)}。これらを除いて入力し直してください。`;

const nameRules = {
  empty: '名前を1～64文字で入力してください。空白だけの名前は使えません。',
  'too-long': '名前が長すぎます。64文字以内で入力してください。',
  'control-characters':
    '名前に、タブや改行などの見えない制御文字が含まれています。これらを除いて入力し直してください。',
};

export const nameRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('名前', broken.shown) : nameRules[broken.rule];

const purposeRules = {
  empty: '何のためのAPIクライアントかを入力してください。まだ必要かどうかを、後でほかの人が判断できます。',
  'too-long': '用途が長すぎます。500文字以内で入力してください。',
  'control-characters': '用途に、見えない制御文字が含まれています。これらを除いて入力し直してください。',
};

export const purposeRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('用途', broken.shown) : purposeRules[broken.rule];

const reasonRules = {
  empty: '申請者が次に何をすればよいかわかるように、理由を入力してください。',
  'too-long': '理由が長すぎます。500文字以内で入力してください。',
  'control-characters': '理由に、見えない制御文字が含まれています。これらを除いて入力し直してください。',
};

export const reasonRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('理由', broken.shown) : reasonRules[broken.rule];

const untilRules: Readonly<Record<UntilBroken, string>> = {
  unreadable: '有効期限を読み取れません。',
  'no-such-day': '存在しない日付です。',
  past: 'その日はすでに過ぎています。',
  'too-far': '3,650日より先の日は指定できません。',
};

const untilTyped = sentence(
  '日付（',
  { code: '2027-03-31' },
  '、',
  { code: '2027年3月31日' },
  '）か、今日からの日数または週数（',
  { code: '90d' },
  '、',
  { code: '12w' },
  '）を入力してください。',
);

const commentRules = {
  empty: 'コメントを入力するか、空欄のままにしてください。',
  'too-long': 'コメントが長すぎます。500文字以内で入力してください。',
  'control-characters': 'コメントに、見えない制御文字が含まれています。これらを除いて入力し直してください。',
};

export const commentRule = (broken: BrokenRule): string =>
  broken.rule === 'misleading-characters' ? misleading('コメント', broken.shown) : commentRules[broken.rule];

/** The sentences for what somebody typed and nobody can read: how it is typed instead. */
export const typedProblems: SentenceByKind<TypedProblem, [FailedAct]> = {
  'unbalanced-quotes': () => [
    '引用符が足りません。次のように両端を引用符で囲んでください：',
    { code: '--purpose "夜間エクスポート"' },
  ],
  'unknown-flag': ({ flag, known }) => [
    '不明なオプションです：',
    { code: flag },
    known.length === 0
      ? '。このコマンドにオプションはありません。'
      : `。使えるオプション：${textsListed(known.map((name) => `--${name}`))}`,
  ],
  'flag-without-value': ({ flag }) => [
    { code: flag },
    'に値を指定してください。空白を含む値は引用符で囲んでください。',
  ],
  'unexpected-argument': ({ argument }, { command }) => [
    '余分な引数があります：',
    { code: argument },
    '。空白を含む値は引用符で囲むか、この引数を取り除いてください。入力方法は',
    { code: command === undefined ? '/apiclient help' : `/apiclient ${command} --help` },
    'で確認できます。',
  ],
  'name-invalid': ({ broken }) => [nameRule(broken)],
  'purpose-invalid': ({ broken }) => [purposeRule(broken)],
  'client-id-invalid': () => [
    'クライアントIDでも名前でもありません。クライアントIDは',
    { code: 'ripple-abcdef123456' },
    'のような形式です。',
    { code: '/apiclient list' },
    'で確認できます。',
  ],
  'audit-selection-invalid': ({ part }) => auditSelection[part],
  'audit-action-unknown': ({ typed, nearest, known }) => audit.actionUnknown(typed, nearest, known),
  'audit-user-unknown': ({ typed, known }) => audit.userUnknown(typed, known),
  'export-format-unknown': () => audit.formats,
  'search-too-long': () => ['検索する文字が長すぎます。100文字以内で入力してください。'],
  'days-invalid': ({ flag }) => [
    { code: `--${flag}` },
    'には、',
    { code: '90d' },
    'や',
    { code: '12w' },
    'のように日数または週数を指定してください。',
  ],
  'owner-not-mentioned': ({ typed }) => [
    { code: typed },
    'は、人でもユーザーグループでもありません。@を入力して名前を選んでください。例：',
    { code: '--owner @ben' },
  ],
  'person-for-alphaus-user': ({ person }, { command }) => [
    ...san(person),
    'は人です。',
    { code: '--user' },
    'には、',
    { code: 'billing' },
    'のようなAlphausユーザーの名前を指定してください。',
    ...(command === 'list' ? ['人が所有するものは、', { code: '--owner' }, 'で表示できます。'] : []),
  ],
  'unknown-origin-has-no-owner': () => [
    '作成元不明のAPIクライアントには所有者も有効期限もないため、',
    { code: '--unknown-origin' },
    'は',
    { code: '--mine' },
    '、',
    { code: '--owner' },
    '、',
    { code: '--ending' },
    'と同時に指定できません。',
  ],
  'until-invalid': ({ why }) => [untilRules[why], ...untilTyped],
  'owner-invalid': () => [
    '所有者に指定できるのは、自分か、自分が入っているユーザーグループです。次のようにグループをメンションしてください：',
    { code: '--owner @data-team' },
  ],
};
