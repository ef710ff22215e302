import { createHash } from 'node:crypto';
import { Accounts, defaultAccount, type Account } from './accounts.js';
import { AccessTokens } from './access-tokens.js';
import {
  ApiClientRegistry,
  type ClientSeed,
  type Fate,
  type Product,
  type SandboxClient,
} from './api-clients.js';
import { apiServer } from './api-server.js';
import { blueEndpoints } from './blue-endpoints.js';
import { CallLog, type Call } from './calls.js';
import { Fault, Faults } from './faults.js';
import { legacyEndpoints } from './legacy-endpoints.js';
import type { OrderedFault } from '../ordered-fault.js';
import type { Witness } from '../underneath/exchange.js';
import { listenLocally, stopServer } from './local-server.js';
import { RateLimit } from './rate-limit.js';
import { keptClients, writeState } from './state-file.js';
import { tokenEndpoints } from './token-endpoints.js';

export interface SandboxApiOptions {
  /** Any free one when absent. */
  readonly port?: number;
  readonly now?: () => number;
  readonly accounts?: readonly Account[];
  readonly tokenLifetimeSeconds?: number;
  readonly callsPerSecond?: number;
  /** The characters that secrets are made of. */
  readonly secretAlphabet?: string;
  /** A JSON file in which the API clients outlive the process. */
  readonly statePath?: string;
  /** Is told of each call. */
  readonly witness?: Witness;
}

export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

export interface SandboxApi {
  readonly origin: string;
  readonly loginUrl: string;
  readonly serviceUrl: string;
  readonly blueUrl: string;
  /** The first root user's own API client: what a connection is made with. */
  readonly rootClient: Credentials;
  /** The first subuser's own API client. */
  readonly subuserClient: Credentials;
  /** What every user types for the `password` grant. */
  readonly userPassword: string;
  /** Credentials for a user's connection; the API client is put there when first asked for. */
  clientFor(user: string, product?: Product): Credentials;
  /** The names of all root users and subusers. */
  users(): readonly string[];
  /** Everything that exists, secrets included. */
  clients(): readonly SandboxClient[];
  /** What became of an API client. */
  fateOf(id: string): Fate;
  calls(): readonly Call[];
  /** Puts API clients there, made elsewhere by nobody knows whom. */
  seed(user: string, clients: number | readonly ClientSeed[]): readonly SandboxClient[];
  /** From now on, for so many calls as it says, this goes wrong. */
  fault(fault: Fault): OrderedFault;
  clearFaults(): void;
  /** From now on every access token that was issued so far is refused. */
  revokeTokens(): void;
  stop(): Promise<void>;
}

const USER_PASSWORD = 'sandbox-password';
const PLAIN_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The Alphaus API on 127.0.0.1, from its public documentation. */
export async function startSandboxApi(options: SandboxApiOptions = {}): Promise<SandboxApi> {
  const now = options.now ?? Date.now;
  const accountsGiven = options.accounts ?? [defaultAccount];
  const accounts = new Accounts(accountsGiven);
  const clients = registry(options, now, accountsGiven);
  const tokens = new AccessTokens(now, options.tokenLifetimeSeconds ?? 86_400);
  const rate = new RateLimit(now, options.callsPerSecond ?? 100);
  const world = { accounts, clients, tokens, rate };
  const calls = new CallLog();
  const faults = new Faults();
  const endpoints = [
    ...tokenEndpoints(world, USER_PASSWORD),
    ...legacyEndpoints(world),
    ...blueEndpoints(world),
  ];

  const mustExist = (user: string): string => {
    if (accounts.find(user) === undefined) throw new Error(`the sandbox has no user ${user}`);
    return user;
  };
  const clientFor = (user: string, product: Product = 'ripple'): Credentials => {
    const id = `${product}-${createHash('sha256').update(mustExist(user)).digest('hex').slice(0, 12)}`;
    return clients.find(id) ?? clients.add(user, { id, product, name: `Connection of ${user}` });
  };
  const [first] = accountsGiven;
  if (first === undefined) throw new Error('the sandbox needs an account');
  const rootClient = clientFor(first.root);
  const subuserClient = clientFor(first.subusers[0] ?? first.root);

  const server = apiServer({ endpoints, tokens, clients, calls, faults, now, witness: options.witness });
  const origin = await listenLocally(server, options.port ?? 0);

  return {
    origin,
    loginUrl: origin,
    serviceUrl: origin,
    blueUrl: `${origin}/m/blue`,
    rootClient,
    subuserClient,
    userPassword: USER_PASSWORD,
    clientFor,
    users: () => accountsGiven.flatMap(({ root, subusers }) => [root, ...subusers]),
    clients: () => clients.all(),
    fateOf: (id) => clients.fateOf(id),
    calls: () => calls.all(),
    seed: (user, seeds) => clients.seed(mustExist(user), seeds),
    fault: (fault) => faults.set(Fault.parse(fault)),
    clearFaults: () => faults.clear(),
    revokeTokens: () => tokens.revokeAll(),
    stop: () => stopServer(server),
  };
}

function registry(
  { statePath, secretAlphabet = PLAIN_ALPHABET }: SandboxApiOptions,
  now: () => number,
  accounts: readonly Account[],
): ApiClientRegistry {
  const making = { now, secretAlphabet };
  const kept = statePath === undefined ? undefined : keptClients(statePath);
  const clients: ApiClientRegistry = new ApiClientRegistry(making, kept, () => {
    if (statePath !== undefined)
      writeState(statePath, { clients: clients.all(), deleted: clients.deleted() });
  });
  if (kept === undefined) {
    for (const client of accounts.flatMap((account) => account.clients ?? []))
      clients.add(client.user, client);
  }
  return clients;
}
