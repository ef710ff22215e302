import type { ClientRequest } from '../../core/requests/request.js';

/** What is read of an API client that somebody prepared for its requester. */
export interface PreparedForSomebody extends Pick<ClientRequest, 'name' | 'requester' | 'state'> {
  readonly preparedBy: ClientRequest['requester'];
}
