import type { DeleteIntent, Intent, IssueIntent } from '../intents/intent.js';
import type { ClientRequest } from '../requests/request.js';
import type { DeletionSettlement, IssueSettlement } from './settle-intent.js';

/**
 * Tells people how an interrupted act ended. Each call rejects while the news cannot be delivered: the intent then
 * stays open, and all of it is told again later. A person who cannot be reached any more counts as told.
 */
export interface SettlementNews {
  issueSettled(intent: IssueIntent, settlement: IssueSettlement): Promise<void>;
  /** `approvalHolds`: the request for which the deleted client was perhaps made can be collected again. */
  deletionSettled(
    intent: DeleteIntent,
    settlement: DeletionSettlement,
    approvalHolds: boolean,
  ): Promise<void>;
  /** The workspace is not known to be connected to the intent's account, so the intent waits for it. */
  accountGone(intent: Intent): Promise<void>;
  /** The intent has waited for its account for too long: its person has to look for themselves. */
  accountGoneForGood(intent: Intent): Promise<void>;
  /** Nobody could find out for too long: its person has to look for themselves. */
  givenUp(intent: Intent): Promise<void>;
  /** A request was moved by the settlement: what people see of it is to be redrawn. */
  requestChanged(request: ClientRequest): Promise<void>;
}
