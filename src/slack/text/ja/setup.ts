import type { AlphausUser } from '../../../core/model/api-client.js';
import type { PersonId } from '../../../core/model/ids.js';
import type { ConnectedAccount } from '../../../core/connection/connection.js';
import { type Flavour, type Product, unqualified } from '../../../core/model/product.js';
import { legibleLine } from '../../../core/model/legible-text.js';
import type { ApiOperation, ApiProblem } from '../../../core/problem.js';
import { type Sentence, sentence } from '../sentence.js';
import type { Words } from '../words.js';
import { san, sansListed, textsListed } from './grammar.js';

const products: Readonly<Record<Product, string>> = { ripple: 'Ripple/Octo', wave: 'Wave' };
const flavours: Readonly<Record<Flavour, string>> = { legacy: 'legacy', blue: 'Blue' };

/** An Alphaus user as people name it; of Wave, with the product behind. */
export function alphausUser(user: string): string {
  const { product, name } = unqualified(user);
  const shown = legibleLine(name);
  return product === 'ripple' ? shown : `${shown}（${products[product]}）`;
}

/** Names an Alphaus user beside others: the product is left out when all are of the same one. */
export function alphausUserAmong(users: readonly string[]): (user: string) => string {
  const several = new Set(users.map((user) => unqualified(user).product)).size > 1;
  return several ? alphausUser : (user) => legibleLine(unqualified(user).name);
}

/** Stands wherever something of these products would be. */
export const productsAway = (away: readonly Product[]): Sentence => [
  { bold: textsListed(away.map((product) => products[product])) },
  'に現在接続できないため、その内容は表示していません。1分ほど待ってから、もう一度お試しください。',
];

/** The sentence for a product that cannot be asked now, when what the person named may be in it. */
export const productAway = (product: Product): Sentence => [
  `${products[product]}に現在接続できません。指定されたものはその中にある可能性があるため、何も実行していません。1分ほど待ってから、もう一度お試しください。別の製品のAlphausユーザーを指定するには、`,
  { code: product === 'wave' ? 'ripple:NAME' : 'wave:NAME' },
  'のように入力してください。',
];

const actsFor = (users: readonly AlphausUser[]): Sentence => {
  const [first] = users;
  if (first === undefined) return ['Alphausユーザーはありません。'];
  const others = users.length - 1;
  const { name } = unqualified(first.name);
  return ['対象のAlphausユーザー：', { bold: name }, others === 0 ? 'のみ。' : `、ほか${others}件。`];
};

/** Replaces everything that needs a connection. */
export function notConnected(maySetUp: boolean, ask: readonly PersonId[]): Sentence {
  const first = 'このワークスペースはまだAlphausに接続していないため、APIクライアントを扱えません。';
  if (maySetUp) return [first, '「', { bold: '設定' }, '」から接続してください。'];
  return [first, ...askAdmin(ask), 'に、', { code: '/apiclient setup' }, 'を実行するよう依頼してください。'];
}

/** The people to ask, as it stands before 「に、…依頼してください」: these admins, where any are known. */
export function askAdmin(ask: readonly PersonId[]): Sentence {
  if (ask.length === 0) return ['このワークスペースの管理者'];
  return [...sansListed(ask.slice(0, NAMED_AT_MOST)), '、またはこのワークスペースのほかの管理者'];
}

const NAMED_AT_MOST = 3;

/** The Alphaus account of a user's product, as people name it. */
export const productOf = (user: string): string => products[unqualified(user).product];

type Refusal = ReturnType<Words['setup']['refused']>;

const wrongApi = (): Refusal => ({
  field: 'flavour',
  text: '認証情報は有効ですが、このAPIでは使えません。別のAPIを選ぶか、より多くの権限があるAPIクライアントを使ってください。何も保存していません。',
});

const noAnswer = (): Refusal => ({
  field: 'clientId',
  text: 'Alphausから応答がないため、認証情報を確認できませんでした。何も保存していません。1分ほど待ってから、もう一度お試しください。',
});

/** What is said of credentials that were not taken, and under which field. */
const refusals = (
  product: Product,
): Readonly<Record<ApiProblem['kind'], (operation: ApiOperation) => Refusal>> => ({
  'api-credentials-refused': (operation) => ({
    field: 'clientSecret',
    text:
      operation === 'token'
        ? `このクライアントIDとクライアントシークレットは、${products[product]}では認められませんでした。両方と、製品の選択を確認してください。何も保存していません。`
        : 'クライアントIDとクライアントシークレットは有効ですが、この用途では認められませんでした。別の製品を選んでください。何も保存していません。',
  }),
  'api-forbidden': wrongApi,
  'api-not-found': wrongApi,
  'api-refused': wrongApi,
  'api-malformed': wrongApi,
  'api-rate-limited': () => ({
    field: 'clientId',
    text: 'Alphausへのリクエストが集中しています。1分ほど待ってから、もう一度お試しください。何も保存していません。',
  }),
  'api-unreachable': noAnswer,
  'api-timeout': noAnswer,
  'api-failed': noAnswer,
});

const savedConnection = ({ product, clientId }: ConnectedAccount): Sentence => [
  '保存済みの',
  { bold: products[product] },
  'への接続（APIクライアント',
  { code: clientId },
  '）',
];

/** Sentences about setting a workspace up. */
export const setup: Words['setup'] = {
  products,
  flavours,
  title: '設定',
  intro: 'このワークスペースの全員に適用される設定です。',
  button: '設定',
  connection: '接続',
  notConnected: sentence(
    'まだAlphausに接続していません。接続するまで、ここでは誰もAPIクライアントを利用できません。「',
    { bold: '接続' },
    '」を押してアカウントに接続してください。',
  ),

  account: ({ product, flavour, clientId, made }, isDefault) => [
    { bold: products[product] },
    `：${flavours[flavour]} API、APIクライアント`,
    { code: clientId },
    'で接続。',
    ...(made === undefined
      ? ['ボットの環境変数で設定されています。']
      : [...san(made.by), 'が', { time: made.at }, 'に接続しました。']),
    isDefault ? '既定の接続です。' : '',
  ],

  form: {
    title: '接続',
    submit: '接続する',
    close: '閉じる',
    loading: sentence('接続を読み込んでいます…'),
    trying: sentence('Alphausで認証情報を確認しています。確認できた場合だけ保存します…'),
    first: 'Alphausアカウントに接続',
    another: '別のアカウントに接続・接続を変更',
    product: '製品',
    productHint: '製品ごとに1つのアカウントです。新しく接続すると、現在の接続と置き換わります。',
    flavour: 'API',
    flavourHint:
      'legacy：アカウントとそのサブユーザーのAPIクライアント。Blue：このAPIクライアントのユーザー自身のものだけ。',
    clientId: 'クライアントID',
    clientIdHint:
      'Alphausコンソールで、このボット用に作成したAPIクライアントを使ってください。ボットがこれを削除することはありません。',
    clientSecret: 'クライアントシークレット',
    clientSecretHint: '暗号化して保存し、再び表示することはありません。',
    clientIdInvalid: 'クライアントIDを入力してください。使える文字は英数字、-、_です。',
    clientSecretInvalid:
      'APIクライアントの作成時にAlphausに表示されたクライアントシークレットを入力してください。',
    choose: '1つ選んでください。',
  },

  connected: (product, users) => [{ bold: products[product] }, 'に接続しました。', ...actsFor(users)],
  test: 'テスト',
  testing: (account) => [...savedConnection(account), 'をテストしています…'],
  works: (account, users) => [
    '✓ ',
    ...savedConnection(account),
    'をテストしました。正常です。',
    ...actsFor(users),
  ],
  doesNotWork: (account, why) => [
    '✗ ',
    ...savedConnection(account),
    'をテストしました。問題があります：',
    ...why,
  ],
  makeDefault: '既定にする',
  isDefault: (product) => [
    { bold: products[product] },
    'を既定の接続にしました。製品を付けずに指定したAlphausユーザーは、まずここで探します。',
  ],
  disconnect: '接続を解除',
  disconnectConfirm: {
    title: '接続を解除しますか？',
    text: 'ボットに保存されたクライアントIDとクライアントシークレットを削除します。APIクライアントはAlphausに残りますが、再び接続するまでここでは誰も管理できません。',
    yes: '接続を解除',
    no: 'キャンセル',
  },
  disconnected: (product) => [
    { bold: products[product] },
    'との接続を解除し、クライアントIDとクライアントシークレットをここから削除しました。そのAPIクライアントをほかで使っていない場合は、Alphausコンソールで削除してください。',
  ],
  gone: (product) => [{ bold: products[product] }, 'にはもう接続していません。'],

  refused: (facts, product) => refusals(product)[facts.kind](facts.operation),
};
