import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { browseClients, type FoundClients, usersWithSomethingIn } from '../../core/clients/browse-clients.js';
import { userNamed } from '../../core/connection/connection.js';
import { isOwnedBy } from '../../core/rights/decide.js';
import type { KnownClient } from '../../core/clients/find-client.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import { actions, awayNote, cut, header, line, message, plain, shownName } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton, defineForm } from '../call/conversation.js';
import { escapeMarkup, plainText, type Sentence } from '../text/sentence.js';
import { en } from '../text/en/en.js';
import { Browsed, field, filterDrawing, readFilter, TEXT_LIMIT } from '../forms/list-filter.js';
import { showFace } from '../call/faces.js';

const PAGE_SIZE = 10;

async function page(call: Call, browsed: Browsed): Promise<Message> {
  const sight = await call.rights.sight();
  const services = await call.connected();
  const groups = browsed.mine ? await services.people.groupsOf(call.person) : [];
  const owning = { id: call.person, groups: groups.map(({ id }) => id) };
  const found = await browseClients(
    services,
    {
      user: browsed.user,
      ownedBy: browsed.mine ? (owner) => isOwnedBy(owner, owning) : undefined,
      text: browsed.text,
      sort: browsed.sort,
    },
    sight,
  );
  // Clients may have gone since the button was drawn.
  const last = Math.max(0, Math.ceil(found.clients.length / PAGE_SIZE) - 1);
  return listMessage(found, { ...browsed, page: Math.min(browsed.page, last) });
}

function listMessage({ clients, recordOf, away }: FoundClients, browsed: Browsed): Message {
  const from = browsed.page * PAGE_SIZE;
  const shown = clients
    .slice(from, from + PAGE_SIZE)
    .map((client): KnownClient => ({ client, record: recordOf(client) }));
  const filtered = browsed.mine || browsed.text !== '' || browsed.user !== undefined;
  // Where something is missing, nobody knows that there are none.
  const empty = filtered || away.length > 0 ? en.list.noneMatch : en.list.none;
  const count = en.list.count(from + 1, from + shown.length, clients.length) + restriction(browsed);
  const paging = [
    ...(browsed.page > 0
      ? [previousButton.element(en.list.previous, { ...browsed, page: browsed.page - 1 })]
      : []),
    ...(from + PAGE_SIZE < clients.length
      ? [nextButton.element(en.list.next, { ...browsed, page: browsed.page + 1 })]
      : []),
  ];
  return {
    text: plainText(
      [shown.length === 0 ? en.list.title : `${en.list.title}: ${count}`],
      ...(away.length === 0 ? [] : [en.productsAway(away)]),
      ...shown.map(rowText),
    ),
    blocks: [
      header(en.list.title),
      ...awayNote(away),
      ...(shown.length === 0 ? message([empty]).blocks : [line(count), ...shown.map(row)]),
      actions(...paging, filterButton.element(en.list.filter, browsed)),
    ],
  };
}

function restriction(browsed: Browsed): string {
  return [
    browsed.user === undefined ? '' : en.list.of(en.alphausUser(browsed.user)),
    browsed.mine ? en.list.mine : '',
    browsed.text === '' ? '' : en.list.matching(browsed.text),
  ].join('');
}

const rowText = (known: KnownClient): Sentence => [shownName(known.client), ' ', { code: known.client.id }];

function row(known: KnownClient): KnownBlock {
  const { client, record } = known;
  const made: Sentence = client.createdAt === undefined ? [] : [' · ', { time: new Date(client.createdAt) }];
  const whose: Sentence = record === undefined ? [en.list.unknownOrigin] : [en.owner(record.owner)];
  return {
    type: 'section',
    text: plain(shownName(client)),
    fields: [
      { type: 'mrkdwn', text: `\`${escapeMarkup(client.id)}\`` },
      plain(cut(en.alphausUser(client.user), 200)),
      { type: 'mrkdwn', text: plainText([...whose, ...made]) },
      ...(record === undefined ? [] : [plain(cut(record.purpose, 200))]),
    ],
    accessory: showFace.element(en.list.show, { id: client.id }),
  };
}

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
const pageButton = (id: string) =>
  defineButton({
    id,
    value: Browsed,
    press: async (call, browsed) => call.replace(await page(call, browsed)),
  });
const previousButton = pageButton('list.previous.v1');
const nextButton = pageButton('list.next.v1');

const filterButton = defineButton({
  id: 'list.filter.v1',
  value: Browsed,
  async press(call, browsed) {
    await call.openFor('list', {
      type: 'modal',
      title: plain(en.list.filterTitle),
      blocks: [line(en.create.loading[0])],
    });
    const [sight, services] = await Promise.all([call.rights.sight(), call.connected()]);
    const [{ users, away }, records] = await Promise.all([
      services.connection.alphaus.users(),
      services.records.ofWorkspace(services.workspace),
    ]);
    const names = users.map(({ name }) => name);
    const offered = usersWithSomethingIn(sight, names, records);
    const missing = away.map(({ product }) => product);
    const drawing = filterDrawing(browsed, offered, missing);
    await call.fillIn(filterForm.view({ responseUrl: call.responseUrl }, drawing));
  },
});

const filterForm = defineForm({
  id: 'list.filter-form.v1',
  hidden: z.object({ responseUrl: z.string().optional() }),
  submit(call, _hidden, fields) {
    const browsed = readFilter(fields);
    if (browsed === undefined) return { kind: 'errors', errors: { [field.text]: en.list.textTooLong } };
    return { kind: 'accepted', goOn: async () => call.replace(await page(call, browsed)) };
  },
});

async function start(call: Call, argumentText: string): Promise<void> {
  const typed = parseArguments(argumentText, { user: 'value', mine: 'switch' });
  const named = typed.flags.get('user');
  const text = typed.words.join(' ');
  if (text.length > TEXT_LIMIT) throw new Problem({ kind: 'search-too-long' });
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
  await call.reply(await page(call, browsed));
}

export const listConversation: Conversation = {
  command: {
    name: 'list',
    usage: 'list [--user U] [--mine] [text]',
    summary: en.help.list,
    action: 'list',
    early: true,
    start,
  },
  buttons: [previousButton, nextButton, filterButton],
  forms: [filterForm],
};
