import type { WorkspaceId } from './api-client.js';
import type { IssueIntent } from './intent.js';
import type { Intents } from './intents.js';
import { moveRequest } from './move-request.js';
import type { ClientRecords, Requests } from './ports.js';
import type { ClientRequest, Transition } from './request.js';
import type { IssueSettlement } from './settle-intent.js';

export interface SettlingCollection {
  readonly workspace: WorkspaceId;
  readonly requests: Requests;
  readonly now: () => Date;
}

/**
 * Brings the request to an end, or back to its approval, by what became of the click that was to collect it;
 * `undefined` where the intent came from no request. `given-up`: nobody could find out.
 */
export async function settleCollection(
  { workspace, requests, now }: SettlingCollection,
  { wish, reference: attempt }: IssueIntent,
  settlement: IssueSettlement | { readonly kind: 'given-up' },
): Promise<ClientRequest | undefined> {
  const request = wish.request && (await requests.find(workspace, wish.request));
  if (request === undefined) return undefined;
  // It may be over for the job that looks after requests, and is not any more.
  await requests.watch(request);
  return (await moveRequest(requests, request, transitionFor(settlement, attempt, now()))).request;
}

function transitionFor(
  settlement: IssueSettlement | { readonly kind: 'given-up' },
  attempt: string,
  at: Date,
): Transition {
  switch (settlement.kind) {
    case 'shown':
      return { kind: 'collect', attempt, client: settlement.record.id, at };
    case 'perhaps-made':
    case 'given-up':
      return { kind: 'lose', attempt, at };
    case 'withdrawn':
    case 'nothing-made':
    case 'nothing-replaced':
    case 'only-deleted':
      return { kind: 'give-back', attempt };
  }
}

export interface LookingAfterCollection extends SettlingCollection {
  readonly records: ClientRecords;
  readonly intents: Pick<Intents, 'open'>;
  /** A click that began so long ago, and of which nothing is written down, made nothing. */
  readonly sureAfterMs: number;
}

/**
 * The same where the click was served to its end, or never begun, and its process died before the request
 * knew: then no intent is open that would say so.
 */
export async function settleLeftCollection(
  { workspace, requests, records, intents, now, sureAfterMs }: LookingAfterCollection,
  request: ClientRequest,
): Promise<ClientRequest> {
  const { id, state } = request;
  if (state.kind !== 'collecting') return request;
  if (now().getTime() - Date.parse(state.since) < sureAfterMs) return request;
  for await (const intent of intents.open()) {
    if (intent.kind !== 'delete' && intent.workspace === workspace && intent.wish.request === id)
      return request;
  }
  const made = (await records.ofWorkspace(workspace)).find(
    (record) =>
      record.request === id &&
      record.predecessor === undefined &&
      record.closed?.how !== 'secret-not-delivered',
  );
  const { attempt } = state;
  const transition: Transition =
    made === undefined
      ? { kind: 'give-back', attempt }
      : { kind: 'collect', attempt, client: made.id, at: now() };
  return (await moveRequest(requests, request, transition)).request;
}
