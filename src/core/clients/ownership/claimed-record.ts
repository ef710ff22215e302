import { accountOf } from '../../connection/same-account.js';
import { type ApiClient, ClientName } from '../../model/api-client.js';
import type { ClientRecord, Owner, Purpose } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { legibleLine } from '../../model/legible-text.js';
import type { OwnershipContext } from './ownership-context.js';

const LONGEST_NAME = 64;

/** Who takes an API client of unknown origin in charge, and for whom. */
export interface ClaimedAs {
  readonly by: PersonId;
  readonly owner: Owner;
  readonly purpose: Purpose;
}

/** The record of an API client that was made elsewhere: from now on it is a client like any other. */
export function claimedRecord(
  { workspace, connection, now }: Pick<OwnershipContext, 'workspace' | 'connection' | 'now'>,
  client: ApiClient,
  { by, owner, purpose }: ClaimedAs,
): ClientRecord {
  const { id, user } = client;
  const at = now().toISOString();
  const account = accountOf(connection, user);
  return {
    workspace,
    id,
    user,
    name: nameOf(client),
    owner,
    requester: by,
    purpose,
    createdAt: client.createdAt === undefined ? at : new Date(client.createdAt).toISOString(),
    ...(account !== undefined && { account }),
    claimed: { by, at },
    confirmed: { by, at },
  };
}

/** What was made elsewhere may have no name, a long one, or one that misleads a reader. */
function nameOf({ name, id }: { readonly name: string; readonly id: ClientId }): ClientName {
  const shown = Array.from(legibleLine(name).trim()).slice(0, LONGEST_NAME).join('');
  return ClientName.safeParse(shown).data ?? ClientName.parse(id.slice(0, LONGEST_NAME));
}
