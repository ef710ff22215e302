import type { SentenceByKind } from '../../by-kind.js';
import type { OwnershipProblem } from '../../ownership-problem.js';
import { type Sentence, sentence } from '../../sentence.js';
import { named, san, sanOrGroup } from '../grammar.js';
import type { Words } from '../../words.js';

const cannotOwn: Readonly<
  Record<NonNullable<Extract<OwnershipProblem, { kind: 'new-owner-invalid' }>['why']>, Sentence>
> = {
  guest: ['ゲストはAPIクライアントの所有者になれません。何も変更していません。'],
  stranger: [
    'APIクライアントの所有者になれるのは、このワークスペースのメンバーだけです。何も変更していません。',
  ],
  bot: ['ボットはAPIクライアントの所有者になれません。何も変更していません。'],
  deactivated: ['このSlackアカウントは無効化されています。何も変更していません。'],
  'empty-group': [
    'このユーザーグループには、このワークスペースの正式なメンバーがいません。何も変更していません。',
  ],
};

const noNewOwner = sentence(
  '次のように、新しい所有者（メンバーまたはユーザーグループ）をメンションしてください：',
  { code: '/apiclient transfer ripple-abcdef123456 @ben' },
);

/** The sentences for what keeps an API client from changing hands. */
export const ownershipProblems: SentenceByKind<OwnershipProblem> = {
  'new-owner-invalid': ({ why }) => (why === undefined ? noNewOwner : cannotOwn[why]),
  'new-owner-others-group': () => [
    '自分が入っていないユーザーグループには、管理者だけが譲渡できます。グループのメンバー個人に譲渡することはできます。何も変更していません。',
  ],
  'owner-already': () => ['すでにこのAPIクライアントの所有者です。何も変更していません。'],
  'client-without-owner': () => [
    'このAPIクライアントにはまだ所有者がいません。先に',
    { code: '/apiclient claim' },
    'で引き取ってください。',
  ],
  'finding-over': () => ['すでに対応済みです。残りは', { code: '/apiclient review' }, 'で確認できます。'],
  'transfer-over': () => [
    'この譲渡は、すでに回答されたか、別の譲渡に変更されたか、期限が切れたため、終了しています。何も変更していません。',
  ],
};

/** Sentences about who owns an API client: claiming, transferring, assigning. */
export const ownership: Words['ownership'] = {
  loading: sentence('APIクライアントを確認しています…'),
  close: 'キャンセル',
  idHint: '例：ripple-abcdef123456。/apiclient listですべて確認できます。',
  claim: {
    button: '引き取り',
    title: 'APIクライアントの引き取り',
    submit: '引き取る',
    intro: sentence(
      'このボットで作成したものと同じように、所有者と用途を登録します。クライアントIDとクライアントシークレットは変わりません。',
    ),
    done: (name, owner) => [
      ...named(name),
      'の所有者は',
      ...sanOrGroup(owner),
      'になりました。クライアントIDとクライアントシークレットは変わっていません。',
    ],
  },
  transfer: {
    button: '譲渡',
    title: 'APIクライアントの譲渡',
    submit: '譲渡する',
    newOwner: '新しい所有者',
    newOwnerHint: '相手は7日以内に受け入れる必要があります。それまでは何も変わりません。',
    newOwnerHintOfAdmin: '管理者による譲渡は、すぐに有効になります。',
    newOwnerGroup: '新しい所有者（ユーザーグループ）',
    noNewOwner: 'メンバーまたはユーザーグループを選んでください。',
    bothOwners: 'メンバーかユーザーグループのどちらか一方を選んでください。',
    done: (name, owner) => [...named(name), 'の所有者は', ...sanOrGroup(owner), 'になりました。'],
    offered: (name, to, until) => [
      ...san(to),
      'に',
      ...named(name),
      'の譲渡を申し出ました。',
      { time: until },
      'までに受け入れられると譲渡されます。それまでは何も変わりません。',
    ],
    offeredTo: (to, until) => [...san(to), '（', { time: until }, 'まで）'],
    replaced: (to) => ['以前の', ...san(to), 'への申し出は終了しました。'],
    asked: (by) => [
      ...san(by),
      'がこのAPIクライアントを譲渡しようとしています。受け入れると所有者になり、いつまで必要かを判断し、問い合わせを受ける立場になります。クライアントシークレットは渡されません。',
    ],
    accept: '受け入れる',
    decline: '辞退する',
    acceptBy: '受け入れ期限',
    state: {
      accepted: sentence('受け入れました。このAPIクライアントの所有者になりました。'),
      declined: sentence('辞退しました。何も変わっていません。'),
      over: sentence('この譲渡はすでに終了しています。'),
    },
  },
  assign: {
    button: '割り当て',
    title: 'APIクライアントの割り当て',
    submit: '割り当てる',
  },
  byAt: (by, at) => [...san(by), '、', { time: at }],
  news: {
    transferredAway: (name, to, by) => [
      ...san(by),
      'が、あなたのAPIクライアント',
      ...named(name),
      'を',
      ...sanOrGroup(to),
      'に譲渡しました。',
    ],
    transferredAwayFromGroup: (name, from, to, by) => [
      ...san(by),
      'が、',
      ...sanOrGroup(from),
      'のAPIクライアント',
      ...named(name),
      'を',
      ...sanOrGroup(to),
      'に譲渡しました。',
    ],
    nowYours: (name, purpose, by) => [
      ...san(by),
      'により、APIクライアント',
      ...named(name),
      'の所有者になりました。用途：',
      purpose,
    ],
    nowYourTeams: (name, purpose, team, by) => [
      ...san(by),
      'により、',
      ...sanOrGroup(team),
      'がAPIクライアント',
      ...named(name),
      'の所有者になりました。用途：',
      purpose,
    ],
    accepted: (name, by) => [
      ...san(by),
      'がAPIクライアント',
      ...named(name),
      'を受け入れ、所有者になりました。',
    ],
    declined: (name, by) => [
      ...san(by),
      'がAPIクライアント',
      ...named(name),
      'を辞退しました。所有者は変わっていません。',
    ],
    expired: (name, to) => [
      ...san(to),
      'が7日以内にAPIクライアント',
      ...named(name),
      'を受け入れなかったため、譲渡は終了しました。所有者は変わっていません。',
    ],
  },
};
