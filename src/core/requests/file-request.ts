import type { Accounts } from '../model/account.js';
import type { AlphausUserName } from '../model/api-client.js';
import type { PersonId, RequestId, WorkspaceId } from '../model/ids.js';
import type { ClientSpec } from '../model/client-record.js';
import { readsSame } from '../model/legible-text.js';
import { openWith } from './approvals.js';
import type { Requests } from './requests.js';
import { Problem } from '../problem.js';
import type { Commit } from '../store.js';
import { DAY_MS } from '../model/durations.js';
import { type ClientRequest, isDecidable, type RequestedRotation } from './request.js';

/** What a person asks for; without `user` they are not sure, and the approver picks. */
export type RequestedWish = Omit<ClientSpec, 'user'> & {
  readonly user?: AlphausUserName | undefined;
  /** Where the client is to be the successor of another one. */
  readonly rotates?: RequestedRotation | undefined;
};

/** What filing a request works with. */
export interface FilingContext {
  readonly workspace: WorkspaceId;
  readonly requests: Requests;
  readonly now: () => Date;
  readonly newRequestId: () => RequestId;
  /** How many different people have to approve it. */
  readonly needed: number;
  /** Everybody but the requester who may decide it. */
  readonly deciders: () => Promise<readonly PersonId[]>;
  /** Days for which it stays open. */
  readonly openDays: number;
  /** In which it is asked for. */
  readonly accounts: Accounts;
  /** How many API clients the requester owns. */
  readonly owned: number;
  /** Adds the request; it may write more in the same batch. */
  readonly commit?: Commit;
}

export type Asked =
  | { readonly kind: 'asked'; readonly request: ClientRequest }
  /** The person has an equal request open, or one of this id: it is pointed out, so that nobody asks twice by accident. */
  | { readonly kind: 'already-open'; readonly request: ClientRequest };

export interface FiledRequest {
  readonly wish: RequestedWish;
  readonly requester: PersonId;
  /** The requester knows that the same is asked for already. */
  readonly again: boolean;
  /** The execution of a workflow's step that waits for its end. */
  readonly step?: string | undefined;
}

/** Older ones are hardly open any more, and looking at all that a person ever asked for would not end. */
const LOOKED_AT = 100;

/** What somebody asked for last. */
async function newestOf(
  { requests, workspace }: FilingContext,
  requester: PersonId,
): Promise<readonly ClientRequest[]> {
  return requests.findAll(workspace, await requests.of(workspace, requester, LOOKED_AT));
}

const asksForSame = (request: ClientRequest, wish: RequestedWish): boolean =>
  readsSame(request.name, wish.name) &&
  request.user === wish.user &&
  request.rotates?.client === wish.rotates?.client;

/** Files a request, unless fewer people could decide it than have to approve. */
export async function fileRequest(
  asking: FilingContext,
  { wish, requester, again, step }: FiledRequest,
): Promise<Asked> {
  const { needed } = asking;
  const people = await asking.deciders();
  if (people.length === 0) throw new Problem({ kind: 'nobody-decides' });
  if (people.length < needed) throw new Problem({ kind: 'too-few-decide', needed, people });
  const now = asking.now();
  if (!again) {
    const same = (await newestOf(asking, requester)).find(
      (request) => asksForSame(request, wish) && isDecidable(request, now),
    );
    if (same !== undefined) return { kind: 'already-open', request: same };
  }
  const request: ClientRequest = {
    workspace: asking.workspace,
    id: asking.newRequestId(),
    version: 1,
    requester,
    name: wish.name,
    ...(wish.user !== undefined && { user: wish.user }),
    ...(step !== undefined && { step }),
    purpose: wish.purpose,
    owner: wish.owner,
    ...(wish.rotates !== undefined && { rotates: wish.rotates }),
    ...(wish.endsAt !== undefined && { endsAt: wish.endsAt }),
    accounts: [...asking.accounts],
    ownedThen: asking.owned,
    createdAt: now.toISOString(),
    openUntil: new Date(now.getTime() + asking.openDays * DAY_MS).toISOString(),
    state: openWith([], needed),
  };
  const standing = await asking.requests.add(request, asking.commit);
  return { kind: standing === request ? 'asked' : 'already-open', request: standing };
}
