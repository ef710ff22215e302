import type { AlphausUserName } from '../model/api-client.js';
import type { ClientRecord, Owner } from '../model/client-record.js';
import type { ClientId, PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import type { Commit, Part } from '../store.js';
import { DAY_MS } from '../model/durations.js';

/** A person who has not said for this long whether a secret is saved is reminded. */
export const UNCONFIRMED_FOR_MS = DAY_MS;

/** The records of API clients made here, and of those deleted from here. Each read costs what it yields. */
export interface ClientRecords {
  find(workspace: WorkspaceId, id: ClientId): Promise<ClientRecord | undefined>;
  /** One for each id, in the order of the ids, in one round trip. */
  findAll(workspace: WorkspaceId, ids: readonly ClientId[]): Promise<readonly (ClientRecord | undefined)[]>;
  add(record: ClientRecord): Promise<void>;
  /** The parts of a batch that add a record with all that is told by the indexes; refused where one stands. */
  adding(record: ClientRecord): readonly Part[];
  /** The parts of a batch that change a record; refused unless it stands as it was read. */
  changing(before: ClientRecord, after: ClientRecord): readonly Part[];
  /** Applies `change` to the newest state, atomically; `undefined` from `change` leaves it as it is. */
  change(
    workspace: WorkspaceId,
    id: ClientId,
    change: (record: ClientRecord) => ClientRecord | undefined,
    how?: Changing,
  ): Promise<ClientRecord | undefined>;
  /** Open ones; of `limit` at most. */
  ofOwner(workspace: WorkspaceId, owner: Owner, limit?: number): Promise<readonly OwnedClient[]>;
  /** Open ones that the person made; of `limit` at most. */
  ofRequester(workspace: WorkspaceId, requester: PersonId, limit?: number): Promise<readonly ClientId[]>;
  /** Open ones of these Alphaus users; without users: of all. */
  ofUsers(workspace: WorkspaceId, users?: readonly AlphausUserName[]): AsyncIterable<ClientSummary>;
  /**
   * Open ones that were made, or confirmed last, from `since` until `until`, in that order; without `since`, from the
   * first.
   */
  confirmedBetween(
    workspace: WorkspaceId,
    since: Date | undefined,
    until: Date,
  ): AsyncIterable<{ readonly id: ClientId; readonly at: Date }>;
  /** Open ones that end before then, the next first. */
  endingBefore(workspace: WorkspaceId, until: Date): AsyncIterable<ClientId>;
  /** Everybody who owns an open one, each once. */
  owners(workspace: WorkspaceId): AsyncIterable<Owner>;
  /** Open ones that were made under an intent. */
  ofIntent(workspace: WorkspaceId, intent: string): Promise<readonly ClientId[]>;
  /** The first client that an approved request led to, open or deleted since. One whose secret was never handed over does not count. */
  ofRequest(workspace: WorkspaceId, request: RequestId): Promise<ClientId | undefined>;
}

export interface Changing {
  /** The record as the caller has just read or written it, which saves a read while it still stands. */
  readonly known?: ClientRecord | undefined;
  /** Written with the change. */
  readonly also?: readonly Part[] | undefined;
  /** Writes more in the same batch, such as the record of the act; `next`: what the record is changed to. */
  readonly commit?: ((next: ClientRecord) => Commit | undefined) | undefined;
}

/** What is known of an open client by its owner alone. */
export interface OwnedClient {
  readonly id: ClientId;
  readonly user: AlphausUserName;
  readonly createdAt: string;
  readonly endsAt?: string | undefined;
}

/** What a list needs of an open client to be searched. */
export interface ClientSummary extends Pick<ClientRecord, 'name' | 'owner' | 'purpose'> {
  readonly id: ClientId;
}

/** All open ones that belong to one of these owners. */
export async function ofOwners(
  {
    workspace,
    records,
  }: { readonly workspace: WorkspaceId; readonly records: Pick<ClientRecords, 'ofOwner'> },
  owners: readonly Owner[],
): Promise<readonly OwnedClient[]> {
  return (await Promise.all(owners.map((owner) => records.ofOwner(workspace, owner)))).flat();
}
