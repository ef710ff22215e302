import type { Grant } from '../../../core/rights/grants.js';
import type { ListedGrant } from '../listed-grant.js';
import { type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { inARow, listed, san, sanOrGroup } from './grammar.js';
import { alphausUser } from './setup.js';

const users = (names: readonly string[]): Sentence =>
  listed(
    names.map((name) => ({ bold: alphausUser(name) })),
    '件',
  );

/** A grant's end; nothing for one that is for good. */
const ends = ({ until }: Pick<Grant, 'until'>): Sentence =>
  until === undefined ? [] : ['（有効期限：', { time: new Date(until) }, '）'];

const grantedAs: Readonly<Record<ListedGrant['stands'], (grant: ListedGrant) => Sentence>> = {
  holds: (grant) => [
    ...sanOrGroup(grant.to),
    'は',
    ...users(grant.users),
    'を利用できます',
    ...ends(grant),
    '。',
  ],
  waits: (grant) => [
    ...sanOrGroup(grant.to),
    'には、別のAlphausアカウントで',
    ...users(grant.users),
    'の利用権限が付与されています',
    ...ends(grant),
    '。現在接続しているアカウントでは無効です。こちらでも付与するには、もう一度追加してください。',
  ],
  ended: (grant) => [
    '終了：',
    ...sanOrGroup(grant.to),
    'の',
    ...users(grant.users),
    'の利用権限',
    ...ends(grant),
    'は期限が切れており、もう利用できません。',
  ],
};

const granted = (grant: ListedGrant): Sentence => grantedAs[grant.stands](grant);

const given = (grant: Grant): Sentence => [
  '付与：',
  ...san(grant.by),
  '、',
  { time: new Date(grant.at) },
  '。',
];

export const access: Words['access'] = {
  title: '利用権限',
  intro:
    'どのAlphausユーザーを誰が利用できるかの一覧です。利用権限のある人は、そのAlphausユーザーでAPIクライアントを作成し、すべてのAPIクライアントを見ることができます。管理者には利用権限は必要ありません。',
  none: sentence(
    '利用権限はまだ誰にも付与されていません。APIクライアントを作成できるのは管理者だけで、ほかの人は申請が必要です。付与するには「',
    { bold: '追加' },
    '」を押してください。',
  ),
  count: (from, to, total) => (total === 1 ? '利用権限1件' : `利用権限${total}件中${from}～${to}件目`),
  grant: granted,
  grantGiven: (grant) => inARow(granted(grant), given(grant)),
  add: '追加',
  remove: '解除',
  removeConfirm: {
    title: 'この利用権限を解除しますか？',
    text: 'この利用権限で作成したAPIクライアントは残り、所有者の権限も変わりません。',
    yes: '解除',
    no: 'キャンセル',
  },
  next: '次へ',
  previous: '前へ',
  added: (grant) => [
    ...sanOrGroup(grant.to),
    'が',
    ...users(grant.users),
    'を利用できるようになりました',
    ...ends(grant),
    '。',
  ],
  grantedAlready: (to) => [
    ...sanOrGroup(to),
    'にはすでにこの利用権限が付与されているため、追加するものはありません。',
  ],
  removed: (grant) => [...sanOrGroup(grant.to), 'は', ...users(grant.users), 'を利用できなくなりました。'],
  news: {
    'ends-soon': {
      held: ({ to, users: names, by }, until) => [
        to.kind === 'person' ? '付与されている' : 'チームに付与されている',
        ...users(names),
        'の利用権限は、',
        { time: until },
        'に期限が切れます。その後は、新しい利用権限か承認がないとこのAlphausユーザーでAPIクライアントを作成できません。作成済みのAPIクライアントは残ります。引き続き必要な場合は、付与した',
        ...san(by),
        'か、ほかの管理者に連絡してください。',
      ],
      given: ({ to, users: names }, until) => [
        ...sanOrGroup(to),
        'に付与した',
        ...users(names),
        'の利用権限は、',
        { time: until },
        'に期限が切れます。延長するには、より後の日付を指定して',
        { code: '/apiclient access add' },
        'でもう一度追加してください。',
      ],
    },
    ended: {
      held: ({ to, users: names, by }, until) => [
        to.kind === 'person' ? '付与されていた' : 'チームに付与されていた',
        ...users(names),
        'の利用権限は、',
        { time: until },
        'に期限が切れました。作成済みのAPIクライアントは残ります。新たに作成するには、',
        { code: '/apiclient request' },
        'で申請するか、前回付与した',
        ...san(by),
        'またはほかの管理者に利用権限の付与を依頼してください。',
      ],
      given: ({ to, users: names }, until) => [
        ...sanOrGroup(to),
        'に付与した',
        ...users(names),
        'の利用権限は、',
        { time: until },
        'に期限が切れました。作成済みのAPIクライアントは残ります。',
      ],
    },
  },
  removedAlready: sentence('この利用権限は存在しないか、すでに解除されています。'),
  form: {
    title: '利用権限の付与',
    submit: '追加',
    close: 'キャンセル',
    loading: sentence('ユーザーグループとAlphausユーザーを読み込んでいます…'),
    person: 'メンバー',
    group: 'ユーザーグループ',
    groupHint:
      'その時点でグループに入っている全員が対象です。メンバー、グループ、またはその両方を選んでください。',
    user: 'Alphausユーザー',
    userHint: 'このAlphausユーザーでAPIクライアントを作成できるようになります。複数選べます。',
    until: '有効期限',
    untilHint: '最終日を2027-03-31、90d、12wのように入力してください。期限なしの場合は空欄にしてください。',
    noGrantee: 'メンバーまたはユーザーグループを選んでください。',
    noUser: 'Alphausユーザーを1つ以上選んでください。',
  },
};
