import type { ClientRecord } from '../../core/model/client-record.js';
import type { PersonId } from '../../core/model/ids.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { message } from '../view/blocks.js';
import type { Telling } from './receipt-message.js';

/** Tells a client's owner what somebody else did with it; of a team, the person who made it. */
export async function tellOwner(
  { services, log }: Telling,
  {
    record,
    by,
    said,
  }: { readonly record: ClientRecord; readonly by: PersonId; readonly said: (words: Words) => Sentence },
): Promise<void> {
  const owner = record.owner.kind === 'person' ? record.owner.id : record.requester;
  if (owner === by) return;
  try {
    const dm = await services.directMessages.channelOf(owner);
    await services.calls.post(dm, message([said(await services.wordsOf(owner))]));
  } catch (error) {
    // It is done all the same; an owner who has left cannot be told.
    log.warn({ err: error, clientId: record.id, owner }, 'the owner could not be told');
  }
}

/** Tells the owner of a client that somebody else made its successor, and has the secret of that. */
export async function tellOwnerOfRotation(telling: Telling, record: ClientRecord): Promise<void> {
  const { name, id: successor, requester: by, predecessor: old } = record;
  if (old === undefined) return;
  await tellOwner(telling, {
    record,
    by,
    said: ({ rotation }) => rotation.tellOwner(name, { by, old, successor }),
  });
}
