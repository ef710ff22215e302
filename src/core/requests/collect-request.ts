import type { ClientSpec } from '../model/client-record.js';
import type { Issued } from '../clients/issue-client.js';
import { moveRequest } from './move-request.js';
import type { Requests } from './requests.js';
import { unlessProblem } from '../unless-problem.js';
import { Problem } from '../problem.js';
import type { ClientRequest, Transition } from './request.js';

export interface Collecting {
  readonly requests: Requests;
  readonly now: () => Date;
  /** Names this click: only its own claim is given back or settled by it. */
  readonly attempt: string;
  /** Creates the client and hands its secret over, as every create does. */
  readonly issue: (wish: ClientSpec) => Promise<Issued>;
}

export type Collected =
  | Issued
  /** Not approved any more, or somebody else's click is being served. */
  | { readonly kind: 'late'; readonly request: ClientRequest };

/**
 * Creates what was approved, at the requester's own click and once. A certain refusal gives the claim back;
 * when this process dies, or the outcome is unknown, it is not given back: the client may exist.
 */
export async function collectRequest(collecting: Collecting, request: ClientRequest): Promise<Collected> {
  const { requests, attempt } = collecting;
  const claimed = await moveRequest(requests, request, { kind: 'claim', attempt, at: collecting.now() });
  if (claimed.kind === 'late') return claimed;
  const settle = (to: Transition): Promise<unknown> => moveRequest(requests, claimed.request, to);

  let issued: Issued;
  try {
    issued = await collecting.issue(wishOf(claimed.request));
  } catch (error) {
    const after = afterFailure(error, attempt);
    // A claim that the store does not take back now is given back by the job that looks after requests.
    if (after !== undefined) await unlessProblem(settle(after));
    throw error;
  }
  await settle(
    issued.kind === 'created'
      ? { kind: 'collect', attempt, client: issued.record.id, at: collecting.now() }
      : { kind: 'lose', attempt, at: collecting.now() },
  );
  return issued;
}

/** An approval holds for exactly what was on the card. */
function wishOf({ id, state, name, purpose, owner }: ClientRequest): ClientSpec {
  if (state.kind !== 'collecting') throw new Error(`request ${id} is not being collected`);
  const { user, by } = state.approval;
  return { user, name, purpose, owner, request: id, approver: by };
}

/**
 * `undefined` when nobody knows yet what happened, or a client is still to be deleted: then the claim stays
 * until the intent is settled.
 */
function afterFailure(error: unknown, attempt: string): Transition | undefined {
  if (!(error instanceof Problem)) return undefined;
  const { facts } = error;
  if (facts.kind === 'store-unavailable') return undefined;
  if (facts.kind === 'secret-not-delivered' && !facts.cleanedUp) return undefined;
  return { kind: 'give-back', attempt };
}
