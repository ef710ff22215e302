import type { ActionsBlock } from '@slack/types';
import { z } from 'zod';
import {
  browseClients,
  type FoundClients,
  type Freshness,
  lettersIn,
  matchingClients,
  usersWithSomethingIn,
} from '../../core/clients/browse-clients.js';
import { ofOwners } from '../../core/clients/client-records.js';
import { exportInventory } from '../../core/clients/export-inventory.js';
import type { InventoryFormat } from '../../core/clients/inventory.js';
import { unlessProblem } from '../../core/unless-problem.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineButton, defineForm } from '../call/conversation.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { clientRow } from '../cards/client/client-row.js';
import { listFilterAgainFace } from '../forms/again.js';
import { goToDrawing, readGoTo } from '../forms/go-to-form.js';
import { Browsed, field, filterDrawing, filterOf, readFilter, unfiltered } from '../forms/list-filter.js';
import { readTypedList } from '../forms/typed-list.js';
import { plainText, richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { actions, awayNote, header, message, plain, shownName } from '../view/blocks.js';
import { type Choice, optionsFor } from '../view/inputs.js';
import type { Message } from '../web-api/slack-calls.js';

const PAGE_SIZE = 10;
/** A list of fewer pages is turned through. */
const PAGES_TO_JUMP_IN = 4;
/** A file of so many clients takes seconds: how many they are is said before. */
const ANNOUNCED_FROM = 5_000;

async function page(call: Call, browsed: Browsed, freshness: Freshness): Promise<Message> {
  const services = await call.connectedFor('list');
  const browsing = { ...browsed, pageSize: PAGE_SIZE, freshness };
  const found = await browseClients(services, { person: call.person, browsing });
  return listMessage(call.words, found, { ...browsed, page: found.page });
}

function listMessage(
  words: Words,
  { shown, total, away, asOf, progress }: FoundClients,
  browsed: Browsed,
): Message {
  const { list } = words;
  const from = browsed.page * PAGE_SIZE;
  const filteredBy = list.filteredBy(filterOf(browsed));
  // When a product could not be asked, nobody knows that there are none.
  const isPart = away.length > 0 || progress !== undefined;
  const empty = filteredBy !== undefined || isPart ? list.noneMatch : list.none;
  const state = [
    ...(filteredBy === undefined ? [] : [filteredBy]),
    ...(progress === undefined ? [] : [list.progress(progress)]),
    ...(asOf === undefined ? [] : [list.asOf(asOf)]),
  ];
  const part = { from: from + 1, to: from + shown.length, total };
  return {
    text: plainText(
      shown.length === 0 ? [list.title] : list.titleAndShown(part),
      ...(away.length === 0 ? [] : [words.productsAway(away)]),
      ...(shown.length === 0 ? [empty] : []),
      ...state,
      ...shown.map(({ client }) => list.nameAndId(shownName(words, client), client.id)),
    ),
    blocks: [
      header(list.title),
      ...awayNote(words, away),
      richText(shown.length === 0 ? empty : [list.shown(part)], ...state),
      ...shown.map((known) => clientRow(words, known)),
      actions(...pagingButtons(words, browsed, total), ...filterButtons(words, browsed)),
    ],
  };
}

function pagingButtons({ list }: Words, browsed: Browsed, total: number): ActionsBlock['elements'] {
  const pages = Math.ceil(total / PAGE_SIZE);
  const { page } = browsed;
  return [
    ...(page > 0 ? [previousButton.element(list.previous, { ...browsed, page: page - 1 })] : []),
    ...(page + 1 < pages ? [nextButton.element(list.next, { ...browsed, page: page + 1 })] : []),
    ...(pages >= PAGES_TO_JUMP_IN ? [goToButton.element(list.goTo, browsed)] : []),
  ];
}

function filterButtons({ list }: Words, browsed: Browsed): ActionsBlock['elements'] {
  return [
    filterButton.element(list.filter, browsed),
    ...(list.filteredBy(filterOf(browsed)) === undefined
      ? []
      : [clearButton.element(list.clearFilters, { sort: browsed.sort })]),
    refreshButton.element(list.refresh, browsed),
  ];
}

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
const pageButton = (id: string) =>
  defineButton({
    id,
    value: Browsed,
    press: async (call, browsed) => call.replace(await page(call, browsed, 'continued')),
  });
const previousButton = pageButton('list.previous.v1');
const nextButton = pageButton('list.next.v1');

const goToButton = defineButton({
  id: 'list.go-to.v1',
  value: Browsed,
  async press(call, browsed) {
    const { list, create } = call.words;
    await call.views.openFor('list', {
      type: 'modal',
      title: plain(list.goToTitle),
      blocks: [richText(create.loading)],
    });
    const services = await call.connectedFor('list');
    const browsing = { ...browsed, sort: 'name', freshness: 'continued' } as const;
    const { found } = await matchingClients(services, { person: call.person, browsing });
    const pages = Math.max(1, Math.ceil(found.length / PAGE_SIZE));
    const drawing = goToDrawing(call.words, { letters: lettersIn(found), pages, pageSize: PAGE_SIZE });
    await call.views.fillIn(goToForm.view(call, { browsed, pages }, drawing));
  },
});

const goToForm = defineForm({
  id: 'list.go-to-form.v1',
  hidden: z.object({ browsed: Browsed, pages: z.int().min(1) }),
  submit(call, hidden, fields) {
    const entered = readGoTo(call.words, fields, hidden);
    if ('errors' in entered) return { kind: 'errors', errors: entered.errors };
    const { browsed } = entered;
    return { kind: 'accepted', goOn: async () => call.replace(await page(call, browsed, 'continued')) };
  },
});

const refreshButton = defineButton({
  id: 'list.refresh.v1',
  value: Browsed,
  press: async (call, browsed) => call.replace(await page(call, browsed, 'now')),
});

const clearButton = defineButton({
  id: 'list.clear.v1',
  value: Browsed.pick({ sort: true }),
  press: async (call, { sort }) => call.replace(await page(call, unfiltered({ sort }), 'continued')),
});

const again = (browsed: Browsed) => ({ face: listFilterAgainFace, values: [browsed] });

/** Opens the form with what is browsed, or was entered so far. */
const openFilter = (call: Call, browsed: Browsed): Promise<void> =>
  orTryAgain(call, again(browsed), async () => {
    await call.views.openFor('list', {
      type: 'modal',
      title: plain(call.words.list.filterTitle),
      blocks: [richText(call.words.create.loading)],
    });
    const [sight, services] = await Promise.all([call.rights.sight(), call.connected()]);
    const [{ users, away }, owned, groups] = await Promise.all([
      services.connection.alphaus.users(),
      sight.everything ? [] : ofOwners(services, sight.owners),
      groupChoices(call),
    ]);
    const names = users.map(({ name }) => name);
    const offered = usersWithSomethingIn(sight, names, owned);
    const missing = away.map(({ product }) => product);
    const drawing = filterDrawing(call.words, browsed, { users: offered, away: missing, groups });
    await call.views.fillIn(filterForm.view(call, {}, drawing));
  });

const filterButton = defineButton({ id: 'list.filter.v1', value: Browsed, press: openFilter });

const filterForm = defineForm({
  id: 'list.filter-form.v1',
  hidden: z.object({}),
  submit(call, _hidden, fields) {
    const entered = readFilter(call.words, fields);
    if ('errors' in entered) return { kind: 'errors', errors: entered.errors };
    const { browsed } = entered;
    return {
      kind: 'accepted',
      again: again(browsed),
      goOn: async () => call.replace(await page(call, browsed, 'continued')),
    };
  },
});

/** None where Slack doesn't tell them: the list is filtered by the rest. */
const groupChoices = async ({ services }: Call): Promise<readonly Choice[]> =>
  ((await unlessProblem(services.people.groups())) ?? []).map(({ id, handle }) => ({
    value: id,
    text: `@${handle}`,
  }));

/** Sends what the person sees as a file into their DM with the bot. */
async function exportTo(call: Call, browsed: Browsed, format: InventoryFormat): Promise<void> {
  const connected = await call.connectedFor('list');
  const { workspace, directMessages, calls, now } = connected;
  const { list, ...words } = call.words;
  const name = `api-clients-${workspace}-${now().toISOString().slice(0, 10)}.${format}`;
  const dm = await directMessages.channelOf(call.person);
  const browsing = { ...browsed, freshness: 'now' } as const;
  await exportInventory(
    connected,
    { person: call.person, browsing, format },
    async ({ clients, away, lines }) => {
      if (clients >= ANNOUNCED_FROM) await call.reply(message([list.exporting(clients)]));
      const missing = away.length === 0 ? [] : [words.productsAway(away)];
      const comment = plainText(list.file(clients), ...missing);
      await calls.upload(dm, { name, comment, content: lines });
    },
  );
  // Everyone in that direct message sees the file.
  if (call.channel !== dm) await call.reply(message([list.exported(name)]));
}

async function start(call: Call, argumentText: string): Promise<void> {
  const { browsed, format } = await readTypedList(call, argumentText);
  if (format !== undefined) return exportTo(call, browsed, format);
  // For many users a list from a moment ago is good enough; a client created just now is looked for under its user.
  await call.reply(await page(call, browsed, browsed.user === undefined ? 'recent' : 'now'));
}

export const listConversation: Conversation = {
  command: {
    name: 'list',
    action: 'list',
    early: true,
    start,
  },
  buttons: [
    previousButton,
    nextButton,
    goToButton,
    filterButton,
    whenTriedAgain(listFilterAgainFace, openFilter),
    clearButton,
    refreshButton,
  ],
  forms: [filterForm, goToForm],
  typeaheads: [
    {
      id: field.group,
      async options(call, query) {
        await call.rights.allowedTo('list', 'any');
        return optionsFor(await groupChoices(call), query);
      },
    },
  ],
};
