import { App, type Logger, type Receiver } from '@slack/bolt';
import { z } from 'zod';
import { PersonId } from '../core/api-client.js';
import type { Services } from './call.js';
import { createConversation, openCreateForm } from './commands/create.js';
import { deleteConversation } from './commands/delete.js';
import { helpConversation } from './commands/help.js';
import { listConversation } from './commands/list.js';
import { showConversation } from './commands/show.js';
import { versionConversation } from './commands/version.js';
import type { Conversation } from './conversation.js';
import { Dispatcher, type WithReference } from './dispatcher.js';
import { homeConversation, publishHome } from './home.js';
import type { Log } from './log.js';
import { receipt } from './receipt.js';
import type { WorkUnderWay } from './work-under-way.js';

export interface AppOptions {
  readonly receiver: Receiver;
  readonly services: Services;
  readonly identity: { readonly botId: string; readonly botUserId: string };
  readonly token: string;
  readonly log: Log;
  readonly sdkLog: Logger;
  readonly work: WorkUnderWay;
  readonly newReference: () => string;
  readonly withReference: WithReference;
}

/** A subcommand is one file and one line here; `help` follows from the list. */
const listed: readonly Conversation[] = [
  createConversation,
  listConversation,
  showConversation,
  deleteConversation,
  receipt,
  homeConversation,
  versionConversation,
];
const help = helpConversation(listed.flatMap(({ command }) => command ?? []));

const Teams = z.object({
  team_id: z.string().optional(),
  team: z.object({ id: z.string() }).nullish(),
  view: z.object({ app_installed_team_id: z.string().optional() }).optional(),
});

/** The workspace that a request is for; in a shared channel the person's own may be another. */
function teamOf(body: unknown): string | undefined {
  const teams = Teams.safeParse(body).data;
  return teams?.view?.app_installed_team_id ?? teams?.team?.id ?? teams?.team_id;
}

/**
 * The Bolt app. Few listeners, each handing over to our dispatcher: Bolt tries every listener on every
 * request, so 50 more of them would make an acknowledgement several times as costly.
 */
export function createApp(options: AppOptions): App {
  const { services, log, work } = options;
  const dispatcher = new Dispatcher({
    services,
    conversations: [...listed, help],
    shortcut: openCreateForm,
    unknownCommand: (call, word) => help.unknown(call, word),
    log,
    work,
    newReference: options.newReference,
    withReference: options.withReference,
  });

  const app = new App({
    receiver: options.receiver,
    authorize: async () => ({ ...options.identity, botToken: options.token, teamId: services.workspace }),
    logger: options.sdkLog,
    convoStore: false,
    deferInitialization: true,
    // Button presses and events of the bot itself are nobody's acts.
    ignoreSelf: true,
  });

  app.use(async ({ body, next }) => {
    // One token answers for one workspace only: whatever names another gets nothing.
    if (teamOf(body) === services.workspace) await next();
    else log.warn({ team: teamOf(body) }, 'request refused: for a workspace that is not ours');
  });
  app.command('/apiclient', ({ body, ack }) => dispatcher.command(body, () => ack()));
  app.shortcut('create_api_client', ({ body, ack }) => dispatcher.shortcut(body, () => ack()));
  app.action(/.*/, ({ body, ack }) => dispatcher.action(body, () => ack()));
  app.view(/.*/, ({ body, ack }) => dispatcher.form(body, (answer) => ack(answer)));
  app.options(/.*/, ({ body, ack }) => dispatcher.options(body, (options) => ack({ options })));
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') {
      const person = PersonId.parse(event.user);
      dispatcher.background('home', () => publishHome(services, log, person));
    }
  });
  app.error(async (error) => {
    log.error({ err: error }, 'an interaction could not be dispatched');
  });
  return app;
}
