import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { PersonId } from '../core/api-client.js';
import type { ClientRecord } from '../core/client-record.js';
import { isOwnedBy } from '../core/decide.js';
import { actions, header, line, recordFacts } from './blocks.js';
import type { Services } from './call.js';
import { openCreateForm } from './commands/create.js';
import { deleteButton } from './commands/delete.js';
import { showButton } from './commands/show.js';
import { type Conversation, defineButton } from './conversation.js';
import type { Log } from './log.js';
import { askFresh } from './rights.js';
import { richText } from './sentence.js';
import { en } from './text/en.js';

const SHOWN_AT_MOST = 20;

const createButton = defineButton({
  id: 'home.create.v1',
  value: z.object({}),
  press: (call) => openCreateForm(call),
});

/** App Home: the person's own clients, from the records alone; the button only for who may use it. */
export async function publishHome(services: Services, log: Log, person: PersonId): Promise<void> {
  const { decision: mayOwn } = await askFresh(services, person, 'own', 'any');
  if (mayOwn.kind === 'deny') {
    const denial = en.problem({ kind: 'not-allowed', reason: mayOwn.reason });
    return services.calls.publishHome(person, [header(en.help.title), richText(denial)]);
  }
  const { decision: mayCreate } = await askFresh(services, person, 'create', 'any');
  const mine = await clientsOf(services, person, log);
  return services.calls.publishHome(person, [
    header(en.help.title),
    line(en.home.intro),
    ...(mayCreate.kind === 'allow'
      ? [actions(createButton.element(en.create.title, {}, { style: 'primary' }))]
      : []),
    header(en.home.mine),
    ...(mine.length === 0 ? [line(en.home.none)] : mine.slice(0, SHOWN_AT_MOST).flatMap(clientBlocks)),
    ...(mine.length > SHOWN_AT_MOST ? [line(en.home.more(mine.length - SHOWN_AT_MOST))] : []),
  ]);
}

/** A client's facts and its buttons; what they answer stands in the Messages tab. */
function clientBlocks(record: ClientRecord): readonly KnownBlock[] {
  const buttons = [
    showButton.element(en.list.show, { id: record.id }),
    deleteButton.element(en.delete.button, { id: record.id }),
  ];
  return [richText(...recordFacts(record)), actions(...buttons)];
}

async function clientsOf(services: Services, person: PersonId, log: Log): Promise<readonly ClientRecord[]> {
  const [records, groups] = await Promise.all([
    services.records.ofWorkspace(services.workspace),
    services.people.groupsToOffer(person, log),
  ]);
  const owner = { id: person, groups: groups.map(({ id }) => id) };
  return records
    .filter((record) => record.closed === undefined && isOwnedBy(record.owner, owner))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
}

export const homeConversation: Conversation = { buttons: [createButton] };
