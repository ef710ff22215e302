import type { Grant } from '../../../core/rights/grants.js';
import type { ListedGrant } from '../listed-grant.js';
import { type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { inARow, listed, san, sanOrGroup } from './grammar.js';
import { alphausUser } from './setup.js';

const users = (names: readonly string[]): Sentence =>
  listed(
    names.map((name) => ({ bold: alphausUser(name) })),
    '個',
  );

const granted = (grant: ListedGrant): Sentence =>
  grant.waits
    ? [
        ...sanOrGroup(grant.to),
        'には、別のAlphausアカウントで',
        ...users(grant.users),
        'の利用権限が付与されています。現在接続しているアカウントでは無効です。こちらでも付与するには、もう一度追加してください。',
      ]
    : [...sanOrGroup(grant.to), 'は', ...users(grant.users), 'を利用できます。'];

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
  added: (grant) => [...sanOrGroup(grant.to), 'が', ...users(grant.users), 'を利用できるようになりました。'],
  grantedAlready: (to) => [
    ...sanOrGroup(to),
    'にはすでにこの利用権限が付与されているため、追加するものはありません。',
  ],
  removed: (grant) => [...sanOrGroup(grant.to), 'は', ...users(grant.users), 'を利用できなくなりました。'],
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
    noGrantee: 'メンバーまたはユーザーグループを選んでください。',
    noUser: 'Alphausユーザーを1つ以上選んでください。',
  },
};
