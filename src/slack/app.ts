import { type AnyMiddlewareArgs, App, type Context, type Logger, type Receiver } from '@slack/bolt';
import { PersonId } from '../core/model/ids.js';
import { connectionConversation } from './setup/connection.js';
import { accessConversation } from './commands/access.js';
import { CHANGES, followOwners, forgetChanged } from './call/changes.js';
import { auditConversation } from './commands/audit.js';
import { claimConversation } from './commands/claim.js';
import { createConversation } from './commands/create.js';
import { openCreateForm } from './requests/client-form.js';
import { deleteConversation } from './commands/delete.js';
import { doctorConversation } from './commands/doctor.js';
import { extendConversation } from './commands/extend.js';
import { helpConversation } from './commands/help.js';
import { listConversation } from './commands/list.js';
import { policyConversation } from './setup/policy.js';
import { setupConversation } from './commands/setup.js';
import { findingButtons } from './ownership/findings.js';
import { reviewConversation } from './commands/review.js';
import { requestConversation } from './commands/request.js';
import { requestsConversation } from './commands/requests.js';
import { assignConversation } from './ownership/assign.js';
import { transferAnswers } from './ownership/answer-transfer.js';
import { transferConversation } from './commands/transfer.js';
import { rotateConversation } from './commands/rotate.js';
import { showConversation } from './commands/show.js';
import { versionConversation } from './commands/version.js';
import { whoCanConversation } from './commands/who-can.js';
import { whyConversation } from './commands/why.js';
import type { Conversation } from './call/conversation.js';
import { quickButtons } from './call/quick-commands.js';
import { Dispatcher } from './call/dispatcher.js';
import type { FairQueue } from './call/fair-queue.js';
import { failureMessage } from './call/answering/failure.js';
import { clientMenu } from './cards/client/client-menu.js';
import { publishHome } from './home/home.js';
import { welcome } from './home/welcome.js';
import type { Log } from './log.js';
import { offers } from './receipts/offers.js';
import { noteStep } from './requests/workflow-step.js';
import type { SlackObserver } from './observer.js';
import type { ResponseUrls } from './web-api/response-urls.js';
import { sendable } from './web-api/sendable.js';
import { answerUnserved, isSubmission } from './call/answering/not-served.js';
import { receipt } from './receipts/receipt.js';
import type { Services } from './call/services.js';
import type { WorkUnderWay } from './transport/work-under-way.js';
import { originOf, type Workspaces } from './call/workspaces.js';

export interface AppOptions {
  readonly receiver: Receiver;
  readonly workspaces: Workspaces;
  readonly log: Log;
  readonly sdkLog: Logger;
  readonly work: WorkUnderWay;
  readonly queue: FairQueue;
  readonly newReference: () => string;
  /** Answers that belong to no workspace: for what is said while none can be read. */
  readonly responseUrls: ResponseUrls;
  readonly observe?: SlackObserver | undefined;
}

/** A subcommand is one file and one line here; `help` follows from the list. */
const listed: readonly Conversation[] = [
  createConversation,
  listConversation,
  showConversation,
  rotateConversation,
  extendConversation,
  deleteConversation,
  claimConversation,
  transferConversation,
  transferAnswers,
  assignConversation,
  findingButtons,
  reviewConversation,
  setupConversation,
  connectionConversation,
  policyConversation,
  requestConversation,
  requestsConversation,
  receipt,
  offers,
  accessConversation,
  auditConversation,
  whyConversation,
  whoCanConversation,
  doctorConversation,
  versionConversation,
];
const help = helpConversation(listed.flatMap(({ command }) => command ?? []));

/** Every way in but the global shortcut, which is that of `create`, and Home. */
export const conversations: readonly Conversation[] = [
  ...listed,
  clientMenu(listed),
  help,
  { buttons: quickButtons([...listed, help].flatMap(({ command }) => command ?? [])) },
];

/**
 * The Bolt app. What people do is handed over to our dispatcher by one middleware, before Bolt looks for
 * listeners: it would try every one of them on every request, each with its own arguments.
 */
export function createApp(options: AppOptions): App {
  const { workspaces, log, work } = options;
  const dispatcher = new Dispatcher({
    conversations,
    shortcut: openCreateForm,
    help,
    drawHome: publishHome,
    welcome,
    failureMessage,
    log,
    work,
    queue: options.queue,
    newReference: options.newReference,
    observe: options.observe,
  });

  const app = new App({
    receiver: options.receiver,
    // The workspace is found below, and calls to Slack are made by our own clients.
    authorize: () => Promise.resolve({}),
    logger: options.sdkLog,
    convoStore: false,
    deferInitialization: true,
    // The bot presses no buttons, and hears none of its own messages.
    ignoreSelf: false,
  });

  /** The workspace of what goes on to Bolt's listeners, by Bolt's context for it. */
  const found = new WeakMap<object, Services>();
  const at = (context: Context): Services => {
    const services = found.get(context);
    if (services === undefined) throw new Error('a request got past without its workspace');
    return services;
  };

  app.use(async (said) => {
    const origin = originOf(said.body);
    let services: Services | undefined;
    try {
      services = await workspaces.find(origin);
    } catch (error) {
      const reference = options.newReference();
      log.error({ err: error, reference }, 'the workspace could not be read');
      await answerUnserved(said, error, { reference, responseUrls: options.responseUrls });
      throw error;
    }
    if (services === undefined) {
      return log.warn({ origin }, 'request refused: for a workspace that is not ours');
    }
    // A workflow waits: it is acknowledged once it is written down, and Slack delivers it again until then.
    if ('event' in said && said.event.type === 'function_executed') {
      await noteStep(services, said.event);
      return acknowledge(said);
    }
    if (!('event' in said || 'options' in said)) return dispatch(dispatcher, services, said);
    found.set(said.context, services);
    await said.next();
  });
  app.options(/.*/, ({ body, ack, context }) =>
    dispatcher.options(at(context), body, (options) => ack({ options })),
  );
  app.event('app_home_opened', async ({ event, body, context }) => {
    const person = PersonId.parse(event.user);
    if (event.tab === 'home') dispatcher.homeOpened(at(context), person, body.event_id);
    if (event.tab === 'messages') dispatcher.messagesOpened(at(context), person, body.event_id);
  });
  app.event(CHANGES, async ({ event, context }) => {
    forgetChanged(at(context), event);
    await followOwners(at(context), event);
  });
  app.error(async (error) => {
    log.error({ err: error }, 'an interaction could not be dispatched');
  });
  return app;
}

/** Bolt acknowledges every event but this one by itself, and does not say so in its types. */
async function acknowledge(said: object): Promise<void> {
  const ack: unknown = Reflect.get(said, 'ack');
  if (typeof ack === 'function') await ack();
}

/** Hands over what somebody did; what is nothing of ours stays unacknowledged, and Slack is told so. */
async function dispatch(dispatcher: Dispatcher, services: Services, did: AnyMiddlewareArgs): Promise<void> {
  if ('command' in did) {
    if (did.command.command !== '/apiclient') return;
    return dispatcher.command(services, did.body, (said) =>
      did.ack(said && { response_type: 'ephemeral', ...sendable(said) }),
    );
  }
  if ('shortcut' in did) {
    if (did.shortcut.callback_id !== 'create_api_client') return;
    return dispatcher.shortcut(services, did.body, () => did.ack());
  }
  if ('action' in did) return dispatcher.action(services, did.body, () => did.ack());
  if ('view' in did && isSubmission(did)) {
    return dispatcher.form(services, did.body, (answer) => did.ack(answer));
  }
}
