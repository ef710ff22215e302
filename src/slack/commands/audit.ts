import { z } from 'zod';
import {
  AUDIT_FILE_FORMATS,
  type AuditFileFormat,
  type AuditSelection,
  readSelection,
} from '../../core/audit/audit-selection.js';
import { type AuditPlace, browseAudit } from '../../core/audit/browse-audit.js';
import { exportAudit } from '../../core/audit/export-audit.js';
import { AUDIT_ACTIONS, isAuditAction } from '../../core/audit/audit-action.js';
import { userNamed, type UsersTold } from '../../core/connection/connection.js';
import { AlphausUserName } from '../../core/model/api-client.js';
import { Problem } from '../../core/problem.js';
import { unlessProblem } from '../../core/unless-problem.js';
import { nearestCommand } from './nearest-command.js';
import { parseArguments } from '../call/arguments.js';
import { actions, header, message } from '../view/blocks.js';
import type { Call } from '../call/call.js';
import type { Message } from '../web-api/slack-calls.js';
import { type Conversation, defineButton, defineForm } from '../call/conversation.js';
import { orTryAgain, whenTriedAgain } from '../call/answering/try-again.js';
import { auditFilterAgainFace } from '../forms/again.js';
import { plainText, richText } from '../text/sentence.js';
import {
  filterDrawing,
  type FilterEntered,
  readFilter,
  typedFilter,
  TypedFilter,
} from '../forms/audit-form.js';

const PAGE_SIZE = 10;
/** A file of so many records takes seconds: how many they are is said before. */
const ANNOUNCED_FROM = 5_000;

/** What is browsed, carried by every button: as it was typed, so that `30d` stays thirty days before now. */
const Browsed = z.object({
  typed: TypedFilter,
  before: z.int().min(1).optional(),
  after: z.int().min(0).optional(),
});
type Browsed = z.infer<typeof Browsed>;

async function page(call: Call, browsed: Browsed): Promise<Message> {
  await call.rights.allowedTo('audit');
  const { audit, workspace, now } = call.services;
  const { typed, before, after } = browsed;
  const place: AuditPlace = before !== undefined ? { before } : after !== undefined ? { after } : undefined;
  const shown = await browseAudit(audit, workspace, readSelection(typed, now()), place, PAGE_SIZE);
  const { audit: said } = call.words;
  const lines = [
    ...(shown.acts.length === 0 && !shown.isCutShort ? [said.none] : shown.acts.map((act) => said.row(act))),
    ...(shown.isCutShort ? [said.cutShort] : []),
  ];
  const paging = [
    ...(shown.newer === undefined ? [] : [previousButton.element(said.previous, { typed, ...shown.newer })]),
    ...(shown.older === undefined ? [] : [nextButton.element(said.next, { typed, ...shown.older })]),
  ];
  return {
    text: plainText([said.title], ...lines),
    blocks: [
      header(said.title),
      richText(...lines),
      actions(...paging, filterButton.element(said.filter, { typed })),
    ],
  };
}

/** Two ids, since Slack refuses the same one twice in a row of buttons. */
const pageButton = (id: string) =>
  defineButton({
    id,
    value: Browsed,
    press: async (call, browsed) => call.replace(await page(call, browsed)),
  });
const previousButton = pageButton('audit.previous.v1');
const nextButton = pageButton('audit.next.v1');

/** Sends the trail as a file into the person's DM with the bot. */
async function exportTo(call: Call, format: AuditFileFormat, selection: AuditSelection): Promise<void> {
  const { rule } = await call.rights.allowedTo('audit');
  const { services, person, reference } = call;
  const name = `audit-${services.workspace}-${services.now().toISOString().slice(0, 10)}.${format}`;
  const dm = await services.directMessages.channelOf(person);
  const by = { actor: person, reference, rule };
  await exportAudit(services, by, format, selection, async ({ records, lines }) => {
    if (records >= ANNOUNCED_FROM) await call.reply(message([call.words.audit.exporting(records)]));
    const comment = plainText(call.words.audit.file(name, records));
    await services.calls.upload(dm, { name, comment, content: lines });
  });
  // Everyone in that direct message sees the file.
  if (call.channel !== dm) await call.reply(message([call.words.audit.exported(name)]));
}

const USERS_NAMED_AT_MOST = 10;

/** The filter with its Alphaus user by the name that Alphaus has; a `Problem` where it can match nothing. */
async function knownFilter(call: Call, typed: TypedFilter): Promise<TypedFilter> {
  await call.rights.allowedTo('audit');
  const { action, user } = typed;
  if (action !== undefined && !isAuditAction(action)) {
    const nearest = nearestCommand(action, AUDIT_ACTIONS);
    throw new Problem({ kind: 'audit-action-unknown', typed: action, nearest, known: AUDIT_ACTIONS });
  }
  if (user === undefined) return typed;
  const { services } = call;
  const named = await unlessProblem(alphausUserNamed(call, user));
  if (named !== undefined) return { ...typed, user: named };
  // A user that Alphaus no longer has may still be on record.
  const subject = { kind: 'user', user: AlphausUserName.parse(user) } as const;
  for await (const _ of services.audit.backwards(services.workspace, undefined, subject)) return typed;
  const users = (await unlessProblem(alphausUsers(call)))?.users ?? [];
  const known = users.slice(0, USERS_NAMED_AT_MOST).map(({ name }) => name);
  throw new Problem({ kind: 'audit-user-unknown', typed: user, known });
}

/** None where no account is connected. */
const alphausUsers = async ({ services }: Call): Promise<UsersTold> =>
  (await (await services.connections.current())?.alphaus.users()) ?? { users: [], away: [] };

const alphausUserNamed = async (call: Call, typed: string): Promise<AlphausUserName | undefined> =>
  userNamed(await alphausUsers(call), typed);

const again = (entered: FilterEntered) => ({ face: auditFilterAgainFace, values: [entered] });

/** Opens the form with what is browsed, or was entered so far. */
const openFilter = (call: Call, entered: FilterEntered): Promise<void> =>
  orTryAgain(call, again(entered), () =>
    call.views.openFor(
      'audit',
      filterForm.view(
        call,
        { typed: entered.typed },
        filterDrawing(call.words, entered, call.services.now()),
      ),
    ),
  );

const filterButton = defineButton({
  id: 'audit.filter.v1',
  value: z.object({ typed: TypedFilter }),
  press: openFilter,
});

const filterForm = defineForm({
  id: 'audit.filter-form.v2',
  hidden: z.object({ typed: TypedFilter }),
  submit(call, { typed: before }, fields) {
    const now = call.services.now();
    const read = readFilter(call.words, fields, { before, now });
    if ('errors' in read) return { kind: 'errors', errors: read.errors };
    const { as } = read;
    return {
      kind: 'accepted',
      again: again(read),
      async goOn() {
        const typed = await knownFilter(call, read.typed);
        await (as === 'show'
          ? call.replace(await page(call, { typed }))
          : exportTo(call, as, readSelection(typed, now)));
      },
    };
  },
});

async function start(call: Call, text: string): Promise<void> {
  const { positional, flags } = parseArguments(text, {
    since: 'value',
    until: 'value',
    by: 'value',
    user: 'value',
    action: 'value',
    client: 'value',
    export: 'value',
  });
  if (positional[0] !== undefined)
    throw new Problem({ kind: 'unexpected-argument', argument: positional[0] });
  await call.rights.allowedTo('audit');
  const { export: format, ...flagged } = Object.fromEntries(flags);
  const entered = typedFilter(flagged);
  // What cannot be read is said before anything is looked up.
  readSelection(entered, call.services.now());
  const typed = await knownFilter(call, TypedFilter.parse(entered));
  const selection = readSelection(typed, call.services.now());
  if (format === undefined) return call.reply(await page(call, { typed }));
  const known = AUDIT_FILE_FORMATS.find((one) => one === format.toLowerCase());
  if (known === undefined) throw new Problem({ kind: 'export-format-unknown' });
  return exportTo(call, known, selection);
}

export const auditConversation: Conversation = {
  command: {
    name: 'audit',
    action: 'audit',
    start,
  },
  buttons: [previousButton, nextButton, filterButton, whenTriedAgain(auditFilterAgainFace, openFilter)],
  forms: [filterForm],
};
