import { z } from 'zod';
import type { PersonId } from '../core/api-client.js';
import { isOwnedBy } from '../core/browse-clients.js';
import { actions, clientFacts, header, line } from './blocks.js';
import type { Services } from './call.js';
import { openCreateForm } from './commands/create.js';
import { type Conversation, defineButton } from './conversation.js';
import { richText } from './sentence.js';
import { en } from './text/en.js';

const SHOWN_AT_MOST = 20;

const createButton = defineButton({
  id: 'home.create.v1',
  value: z.object({}),
  press: (call) => openCreateForm(call),
});

/** App Home: the person's own clients, from the records alone. */
export async function publishHome(services: Services, person: PersonId): Promise<void> {
  const [records, groups] = await Promise.all([
    services.records.ofWorkspace(services.workspace),
    services.people.groupsOf(person),
  ]);
  const mine = records
    .filter((record) => record.closed === undefined && isOwnedBy(record.owner, person, groups))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, SHOWN_AT_MOST);
  await services.calls.publishHome(person, [
    header(en.help.title),
    line(en.home.intro),
    actions(createButton.element(en.create.title, {}, { style: 'primary' })),
    header(en.home.mine),
    ...(mine.length === 0
      ? [line(en.home.none)]
      : mine.map((record) =>
          richText(...clientFacts({ ...record, createdAt: new Date(record.createdAt) }, record)),
        )),
  ]);
}

export const homeConversation: Conversation = { buttons: [createButton] };
