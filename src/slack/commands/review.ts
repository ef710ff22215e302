import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { browseFindings, type FindingsPage } from '../../core/attention/browse-findings.js';
import { type Finding, FindingKind } from '../../core/attention/finding.js';
import { lookAtWorkspace } from '../../core/attention/look-at-workspace.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { userNamed } from '../../core/connection/connection.js';
import { ClientId } from '../../core/model/ids.js';
import { legibleLine } from '../../core/model/legible-text.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineButton, defineForm, whenPressed } from '../call/conversation.js';
import { reviewFace } from '../call/faces.js';
import { buttonsOf } from '../cards/attention/attention-card.js';
import { plainText, richText, type Sentence } from '../text/sentence.js';
import { actions, header, plain } from '../view/blocks.js';
import { type Choice, oneOf } from '../view/selects.js';
import type { Message } from '../web-api/slack-calls.js';

/** Each takes two of a message's fifty blocks. */
const PAGE_SIZE = 10;
const ALL = '*';
/** Slack's limits for a select; one option is for all users. */
const OPTIONS_LIMIT = 99;
const OPTION_VALUE_LIMIT = 150;
const field = { kind: 'review-kind', user: 'review-user' } as const;

const Place = z.object({ kind: FindingKind, client: ClientId });
/** What is shown, carried by every button: the list itself keeps nothing. */
const Browsed = z.object({
  kind: FindingKind.optional(),
  user: AlphausUserName.optional(),
  after: Place.optional(),
  before: Place.optional(),
});
type Browsed = z.infer<typeof Browsed>;

async function page(call: Call, browsed: Browsed, said: readonly Sentence[] = []): Promise<Message> {
  const found = await browseFindings(call.acting, { person: call.person, browsed, size: PAGE_SIZE });
  return pageMessage(call, browsed, found, said);
}

function pageMessage(
  { words }: Call,
  { kind, user }: Browsed,
  { shown, hasNext, hasPrevious }: FindingsPage,
  said: readonly Sentence[],
): Message {
  const { review, ...attention } = words.attention;
  const [first, last] = [shown.at(0), shown.at(-1)];
  const paging = [
    ...(hasPrevious && first !== undefined
      ? [previousButton.element(review.previous, { kind, user, before: placeOf(first) })]
      : []),
    ...(hasNext && last !== undefined
      ? [nextButton.element(review.next, { kind, user, after: placeOf(last) })]
      : []),
  ];
  const none = kind === undefined && user === undefined ? review.none : review.noneOfKind;
  const shownUser = user === undefined ? undefined : words.alphausUser(user);
  const head = [shown.length === 0 ? none : review.shown(kind, shownUser), ...said];
  const items = shown.map((finding) => {
    const one = { ...finding, name: nameOf(words.list.noName, finding), ...endOf(finding) };
    return { lines: [attention.client(one), attention.fact(one)], finding };
  });
  return {
    text: plainText([review.title], ...head, ...items.flatMap(({ lines }) => lines)),
    blocks: [
      header(review.title),
      richText(...head),
      ...items.flatMap(({ lines, finding }): readonly KnownBlock[] => [
        richText(...lines),
        actions(...buttonsOf(words, finding, 'admin')),
      ]),
      actions(...paging, filterButton.element(review.filter, { kind, user })),
    ],
  };
}

const placeOf = ({ kind, client }: Finding) => ({ kind, client });
const nameOf = (noName: string, { name }: Finding): string =>
  name.trim() === '' ? noName : legibleLine(name);
const endOf = ({ kind, mark }: Finding): { readonly endsAt?: string } =>
  kind === 'ending' && mark !== '' ? { endsAt: mark } : {};

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
const pageButton = (id: string) =>
  defineButton({
    id,
    value: Browsed,
    press: async (call, browsed) => call.replace(await page(call, browsed)),
  });
const previousButton = pageButton('review.previous.v1');
const nextButton = pageButton('review.next.v1');

const filterButton = defineButton({
  id: 'review.filter.v1',
  value: Browsed,
  async press(call, browsed) {
    const { review, kinds } = call.words.attention;
    await call.views.openFor('review', {
      type: 'modal',
      title: plain(review.filterTitle),
      blocks: [richText(call.words.create.loading)],
    });
    const { connection } = await call.connected();
    const { users } = await connection.alphaus.users();
    const shown = call.words.alphausUserAmong(users.map(({ name }) => name));
    const kindChoices: readonly Choice[] = [
      { value: ALL, text: review.allKinds },
      ...KINDS.map((kind) => ({ value: kind, text: kinds[kind] })),
    ];
    const userChoices: readonly Choice[] = [
      { value: ALL, text: review.allUsers },
      ...users
        .filter(({ name }) => name.length <= OPTION_VALUE_LIMIT)
        .toSorted((a, b) => Number(b.name === browsed.user) - Number(a.name === browsed.user))
        .slice(0, OPTIONS_LIMIT)
        .map(({ name }) => ({ value: name, text: shown(name) })),
    ];
    await call.views.fillIn(
      filterForm.view(
        call,
        {},
        {
          title: review.filterTitle,
          submit: review.filterSubmit,
          close: call.words.ownership.close,
          blocks: [
            oneOf({
              id: field.kind,
              label: review.kind,
              choices: kindChoices,
              chosen: [browsed.kind ?? ALL],
            }),
            oneOf({
              id: field.user,
              label: review.user,
              choices: userChoices,
              chosen: [browsed.user ?? ALL],
            }),
          ],
        },
      ),
    );
  },
});

const filterForm = defineForm({
  id: 'review.filter-form.v1',
  hidden: z.object({}),
  submit(call, _hidden, fields) {
    const browsed = {
      kind: FindingKind.safeParse(fields.chosen(field.kind)).data,
      user: userIn(fields.chosen(field.user)),
    };
    return { kind: 'accepted', goOn: async () => call.replace(await page(call, browsed)) };
  },
});

const userIn = (chosen: string | undefined): AlphausUserName | undefined =>
  chosen === ALL ? undefined : AlphausUserName.safeParse(chosen).data;

/** What is settled once it is told is not reviewed. */
const KINDS = FindingKind.options.filter((kind) => kind !== 'deleted-elsewhere');

/** Looks at the workspace as it is now, then shows what was found, told or not. */
async function open(call: Call, browsed: Browsed): Promise<void> {
  await call.rights.allowedTo('review');
  const { services } = call;
  const state = await services.looks.find(services.workspace);
  const { isWhole, problems } = await lookAtWorkspace(call.acting, state ?? {});
  for (const problem of problems) call.log.warn({ err: problem }, 'a part could not be looked at');
  const said = isWhole ? [] : [call.words.attention.review.notLooked];
  await call.reply(await page(call, browsed, said));
}

async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, { user: 'value' });
  const [word, stray] = positional;
  if (stray !== undefined) throw new Problem({ kind: 'unexpected-argument', argument: stray });
  const kind = word === undefined ? undefined : FindingKind.safeParse(word.toLowerCase()).data;
  if (word !== undefined && kind === undefined) {
    throw new Problem({ kind: 'unexpected-argument', argument: word });
  }
  await call.rights.allowedTo('review');
  const named = flags.get('user');
  if (named === undefined) return open(call, { kind });
  const user = userNamed(await (await call.connected()).connection.alphaus.users(), named);
  if (user === undefined) throw new Problem({ kind: 'alphaus-user-unknown', user: named });
  return open(call, { kind, user });
}

export const reviewConversation: Conversation = {
  command: { name: 'review', action: 'review', start },
  buttons: [previousButton, nextButton, filterButton, whenPressed(reviewFace, (call) => open(call, {}))],
  forms: [filterForm],
};
