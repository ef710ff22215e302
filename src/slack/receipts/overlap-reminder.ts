import type { Overlap } from '../../core/clients/issuing/succession.js';
import type { ClientRecord } from '../../core/model/client-record.js';
import type { PersonId } from '../../core/model/ids.js';
import { isUnreachable } from '../web-api/direct-messages.js';
import { actions, message } from '../view/blocks.js';
import { switchedButton, type Telling } from './receipt-message.js';

/** A team of more is not written to one by one. */
const MEMBERS_AT_MOST = 30;

/** Reminds the owner that an overlap is over; who cannot be reached any more is not tried again. */
export async function remindOfOverlap(telling: Telling, overlap: Overlap): Promise<void> {
  const { old, successor, until } = overlap;
  const { services, log } = telling;
  const facts = { old: old.id, successor: successor.id, until };
  const failures: unknown[] = [];
  let told = 0;
  for (const person of await ownersOf(telling, old, successor)) {
    try {
      const words = await services.wordsOf(person);
      const said = words.rotation.reminder(old.name, facts);
      await services.calls.post(
        await services.directMessages.channelOf(person),
        message([said], actions(switchedButton(words, old.id, 'reminder'))),
      );
      told += 1;
    } catch (error) {
      if (!isUnreachable(error)) failures.push(error);
      log.warn({ err: error, clientId: old.id, person }, 'this owner could not be reminded');
    }
  }
  // It is enough that one member of a team knows: the others are not told twice for that.
  if (told === 0 && failures.length > 0) throw new AggregateError(failures, 'no owner could be reminded');
}

/** Where a team owns it: the member who rotated it and has the new secret; without that member, all. */
async function ownersOf(
  { services }: Telling,
  { owner }: ClientRecord,
  { requester }: ClientRecord,
): Promise<readonly PersonId[]> {
  if (owner.kind === 'person') return [owner.id];
  const members = await services.people.membersOf(owner.id, 'survey');
  return members.includes(requester) ? [requester] : members.slice(0, MEMBERS_AT_MOST);
}
