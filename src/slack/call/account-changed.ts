import type { AlphausUserName } from '../../core/model/api-client.js';
import type { PersonId } from '../../core/model/ids.js';
import type { ConnectedAccount } from '../../core/connection/connection.js';
import { unqualified } from '../../core/model/product.js';
import type { Services } from './services.js';
import { adminsToAsk } from './admins-to-ask.js';

/** The account that is connected now of a user's product, whichever it is. */
export async function connectedOfItsProduct(
  services: Services,
  user: AlphausUserName,
): Promise<ConnectedAccount | undefined> {
  const { product } = unqualified(user);
  return (await services.connections.accounts()).find((account) => account.product === product);
}

/** Who may know the account in which something was begun: the person who connected another one, else admins. */
export async function whoKnowsAccount(
  services: Services,
  user: AlphausUserName,
): Promise<readonly PersonId[]> {
  const now = await connectedOfItsProduct(services, user);
  return now?.made === undefined ? adminsToAsk(services) : [now.made.by];
}
