import type { Connection, Connections } from '../connection/connection.js';
import { accountOf, isSameAccount } from '../connection/same-account.js';
import { accountFor, type Accounts } from '../model/account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { PersonId } from '../model/ids.js';
import { unqualified } from '../model/product.js';
import { Problem } from '../problem.js';
import { accountsSince } from '../rules/grants-in-force.js';
import { moveRequest } from './move-request.js';
import type { ClientRequest } from './request.js';
import type { Requests } from './requests.js';

/** What tells whether a request is for an account that is connected now. */
export interface RequestAccountContext {
  readonly requests: Requests;
  readonly connections: Pick<Connections, 'current' | 'accounts'>;
  readonly now: () => Date;
  /** Who may know the account that a user's product was connected to before; nobody where no name is known. */
  readonly whoKnowsAccount: (user: AlphausUserName) => Promise<readonly PersonId[]>;
}

/**
 * Binds a request of before accounts were named, once, to the connected accounts, if these were connected when it was
 * asked for. Otherwise its account stays unknown, and it has to be requested again.
 */
export async function boundToAccount(
  { requests, connections }: Pick<RequestAccountContext, 'requests' | 'connections'>,
  request: ClientRequest,
): Promise<ClientRequest> {
  if (request.accounts !== undefined) return request;
  const users = request.user === undefined ? [] : [request.user];
  const accounts = accountsSince(await connections.accounts(), new Date(request.createdAt), users);
  if (accounts === undefined) return request;
  const bound = { ...request, accounts: [...accounts] };
  const swapped = await requests.replace(request, bound);
  return swapped.kind === 'swapped' ? bound : (swapped.standing ?? request);
}

/** The accounts in which somebody asks now: their Alphaus user's, or all that are connected, where they are not sure. */
export async function accountsToAskIn(
  {
    connection,
    connections,
  }: Pick<RequestAccountContext, 'connections'> & { readonly connection: Connection },
  user: AlphausUserName | undefined,
): Promise<Accounts> {
  if (user === undefined) {
    return (await connections.accounts()).map(({ product, clientId }) => ({ product, clientId }));
  }
  const account = accountOf(connection, user);
  return account === undefined ? [] : [account];
}

/** Whether the account in which a request was asked for is connected now, for whom it is, or may be. */
export async function isItsAccountConnected(
  { connections }: Pick<RequestAccountContext, 'connections'>,
  { accounts, user: asked, state }: ClientRequest,
  picked?: AlphausUserName,
): Promise<boolean> {
  const connection = await connections.current();
  if (accounts === undefined || connection === undefined) return false;
  const user = asked ?? picked ?? ('approval' in state ? state.approval?.user : undefined);
  if (user !== undefined) {
    const account = accountFor(accounts, user);
    return account !== undefined && isSameAccount(connection, { user, account });
  }
  const connected = await connections.accounts();
  if (connected.some(({ clientId }) => accounts.some((account) => account.clientId === clientId)))
    return true;
  const { users } = await connection.alphaus.users();
  for (const account of accounts) {
    const first = users.find(({ name }) => unqualified(name).product === account.product);
    if (first !== undefined && (await isSameAccount(connection, { user: first.name, account }))) return true;
  }
  return false;
}

/** Throws a `Problem` where a request was asked for in another account than the connected one. */
export async function mustBeForConnectedAccount(
  context: RequestAccountContext,
  request: ClientRequest,
  user: AlphausUserName,
): Promise<void> {
  if (await isItsAccountConnected(context, request, user)) return;
  const { name } = request;
  throw new Problem({ kind: 'request-elsewhere', name, user, ask: await context.whoKnowsAccount(user) });
}

/** Notes in the request whether its account is connected, where that has changed; resolves to it as it stands. */
export async function withAccountSeen(
  context: Omit<RequestAccountContext, 'whoKnowsAccount'>,
  request: ClientRequest,
): Promise<ClientRequest> {
  const bound = await boundToAccount(context, request);
  let isConnected: boolean;
  try {
    isConnected = await isItsAccountConnected(context, bound);
  } catch (error) {
    // What the API does not tell now it tells at a later look.
    if (!(error instanceof Problem)) throw error;
    return bound;
  }
  return (await moveRequest(context.requests, bound, { kind: 'see-account', isConnected, at: context.now() }))
    .request;
}
