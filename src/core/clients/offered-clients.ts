import type { ClientId } from '../model/ids.js';
import type { Connection } from '../connection/connection.js';
import type { Offer } from '../intents/intent.js';
import type { ClientRecords } from './client-records.js';
import type { Deletions } from './deletions.js';

/** What happened to the clients that an offer names. */
export interface OfferedNow {
  readonly gone: readonly ClientId[];
  /** The clients that are not known to be gone. */
  readonly left: readonly ClientId[];
}

export interface LookingAtOffered {
  readonly deletions: Pick<Deletions, 'find'>;
  readonly records: Pick<ClientRecords, 'find'>;
  /**
   * The connection to the account in which they live, asked for only where the API has to say it; `undefined`: there
   * is none that could.
   */
  readonly connection: () => Promise<Connection | undefined>;
}

/**
 * Looks at the deletions and the records, then for the rest at the API's list, whose failure is a `Problem`.
 * `deleted`: known to be gone, such as one that was found to be deleted elsewhere just now.
 */
export async function lookAtOffered(
  looking: LookingAtOffered,
  offer: Offer,
  deleted?: ClientId,
): Promise<OfferedNow> {
  const { candidates } = offer;
  const gone = new Set<ClientId>();
  for (const id of candidates) {
    if (id === deleted || (await isKnownToBeGone(looking, offer, id))) gone.add(id);
  }
  const connection = gone.size === candidates.length ? undefined : await looking.connection();
  if (connection !== undefined) {
    const { user } = offer.wish;
    connection.directory.forget(user);
    const listed = new Set((await connection.directory.fresh(user)).map(({ id }) => id));
    for (const id of candidates) if (!listed.has(id)) gone.add(id);
  }
  return {
    gone: candidates.filter((id) => gone.has(id)),
    left: candidates.filter((id) => !gone.has(id)),
  };
}

async function isKnownToBeGone(
  { deletions, records }: LookingAtOffered,
  { workspace }: Offer,
  id: ClientId,
): Promise<boolean> {
  if ((await deletions.find(workspace, id))?.done === true) return true;
  return (await records.find(workspace, id))?.closed !== undefined;
}
