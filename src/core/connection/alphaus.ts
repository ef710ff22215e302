import type {
  AlphausUser,
  AlphausUserName,
  ApiClient,
  ClientName,
  IssuedApiClient,
} from '../model/api-client.js';
import type { ClientId } from '../model/ids.js';

/** What is known after asking for a new API client. A certain refusal is a thrown `Problem` instead. */
export type CreateOutcome =
  | { readonly kind: 'created'; readonly client: IssuedApiClient }
  /**
   * The request left, and its answer was lost, late or unreadable: a client may or may not exist.
   * `sentAt` and `gaveUpAt` bound the window in which it was made, by our clock.
   */
  | { readonly kind: 'ambiguous'; readonly sentAt: Date; readonly gaveUpAt: Date };

/** The API's calls on API clients: one implementation per API flavour. Failures are a thrown `Problem`. */
export interface ApiClients {
  /** Never repeated by itself: the API has no idempotency key. */
  create(user: AlphausUserName, name: ClientName): Promise<CreateOutcome>;
  list(user: AlphausUserName): Promise<readonly ApiClient[]>;
  /** Safe to repeat; `absent` when the API did not know the client (any more). */
  delete(user: AlphausUserName, id: ClientId): Promise<'deleted' | 'absent'>;
}

/** The answer of a token endpoint to new credentials; `untried`: it gave none that says anything. */
export type Trial = 'accepted' | 'refused' | 'untried';

/** How a trial ended after which a secret goes out. */
export type Handed = Exclude<Trial, 'refused'>;

/** A connected Alphaus account. */
export interface Alphaus {
  readonly clients: ApiClients;
  /** The API clients whose credentials the connection itself uses: they must not be deleted. */
  readonly ownClientIds: ReadonlySet<string>;
  /** The one with which the connection acts for a user; `undefined` where the user's product is not connected. */
  clientIdOf(user: AlphausUserName): string | undefined;
  /** The address where the credentials of a user's API client are exchanged for an access token. */
  tokenUrlOf(user: AlphausUserName): string;
  /** Exchanges a new client's credentials for an access token that nobody keeps, with one call. */
  tryOut(client: IssuedApiClient): Promise<Trial>;
  /** The caller first, then its subusers. */
  users(): Promise<readonly AlphausUser[]>;
}
