import type { ApiClient, ClientId, PersonId } from './api-client.js';
import type { ClientRecord, ClientWish } from './client-record.js';
import type { ConnectedWorkspace } from './connection.js';
import type { CreateOutcome, SecretHandover } from './ports.js';
import { Problem } from './problem.js';

/** Our clock and the API's may differ by this much. */
const CLOCK_TOLERANCE_MS = 60_000;

export interface Issuing extends ConnectedWorkspace {
  readonly handOver: SecretHandover;
  readonly now: () => Date;
}

export type Issued =
  | { readonly kind: 'created'; readonly record: ClientRecord }
  /** Nobody knows whether a client was made. `candidates`: what may be it; `undefined`: could not look. */
  | { readonly kind: 'ambiguous'; readonly candidates: readonly ApiClient[] | undefined };

/**
 * Creates an API client and hands its secret to the requester. A client whose secret could not be
 * handed over, or that could not be recorded, is deleted at once: nobody holds its secret.
 */
export async function issueClient(
  issuing: Issuing,
  wish: ClientWish,
  requester: PersonId,
  predecessor?: ClientId,
): Promise<Issued> {
  const { connection, records, workspace } = issuing;
  const outcome = await connection.alphaus.clients.create(wish.user, wish.name);
  if (outcome.kind === 'ambiguous') {
    return { kind: 'ambiguous', candidates: await candidatesFor(issuing, wish, outcome) };
  }

  const { client } = outcome;
  connection.directory.added({
    id: client.id,
    name: client.name,
    user: client.user,
    createdAt: client.createdAt,
  });
  const record: ClientRecord = {
    workspace,
    id: client.id,
    user: wish.user,
    name: wish.name,
    owner: wish.owner,
    requester,
    purpose: wish.purpose,
    createdAt: issuing.now().toISOString(),
    ...(predecessor !== undefined && { predecessor }),
    ...(wish.request !== undefined && { request: wish.request }),
    ...(wish.approver !== undefined && { approver: wish.approver }),
  };
  try {
    await records.add(record);
  } catch (cause) {
    throw await withdraw(issuing, record, cause);
  }
  let handedOver: Awaited<ReturnType<SecretHandover>>;
  try {
    handedOver = await issuing.handOver(client, record);
  } catch (cause) {
    throw await withdraw(issuing, record, cause);
  }
  if (handedOver === 'refused') throw await withdraw(issuing, record, undefined);
  return { kind: 'created', record };
}

async function withdraw(issuing: Issuing, record: ClientRecord, cause: unknown): Promise<Problem> {
  const { user, id } = record;
  const failures: unknown[] = cause === undefined ? [] : [cause];
  let cleanedUp = false;
  try {
    await issuing.connection.alphaus.clients.delete(user, id);
    cleanedUp = true;
    await issuing.records.change(issuing.workspace, id, (current) => ({
      ...current,
      closed: { how: 'secret-not-delivered', by: record.requester, at: issuing.now().toISOString() },
    }));
  } catch (error) {
    failures.push(error);
  }
  issuing.connection.directory.removed(user, id);
  return new Problem(
    { kind: 'secret-not-delivered', id, user, cleanedUp },
    failures.length === 0 ? {} : { cause: new AggregateError(failures) },
  );
}

/** Clients of that name, made in the window of the lost answer, that nobody's record claims. */
async function candidatesFor(
  issuing: Issuing,
  wish: ClientWish,
  lost: Extract<CreateOutcome, { kind: 'ambiguous' }>,
): Promise<readonly ApiClient[] | undefined> {
  const from = lost.sentAt.getTime() - CLOCK_TOLERANCE_MS;
  const until = lost.gaveUpAt.getTime() + CLOCK_TOLERANCE_MS;
  let listed: readonly ApiClient[];
  issuing.connection.directory.forget(wish.user);
  try {
    listed = await issuing.connection.directory.fresh(wish.user);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
  const made = listed.filter((client) => {
    const at = client.createdAt?.getTime();
    return client.name === wish.name && at !== undefined && at >= from && at <= until;
  });
  const recorded = await Promise.all(
    made.map((client) => issuing.records.find(issuing.workspace, client.id)),
  );
  return made.filter((_, index) => recorded[index] === undefined);
}
