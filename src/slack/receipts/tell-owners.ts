import type { Deleted } from '../../core/clients/erase-client.js';
import { livingOwners } from '../../core/clients/ending/living-owners.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { ClientId, PersonId } from '../../core/model/ids.js';
import type { Call } from '../call/call.js';
import type { Sentence } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { message } from '../view/blocks.js';
import type { Telling } from './receipt-message.js';

/** What somebody did with a client, as its owners read it. */
interface DoneWith {
  readonly record: ClientRecord;
  readonly by: PersonId;
  readonly said: (words: Words) => Sentence;
}

/** Tells a client's owners, 30 at most of a team, what somebody else did with it. It is done, even if nobody can be told. */
export async function tellOwners(telling: Telling, done: DoneWith): Promise<void> {
  const { record, by } = done;
  try {
    for (const owner of await livingOwners(telling.services, record.owner)) {
      if (owner !== by) await tellOwner(telling, owner, done);
    }
  } catch (error) {
    telling.log.warn({ err: error, clientId: record.id }, 'who is to be told is not known');
  }
}

async function tellOwner(
  { services, log }: Telling,
  owner: PersonId,
  { record, said }: DoneWith,
): Promise<void> {
  try {
    const words = await services.wordsOf(owner);
    await services.calls.post(await services.directMessages.channelOf(owner), message([said(words)]));
  } catch (error) {
    log.warn({ err: error, clientId: record.id, owner }, 'this owner could not be told');
  }
}

/** Not of what an earlier attempt did: that is told where it is settled. */
export async function tellOwnersIfDeleted(call: Call, id: ClientId, deleted: Deleted): Promise<void> {
  if (deleted.kind === 'deleted' && !deleted.earlier) await tellOwnersOfDeletion(call, id, call.person);
}

export async function tellOwnersOfDeletion(telling: Telling, id: ClientId, by: PersonId): Promise<void> {
  const { records, workspace } = telling.services;
  const record = await records.find(workspace, id);
  if (record === undefined) return;
  await tellOwners(telling, { record, by, said: (words) => words.delete.tellOwner(record, by) });
}

/** Tells the owners of a new client, whose maker has its secret. Where it was rotated, the old one still works. */
export async function tellOwnersOfSuccessor(
  telling: Telling,
  record: ClientRecord,
  how: 'replaced' | 'rotated',
): Promise<void> {
  const { id: successor, requester: by, predecessor: old } = record;
  if (old === undefined) return;
  const succeeded = { by, old, successor };
  await tellOwners(telling, {
    record,
    by,
    said: ({ receipt, rotation }) => (how === 'replaced' ? receipt : rotation).tellOwner(record, succeeded),
  });
}
