import type { AlphausUserName, ApiClient } from '../model/api-client.js';
import type { Owner } from '../model/client-record.js';
import { searchable } from '../model/legible-text.js';
import { DAY_MS } from '../model/durations.js';
import type { ClientContext } from './client-context.js';
import { ofOwners, type OwnedClient } from './client-records.js';

/** Which clients are wanted, of those that a person may see; absent parts leave out none. */
export interface ClientFilter {
  /** `undefined`: of all Alphaus users. */
  readonly user?: AlphausUserName | undefined;
  /** Only those that the person owns, by themselves or through a user group. */
  readonly mine: boolean;
  /** Only those that this person, or this user group, owns. */
  readonly owner?: Owner | undefined;
  /** Only those that were neither created nor claimed here. */
  readonly unknownOrigin?: boolean | undefined;
  /** Only those that were created longer ago. */
  readonly olderThanDays?: number | undefined;
  /** Only those whose end date comes sooner. */
  readonly endsWithinDays?: number | undefined;
  /** Looked for in name, id and purpose, whatever its case, width and normal form. */
  readonly text: string;
}

/**
 * Whether a client is wanted by the filter, apart from its owner. Reads what the filter needs beside what the API tells; `users`: those that
 * are looked through.
 */
export async function isWantedBy(
  context: Pick<ClientContext, 'records' | 'workspace' | 'now'>,
  filter: ClientFilter,
  users: readonly AlphausUserName[],
): Promise<(client: ApiClient) => boolean> {
  const { endsWithinDays, olderThanDays, unknownOrigin = false, text } = filter;
  const now = context.now().getTime();
  const [purposes, ending] = await Promise.all([
    text !== '' || unknownOrigin ? purposesOf(context, users) : undefined,
    endsWithinDays === undefined ? undefined : endingBefore(context, new Date(now + endsWithinDays * DAY_MS)),
  ]);
  const isFound = matching(text, purposes);
  const before = olderThanDays === undefined ? undefined : now - olderThanDays * DAY_MS;
  return (client) =>
    (before === undefined || (client.createdAt !== undefined && client.createdAt < before)) &&
    (ending === undefined || ending.has(client.id)) &&
    !(unknownOrigin && purposes?.has(client.id) === true) &&
    isFound(client);
}

/** The ids of those that belong to the owner that is asked for; `undefined` where none is. */
export const ofWantedOwner = (
  context: Pick<ClientContext, 'records' | 'workspace'>,
  { owner }: ClientFilter,
): Promise<readonly OwnedClient[]> | undefined =>
  owner === undefined ? undefined : ofOwners(context, [owner]);

async function endingBefore(
  { records, workspace }: Pick<ClientContext, 'records' | 'workspace'>,
  until: Date,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const id of records.endingBefore(workspace, until)) ids.add(id);
  return ids;
}

/** From so many Alphaus users on, the whole index is read at once instead of each one's part. */
const USERS_READ_ALONE = 8;

/** The purposes of the clients with a record, by id. */
async function purposesOf(
  { records, workspace }: Pick<ClientContext, 'records' | 'workspace'>,
  users: readonly AlphausUserName[],
): Promise<ReadonlyMap<string, string>> {
  const purposes = new Map<string, string>();
  const some = users.length <= USERS_READ_ALONE ? users : undefined;
  for await (const { id, purpose } of records.ofUsers(workspace, some)) purposes.set(id, purpose);
  return purposes;
}

function matching(
  wanted: string,
  purposes: ReadonlyMap<string, string> | undefined,
): (client: ApiClient) => boolean {
  const text = searchable(wanted);
  if (text === '') return () => true;
  return (client) =>
    searchable(client.name).includes(text) ||
    client.id.toLowerCase().includes(text) ||
    searchable(purposes?.get(client.id) ?? '').includes(text);
}
