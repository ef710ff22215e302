import { z } from 'zod';
import type { FindingsBrowsed } from '../../core/attention/browse-findings.js';
import { FindingKind } from '../../core/attention/finding.js';
import { lookAtWorkspace } from '../../core/attention/look-at-workspace.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { userNamed } from '../../core/connection/connection.js';
import { Problem } from '../../core/problem.js';
import { parseArguments } from '../call/arguments.js';
import type { Call } from '../call/call.js';
import { type Conversation, defineForm, whenPressed } from '../call/conversation.js';
import { reviewFace } from '../call/faces.js';
import { filterFace, nextFace, previousFace, reviewPage } from '../cards/attention/review-page.js';
import { richText } from '../text/sentence.js';
import { plain } from '../view/blocks.js';
import { type Choice, oneOf } from '../view/inputs.js';

const ALL = '*';
/** Slack's limits for a select; one option is for all users. */
const OPTIONS_LIMIT = 99;
const OPTION_VALUE_LIMIT = 150;
const field = { kind: 'review-kind', user: 'review-user' } as const;

const pageButton = (face: typeof nextFace) =>
  whenPressed(face, async (call, reviewed) => call.replace(await reviewPage(call, reviewed)));

const filterButton = whenPressed(filterFace, async (call, browsed) => {
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
});

const filterForm = defineForm({
  id: 'review.filter-form.v1',
  hidden: z.object({}),
  submit(call, _hidden, fields) {
    const browsed = {
      kind: FindingKind.safeParse(fields.chosen(field.kind)).data,
      user: userIn(fields.chosen(field.user)),
    };
    return { kind: 'accepted', goOn: async () => call.replace(await reviewPage(call, browsed)) };
  },
});

const userIn = (chosen: string | undefined): AlphausUserName | undefined =>
  chosen === ALL ? undefined : AlphausUserName.safeParse(chosen).data;

/** What is settled once it is told is not reviewed. */
const KINDS = FindingKind.options.filter((kind) => kind !== 'deleted-elsewhere');

/** Looks at the workspace as it is now, then shows what was found, told or not. */
async function open(call: Call, browsed: FindingsBrowsed): Promise<void> {
  await call.rights.allowedTo('review');
  const { services } = call;
  const state = await services.looks.find(services.workspace);
  const { isWhole, problems } = await lookAtWorkspace(call.acting, state ?? {});
  for (const problem of problems) call.log.warn({ err: problem }, 'a part could not be looked at');
  const said = isWhole ? [] : [call.words.attention.review.notLooked];
  await call.reply(await reviewPage(call, browsed, said));
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
  buttons: [
    pageButton(previousFace),
    pageButton(nextFace),
    filterButton,
    whenPressed(reviewFace, (call) => open(call, {})),
  ],
  forms: [filterForm],
};
