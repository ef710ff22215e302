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

/** The same beside others: where all are of one product, it need not be said. */
export function alphausUserAmong(users: readonly string[]): (user: string) => string {
  const several = new Set(users.map((user) => unqualified(user).product)).size > 1;
  return several ? alphausUser : (user) => legibleLine(unqualified(user).name);
}

/** Stands wherever something of these products would be. */
export const productsAway = (away: readonly Product[]): Sentence => [
  { bold: textsListed(away.map((product) => products[product])) },
  ' could not be asked just now, so what is there is missing here. Try again in a minute.',
];

/** Where what was named may be there. */
export const productAway = (product: Product): Sentence => [
  `${products[product]} could not be asked just now, and what you named may be there. Nothing was done: try again in a minute. An Alphaus user of another product can be named with it, as `,
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
    others === 0 ? ' alone.' : ` and ${counted(others, 'more Alphaus user', 'more Alphaus users')}.`,
  ];
};

/** Said in the place of everything that needs a connection. */
export function notConnected(maySetUp: boolean, ask: readonly PersonId[]): Sentence {
  const first = 'This workspace is not connected to Alphaus yet, so there are no API clients to work with. ';
  if (maySetUp) return [first, 'You are an admin: connect it with ', { bold: 'Set up' }, '.'];
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
  text: 'The credentials work, but this API does not answer them as it should. Choose the other API, or an API client with more rights. Nothing was kept.',
});

const noAnswer = (): Refusal => ({
  field: 'clientId',
  text: 'Alphaus did not answer, so the credentials could not be tried. Nothing was kept. Try again in a minute.',
});

/** What is said of credentials that were not taken, and under which field. */
const refusals = (
  product: Product,
): Readonly<Record<ApiProblem['kind'], (operation: ApiOperation) => Refusal>> => ({
  'api-credentials-refused': (operation) => ({
    field: 'clientSecret',
    text:
      operation === 'token'
        ? `Alphaus refuses this client ID and secret for ${products[product]}. Check both, and the product. Nothing was kept.`
        : 'Alphaus knows the client ID and secret, but does not accept them for this. Choose the other product. Nothing was kept.',
  }),
  'api-forbidden': wrongApi,
  'api-not-found': wrongApi,
  'api-refused': wrongApi,
  'api-malformed': wrongApi,
  'api-rate-limited': () => ({
    field: 'clientId',
    text: 'Alphaus is getting too many requests right now. Try again in a minute. Nothing was kept.',
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
  intro: 'What this workspace’s admins set up for everybody.',
  button: 'Set up',
  connection: 'Connection',
  notConnected: sentence(
    'Not connected to Alphaus yet: until it is, nobody can use API clients here. Press ',
    { bold: 'Connection' },
    ' to connect an account.',
  ),

  account: ({ product, flavour, clientId, made }: ConnectedAccount, isDefault: boolean): Sentence => [
    { bold: products[product] },
    ` over the ${flavours[flavour]} API, as the API client `,
    { code: clientId },
    ...(made === undefined
      ? ['. The bot’s own environment gives it']
      : ['. Connected by ', { person: made.by }, ' ', { time: made.at }]),
    isDefault ? '. The default.' : '.',
  ],

  form: {
    title: 'Connection',
    submit: 'Connect',
    close: 'Close',
    loading: sentence('Looking up what is connected …'),
    trying: sentence('Trying the credentials with Alphaus. Nothing is kept before they work …'),
    first: 'Connect an Alphaus account',
    another: 'Connect another account, or change one',
    product: 'Product',
    productHint: 'One account of each product. A new one takes the place of the one before.',
    flavour: 'API',
    flavourHint:
      'legacy: API clients of the account and its subusers. Blue: of the API client’s own user alone.',
    clientId: 'Client ID',
    clientIdHint: 'Of an API client made for this bot in the Alphaus console. The bot never deletes it.',
    clientSecret: 'Client secret',
    clientSecretHint: 'Kept sealed, and never shown again.',
    clientIdInvalid: 'Enter the client ID: letters, digits, - and _.',
    clientSecretInvalid: 'Enter the client secret, as Alphaus showed it when the API client was made.',
    choose: 'Choose one.',
  },

  connected: (product: Product, users: readonly AlphausUser[]): Sentence => [
    'Connected ',
    { bold: products[product] },
    '. ',
    ...actsFor(users),
  ],
  test: 'Test',
  works: (product: Product, users: readonly AlphausUser[]): Sentence => [
    { bold: products[product] },
    ' works. ',
    ...actsFor(users),
  ],
  worksNot: (product: Product, why: Sentence): Sentence => [
    { bold: products[product] },
    ' does not work: ',
    ...why,
  ],
  makeDefault: 'Make default',
  isDefault: (product: Product): Sentence => [
    { bold: products[product] },
    ' is the default now: an Alphaus user named without a product is looked for there first.',
  ],
  disconnect: 'Disconnect',
  disconnectConfirm: {
    title: 'Disconnect?',
    text: 'The bot forgets the client ID and secret at once. API clients stay in Alphaus, but nobody can work with them here until it is connected again.',
    yes: 'Disconnect',
    no: 'Keep',
  },
  disconnected: (product: Product): Sentence => [
    'Disconnected ',
    { bold: products[product] },
    '. Its client ID and secret are forgotten here; delete the API client in the Alphaus console if nothing else uses it.',
  ],
  gone: (product: Product): Sentence => [{ bold: products[product] }, ' is not connected any more.'],

  /** Under the field whose value is to blame, as far as that can be told. */
  refused: (facts: ApiProblem, product: Product): Refusal => refusals(product)[facts.kind](facts.operation),
};
