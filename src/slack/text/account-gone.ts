import type { AlphausUserName } from '../../core/model/api-client.js';
import type { ClientId, PersonId } from '../../core/model/ids.js';

/** What cannot be found out, as the workspace is not known to be connected to the account in which it was begun. */
export type AccountGone = {
  /** Whether an account of its product is connected: it may be the same one, with other credentials. */
  readonly isAnyConnected: boolean;
  readonly name: string;
  readonly user: AlphausUserName;
  readonly at: Date;
  /** Who may know that account. */
  readonly ask: readonly PersonId[];
} & (
  | { readonly kind: 'may-exist' }
  | { readonly kind: 'has-to-go' | 'may-be-deleted'; readonly id: ClientId }
);
