import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import {
  browseClients,
  type FoundClients,
  type Freshness,
  usersWithSomethingIn,
} from '../../core/clients/browse-clients.js';
import { ofOwners } from '../../core/clients/client-records.js';
import { exportInventory } from '../../core/clients/export-inventory.js';
import { INVENTORY_FORMATS, type InventoryFormat } from '../../core/clients/inventory.js';
import { userNamed } from '../../core/connection/connection.js';
import type { KnownClient } from '../../core/clients/find-client.js';
import { Problem } from '../../core/problem.js';
import { parseArguments, withoutMentions } from '../call/arguments.js';
import {
  actions,
  awayNote,
  cut,
  header,
  lastMinuteOf,
  line,
  message,
  plain,
  shownName,
} from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton, defineForm } from '../call/conversation.js';
import { escapeMarkup, plainText, richText } from '../text/sentence.js';
import type { Words } from '../text/words.js';
import { Browsed, field, filterDrawing, readFilter, TEXT_LIMIT } from '../forms/list-filter.js';
import { showFace } from '../call/faces.js';

const PAGE_SIZE = 10;
/** A file of so many clients takes seconds: how many they are is said before. */
const ANNOUNCED_FROM = 5_000;

async function page(call: Call, browsed: Browsed, freshness: Freshness): Promise<Message> {
  const services = await call.connectedFor('list');
  const { user, mine, text, sort } = browsed;
  const browsing = { user, mine, text, sort, page: browsed.page, pageSize: PAGE_SIZE, freshness };
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
  const filtered = browsed.mine || browsed.text !== '' || browsed.user !== undefined;
  // When a product could not be asked, nobody knows that there are none.
  const isPart = away.length > 0 || progress !== undefined;
  const empty = filtered || isPart ? list.noneMatch : list.none;
  const state = [
    ...(progress === undefined ? [] : [list.progress(progress)]),
    ...(asOf === undefined ? [] : [list.asOf(asOf)]),
  ];
  const range = { ...browsed, from: from + 1, to: from + shown.length, total };
  const paging = [
    ...(browsed.page > 0
      ? [previousButton.element(list.previous, { ...browsed, page: browsed.page - 1 })]
      : []),
    ...(from + PAGE_SIZE < total
      ? [nextButton.element(list.next, { ...browsed, page: browsed.page + 1 })]
      : []),
  ];
  return {
    text: plainText(
      shown.length === 0 ? [list.title] : list.titleAndShown(range),
      ...(away.length === 0 ? [] : [words.productsAway(away)]),
      ...state,
      ...shown.map(({ client }) => list.nameAndId(shownName(words, client), client.id)),
    ),
    blocks: [
      header(list.title),
      ...awayNote(words, away),
      ...(state.length === 0 ? [] : [richText(...state)]),
      ...(shown.length === 0
        ? message([empty]).blocks
        : [line(list.shown(range)), ...shown.map((known) => row(words, known))]),
      actions(
        ...paging,
        filterButton.element(list.filter, browsed),
        refreshButton.element(list.refresh, browsed),
      ),
    ],
  };
}

function row(words: Words, known: KnownClient): KnownBlock {
  const { client, record } = known;
  const { list } = words;
  const end = record?.endsAt === undefined ? undefined : lastMinuteOf(record.endsAt);
  return {
    type: 'section',
    text: plain(shownName(words, client)),
    fields: [
      { type: 'mrkdwn', text: `\`${escapeMarkup(client.id)}\`` },
      plain(cut(words.alphausUser(client.user), 200)),
      { type: 'mrkdwn', text: plainText(list.ownerAndAge(record?.owner, client.createdAt, end)) },
      ...(record === undefined ? [] : [plain(cut(record.purpose, 200))]),
    ],
    accessory: showFace.element(list.show, { id: client.id }),
  };
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

const refreshButton = defineButton({
  id: 'list.refresh.v1',
  value: Browsed,
  press: async (call, browsed) => call.replace(await page(call, browsed, 'now')),
});

const filterButton = defineButton({
  id: 'list.filter.v1',
  value: Browsed,
  async press(call, browsed) {
    await call.openFor('list', {
      type: 'modal',
      title: plain(call.words.list.filterTitle),
      blocks: [richText(call.words.create.loading)],
    });
    const [sight, services] = await Promise.all([call.rights.sight(), call.connected()]);
    const [{ users, away }, owned] = await Promise.all([
      services.connection.alphaus.users(),
      sight.everything ? [] : ofOwners(services, sight.owners),
    ]);
    const names = users.map(({ name }) => name);
    const offered = usersWithSomethingIn(sight, names, owned);
    const missing = away.map(({ product }) => product);
    const drawing = filterDrawing(call.words, browsed, { users: offered, away: missing });
    await call.fillIn(filterForm.view({ responseUrl: call.responseUrl }, drawing));
  },
});

const filterForm = defineForm({
  id: 'list.filter-form.v1',
  hidden: z.object({ responseUrl: z.string().optional() }),
  submit(call, _hidden, fields) {
    const browsed = readFilter(fields);
    if (browsed === undefined)
      return { kind: 'errors', errors: { [field.text]: call.words.list.textTooLong } };
    return { kind: 'accepted', goOn: async () => call.replace(await page(call, browsed, 'continued')) };
  },
});

/** Sends what the person sees as a file into their DM with the bot. */
async function exportTo(
  call: Call,
  { user, mine, text, sort }: Browsed,
  format: InventoryFormat,
): Promise<void> {
  const connected = await call.connectedFor('list');
  const { workspace, directMessages, calls, now } = connected;
  const { list, ...words } = call.words;
  const name = `api-clients-${workspace}-${now().toISOString().slice(0, 10)}.${format}`;
  const dm = await directMessages.channelOf(call.person);
  const browsing = { user, mine, text, sort, freshness: 'now' } as const;
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
  const typed = parseArguments(argumentText, { user: 'value', mine: 'switch', export: 'value' });
  const named = typed.flags.get('user');
  const text = withoutMentions(typed.positional.join(' '));
  if (text.length > TEXT_LIMIT) throw new Problem({ kind: 'search-too-long' });
  const wanted = typed.flags.get('export');
  const format = INVENTORY_FORMATS.find((one) => one === wanted?.toLowerCase());
  if (wanted !== undefined && format === undefined) throw new Problem({ kind: 'export-format-unknown' });
  await call.rights.allowedTo('list', 'any');
  const user =
    named === undefined
      ? undefined
      : userNamed(await (await call.connected()).connection.alphaus.users(), named);
  if (named !== undefined && user === undefined)
    throw new Problem({ kind: 'alphaus-user-unknown', user: named });
  const browsed: Browsed = {
    user,
    mine: typed.flags.has('mine'),
    text,
    sort: 'newest',
    page: 0,
  };
  if (format !== undefined) return exportTo(call, browsed, format);
  // For many users a list from a moment ago is good enough; a client created just now is looked for under its user.
  await call.reply(await page(call, browsed, user === undefined ? 'recent' : 'now'));
}

export const listConversation: Conversation = {
  command: {
    name: 'list',
    action: 'list',
    early: true,
    start,
  },
  buttons: [previousButton, nextButton, filterButton, refreshButton],
  forms: [filterForm],
};
