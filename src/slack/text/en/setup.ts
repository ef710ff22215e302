import type { AlphausUser } from '../../../core/model/api-client.js';
import type { PersonId } from '../../../core/model/ids.js';
import type { ConnectedAccount } from '../../../core/connection/connection.js';
import { type Flavour, type Product, unqualified } from '../../../core/model/product.js';
import { legibleLine } from '../../../core/model/legible-text.js';
import type { ApiOperation, ApiProblem } from '../../../core/problem.js';
import { type Sentence, sentence } from '../sentence.js';
import { counted, listed, textsListed } from './grammar.js';

const products: Readonly<Record<Product, string>> = { ripple: 'Ripple/Octo', wave: 'Wave' };
const flavours: Readonly<Record<Flavour, string>> = { legacy: 'legacy', blue: 'Blue' };

/** An Alphaus user as people name it; of Wave, with the product behind. */
export function alphausUser(user: string): string {
  const { product, name } = unqualified(user);
  const shown = legibleLine(name);
  return product === 'ripple' ? shown : `${shown} (${products[product]})`;
}

/** Names an Alphaus user beside others: the product is left out when all are of the same one. */
export function alphausUserAmong(users: readonly string[]): (user: string) => string {
  const several = new Set(users.map((user) => unqualified(user).product)).size > 1;
  return several ? alphausUser : (user) => legibleLine(unqualified(user).name);
}

/** Stands wherever something of these products would be. */
export const productsAway = (away: readonly Product[]): Sentence => [
  { bold: textsListed(away.map((product) => products[product])) },
  ' can’t be reached right now, so everything in it is missing here. Try again in a minute.',
];

/** The sentence for a product that cannot be asked now, when what the person named may be in it. */
export const productAway = (product: Product): Sentence => [
  `${products[product]} can’t be reached right now, and what you named may be in it. Nothing was done. Try again in a minute. To name an Alphaus user of another product, type `,
  { code: product === 'wave' ? 'ripple:NAME' : 'wave:NAME' },
  '.',
];

const actsFor = (users: readonly AlphausUser[]): Sentence => {
  const [first] = users;
  if (first === undefined) return ['It has no Alphaus users.'];
  const others = users.length - 1;
  return [
    'It acts for ',
    { bold: unqualified(first.name).name },
    others === 0 ? ' only.' : ` and ${counted(others, 'more Alphaus user', 'more Alphaus users')}.`,
  ];
};

const savedConnection = ({ product, clientId }: ConnectedAccount): Sentence => [
  'the saved connection to ',
  { bold: products[product] },
  ' with the API client ',
  { code: clientId },
];

/** Replaces everything that needs a connection. */
export function notConnected(maySetUp: boolean, ask: readonly PersonId[]): Sentence {
  const first = 'This workspace isn’t connected to Alphaus yet, so there are no API clients to work with. ';
  if (maySetUp) return [first, 'You’re an admin: connect it with ', { bold: 'Set up' }, '.'];
  return [first, ...askAdmin(ask), ' to run ', { code: '/apiclient setup' }, '.'];
}

/** How a sentence begins that sends somebody to an admin: to these, where any are known. */
export function askAdmin(ask: readonly PersonId[]): Sentence {
  if (ask.length === 0) return ['Ask an admin of this workspace'];
  const named = listed(ask.slice(0, NAMED_AT_MOST).map((person) => ({ person })));
  return ['Ask ', ...named, ' or another admin of this workspace'];
}

const NAMED_AT_MOST = 3;

/** The Alphaus account of a user's product, as people name it. */
export const productOf = (user: string): string => products[unqualified(user).product];

export interface Refusal {
  readonly field: 'flavour' | 'clientId' | 'clientSecret';
  readonly text: string;
}

const wrongApi = (): Refusal => ({
  field: 'flavour',
  text: 'The credentials work, but not with this API. Choose the other API, or use an API client with more rights. Nothing was saved.',
});

const noAnswer = (): Refusal => ({
  field: 'clientId',
  text: 'Alphaus didn’t answer, so the credentials couldn’t be checked. Nothing was saved. Try again in a minute.',
});

/** What is said of credentials that were not taken, and under which field. */
const refusals = (
  product: Product,
): Readonly<Record<ApiProblem['kind'], (operation: ApiOperation) => Refusal>> => ({
  'api-credentials-refused': (operation) => ({
    field: 'clientSecret',
    text:
      operation === 'token'
        ? `Alphaus rejected this client ID and secret for ${products[product]}. Check both, and the product. Nothing was saved.`
        : 'Alphaus knows the client ID and secret, but doesn’t accept them for this. Choose the other product. Nothing was saved.',
  }),
  'api-forbidden': wrongApi,
  'api-not-found': wrongApi,
  'api-refused': wrongApi,
  'api-malformed': wrongApi,
  'api-rate-limited': () => ({
    field: 'clientId',
    text: 'Alphaus is getting too many requests right now. Try again in a minute. Nothing was saved.',
  }),
  'api-unreachable': noAnswer,
  'api-timeout': noAnswer,
  'api-failed': noAnswer,
});

/** Sentences about setting a workspace up. */
export const setup = {
  products,
  flavours,
  title: 'Set up',
  intro: 'Settings for everyone in this workspace.',
  button: 'Set up',
  connection: 'Connection',
  notConnected: sentence(
    'Not connected to Alphaus yet. Until it is, nobody can use API clients here. Press ',
    { bold: 'Connection' },
    ' to connect an account.',
  ),

  account: ({ product, flavour, clientId, made }: ConnectedAccount, isDefault: boolean): Sentence => [
    { bold: products[product] },
    ` through the ${flavours[flavour]} API, with the API client `,
    { code: clientId },
    ...(made === undefined
      ? ['. Set in the bot’s environment']
      : ['. Connected by ', { person: made.by }, ' ', { time: made.at }]),
    isDefault ? '. Default.' : '.',
  ],

  form: {
    title: 'Connection',
    submit: 'Connect',
    close: 'Close',
    loading: sentence('Loading the connections…'),
    trying: sentence('Trying the credentials with Alphaus. They’re saved only if they work…'),
    first: 'Connect an Alphaus account',
    another: 'Connect another account, or change one',
    product: 'Product',
    productHint: 'One account per product. A new one replaces the current one.',
    flavour: 'API',
    flavourHint:
      'legacy: API clients of the account and its subusers. Blue: only those of the API client’s own user.',
    clientId: 'Client ID',
    clientIdHint: 'Use an API client created for this bot in the Alphaus console. The bot never deletes it.',
    clientSecret: 'Client secret',
    clientSecretHint: 'Stored encrypted, and never shown again.',
    clientIdInvalid: 'Enter the client ID. It has only letters, digits, - and _.',
    clientSecretInvalid: 'Enter the client secret as Alphaus showed it when the API client was created.',
    choose: 'Choose one.',
  },

  connected: (product: Product, users: readonly AlphausUser[]): Sentence => [
    'Connected ',
    { bold: products[product] },
    '. ',
    ...actsFor(users),
  ],
  test: 'Test',
  /** Stands there until the answer has come. */
  testing: (account: ConnectedAccount): Sentence => ['Testing ', ...savedConnection(account), '…'],
  works: (account: ConnectedAccount, users: readonly AlphausUser[]): Sentence => [
    '✓ I tested ',
    ...savedConnection(account),
    ', and it works. ',
    ...actsFor(users),
  ],
  doesNotWork: (account: ConnectedAccount, why: Sentence): Sentence => [
    '✗ I tested ',
    ...savedConnection(account),
    ', and it doesn’t work: ',
    ...why,
  ],
  makeDefault: 'Make default',
  isDefault: (product: Product): Sentence => [
    { bold: products[product] },
    ' is now the default. An Alphaus user named without a product is looked up there first.',
  ],
  disconnect: 'Disconnect',
  disconnectConfirm: {
    title: 'Disconnect?',
    text: 'The bot deletes the client ID and secret. API clients stay in Alphaus, but nobody can manage them here until it’s connected again.',
    yes: 'Disconnect',
    no: 'Keep',
  },
  disconnected: (product: Product): Sentence => [
    'Disconnected ',
    { bold: products[product] },
    '. Its client ID and secret were deleted here. If nothing else uses that API client, delete it in the Alphaus console.',
  ],
  gone: (product: Product): Sentence => [{ bold: products[product] }, ' is no longer connected.'],

  /** Under the field whose value is to blame, as far as that can be told. */
  refused: (facts: ApiProblem, product: Product): Refusal => refusals(product)[facts.kind](facts.operation),
};
