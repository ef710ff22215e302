import { refusing, rightAfterConfirming } from '../../audit/right-on-record.js';
import type { ClientRecord } from '../../model/client-record.js';
import type { ClientId, PersonId } from '../../model/ids.js';
import { Problem } from '../../problem.js';
import { isOwn } from '../client-context.js';
import { deleteClient, type DeleteContext, type DeletionWanted } from '../delete-client.js';
import type { Deleted } from '../erase-client.js';
import { standingSuccessor } from './succession.js';

/** Which old client, and whose word it is. */
export interface RetirementWanted extends Pick<DeletionWanted, 'tell'> {
  readonly person: PersonId;
  readonly id: ClientId;
}

/** A client that is not the person's own: they have to confirm it as any other deletion. */
export interface NotOwn {
  readonly kind: 'not-own';
}

/**
 * Deletes a client whose owner has switched to its successor. A `Problem` where the successor does not exist any more:
 * then its programs would have nothing left.
 */
export async function retireClient(
  context: DeleteContext,
  { person, id, tell }: RetirementWanted,
): Promise<Deleted | NotOwn> {
  const { connection, records, workspace } = context;
  const old = await records.find(workspace, id);
  const ownCredential = connection.alphaus.ownClientIds.has(id);
  const target = { clientId: id, user: old?.user, owner: old?.owner, ownCredential };
  const act = { person, action: 'delete', target } as const;
  await rightAfterConfirming(context, act);
  const record = await refusing(context, act, async () => {
    if (old === undefined) throw new Problem({ kind: 'client-not-found' });
    // What is gone already is answered as such.
    if (old.closed === undefined) await mustHaveSuccessor(context, old);
    return old;
  });
  if (!(await isOwn(context, { person, owner: record.owner }))) return { kind: 'not-own' };
  const { user, account } = record;
  return deleteClient(context, { person, id, user, account, tell });
}

async function mustHaveSuccessor(context: DeleteContext, old: ClientRecord): Promise<void> {
  const { directory } = context.connection;
  const successor = await standingSuccessor(context, old);
  if (successor !== undefined) {
    directory.forget(successor.user);
    if ((await directory.fresh(successor.user)).some(({ id }) => id === successor.id)) return;
  }
  throw new Problem({ kind: 'successor-gone', id: old.id });
}
