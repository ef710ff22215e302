import type { ActContext } from '../audit/right-on-record.js';
import { isSameAccount } from '../connection/same-account.js';
import type { BegunInAccount } from '../model/account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { Owner } from '../model/client-record.js';
import type { PersonId } from '../model/ids.js';
import { Problem } from '../problem.js';
import { isOwnedBy } from '../rights/decide.js';
import type { ConnectedWorkspace } from './connected-workspace.js';

/** What every verb of clients works with. */
export interface ClientContext extends ConnectedWorkspace, ActContext {
  /** Who may know the account that a user's product was connected to before; nobody where no name is known. */
  readonly whoKnowsAccount: (user: AlphausUserName) => Promise<readonly PersonId[]>;
  readonly now: () => Date;
}

/** Throws a `Problem` where the connection does not lead to the account in which something was begun. */
export async function mustBeItsAccount(
  { connection, whoKnowsAccount }: Pick<ClientContext, 'connection' | 'whoKnowsAccount'>,
  { user, account }: BegunInAccount,
): Promise<void> {
  if (await isSameAccount(connection, { user, account })) return;
  throw new Problem({ kind: 'account-changed', user, ask: await whoKnowsAccount(user) });
}

/** Whether a client is the person's, by themselves or through one of their user groups. */
export async function isOwn(
  { people }: Pick<ClientContext, 'people'>,
  { person, owner }: { readonly person: PersonId; readonly owner: Owner | undefined },
): Promise<boolean> {
  if (owner?.kind !== 'group') return isOwnedBy(owner, { id: person, groups: [] });
  return isOwnedBy(owner, await people.actor(person));
}
