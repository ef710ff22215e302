import type { GoneOwner } from '../../../core/attention/gone-owners.js';
import type { ClientRecord } from '../../../core/model/client-record.js';
import { adminsToTell, postAttention, redraw, type Telling } from '../attention/attention-posts.js';

/** Each takes two of a message's fifty blocks. */
const SHOWN_AT_MOST = 20;

/** Tells the admins of an owner who is gone, in one message with everything that is affected. */
export async function tellOfGoneOwner(
  telling: Telling,
  { workspace, id, owner, why, at }: GoneOwner,
  clients: readonly ClientRecord[],
): Promise<boolean> {
  const shown = clients.slice(0, SHOWN_AT_MOST).map((client) => ({
    kind: 'owner-gone' as const,
    client: client.id,
    user: client.user,
    name: client.name,
    owner,
  }));
  const about = { kind: 'owner-gone' as const, owner, why, total: clients.length };
  const message = { workspace, id, about, shown, places: [], at };
  return postAttention(telling, message, await adminsToTell(telling));
}

/** Takes the buttons from the message about an owner who is back. */
export async function redrawGoneOwner(telling: Telling, { workspace, id }: GoneOwner): Promise<void> {
  const message = await telling.services.attentionMessages.find(workspace, id);
  if (message !== undefined) await redraw(telling, message);
}
