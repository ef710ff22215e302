import type { PersonId } from '../../../core/model/ids.js';
import type { RequestMessage } from '../../../core/requests/request-messages.js';
import { type ClientRequest, neededBy } from '../../../core/requests/request.js';
import type { Message } from '../../web-api/slack-calls.js';
import type { Log } from '../../log.js';
import type { Inline } from '../../text/sentence.js';
import type { Words } from '../../text/words.js';
import { adminsToAsk } from '../../call/admins-to-ask.js';
import type { Services } from '../../call/services.js';
import { message } from '../../view/blocks.js';
import { decidersCard, requestersCard } from './card.js';
import { inOneLine, isPrepared, type PreparedRequest } from './request-summary.js';
import { collectReminderMessage, newsMessage, preparersNews, reminderMessage } from './request-news.js';
import { adminsToAskToo, decidersOf } from '../../../core/rights/request-deciders.js';
import { endStep } from '../../../core/requests/workflow/end-step.js';
import { slackWord } from '../../refusal.js';
import { stepAnswers } from './step-answers.js';
import { isRefused, redraw, send, type Standing } from '../send.js';
import { tellOfLostApprovers, tellOfLostChannel } from '../tell-admins.js';

/** The requester's own card, and the card in the approvals channel; others are named after their person. */
export const OWN = 'own';
const CHANNEL_CARD = 'card:channel';
/** An approval that is given again, because the one before no longer counted, is news again. */
const again = ({ reopened }: ClientRequest): string => (reopened === undefined ? '' : `:${reopened}`);
const newsOf = (request: ClientRequest): string => `news:${request.state.kind}${again(request)}`;
/** What the person hears who prepared it for the requester. */
const PREPARER_NEWS = 'preparer-news:';
const COLLECT_REMINDER = 'collect-reminder';
/** Not a message: says that everything about a version stands. */
const DELIVERED = 'delivered';

/**
 * Makes everything that people see of a request true to the store: the cards, wherever they stand, and what
 * the requester is told. Safe to repeat. Resolves to whether nothing is left to do: what Slack does not take now is
 * done by the next look.
 */
export async function deliver(
  services: Services,
  log: Log,
  given: ClientRequest,
  { redrawAll = false }: { readonly redrawAll?: boolean } = {},
): Promise<boolean> {
  let request = given;
  let all = redrawAll;
  for (;;) {
    const done = await deliverVersion(services, log, request, all);
    const newer = await services.requests.find(services.workspace, request.id);
    if (newer === undefined || newer.version === request.version) {
      const isWorkflowTold = await tellWorkflow(services, log, request);
      if (done && isWorkflowTold) await finish(services, request);
      return done && isWorkflowTold;
    }
    request = newer;
    // What was just drawn may have covered what somebody else drew of the newer version.
    all = true;
  }
}

/** Delivers a request unless its messages show its present version already: a job finds most requests unchanged. */
export async function deliverIfNeeded(
  services: Services,
  log: Log,
  request: ClientRequest,
): Promise<boolean> {
  const messages = await services.requestMessages.of(request);
  const delivered = messages.find(({ key }) => key === DELIVERED);
  return delivered?.shows === request.version || deliver(services, log, request);
}

/** Lets the workflow go on that waits for the request; resolves to whether nothing is left to do. */
async function tellWorkflow(services: Services, log: Log, request: ClientRequest): Promise<boolean> {
  if (request.step === undefined) return true;
  try {
    await endStep({ ...services, steps: services.workflowSteps, answers: stepAnswers(services) }, request);
    return true;
  } catch (error) {
    if (slackWord(error) === undefined) throw error;
    log.warn({ err: error, request: request.id }, 'a workflow could not be told; it is tried again');
    return false;
  }
}

async function finish({ requestMessages, now }: Services, request: ClientRequest): Promise<void> {
  const { version } = request;
  await requestMessages.put(request, { key: DELIVERED, claimedAt: now(), state: 'refused', shows: version });
}

/** Resolves to whether nothing is left to do. */
async function deliverVersion(
  services: Services,
  log: Log,
  request: ClientRequest,
  redrawAll: boolean,
): Promise<boolean> {
  const { requester } = request;
  const mention = await mentioned(services);
  const requestersWords = await services.wordsOf(requester);
  // Only the person who prepared it for somebody reads a card of it, besides that one.
  const words = isPrepared(request)
    ? await services.wordsOf(request.preparedBy)
    : await services.workspaceWords();
  const ask = request.state.kind === 'closed' ? await adminsToAsk(services) : [];
  const drawing = (key: string, messages: readonly RequestMessage[]): Message =>
    draw({ request, key, now: services.now(), mention, ask, messages, words, requestersWords });
  const news = newsMessage(requestersWords, request, ask);
  const sent = await Promise.all([
    request.state.kind !== 'open' || postCards(services, log, request, { words, mention }),
    request.state.kind !== 'open' ||
      request.adminsAskedAt === undefined ||
      askAdmins(services, log, request, words),
    !asksRequester(request) ||
      send(services, log, request, { key: OWN, to: { person: requester }, repeats: true }, drawing(OWN, [])),
    !isPrepared(request) || toldPreparer(services, log, request, words),
    news === undefined ||
      send(services, log, request, { key: newsOf(request), to: { person: requester }, repeats: false }, news),
  ]);
  const redrawn = await redraw(services, log, request, drawing, redrawAll);
  return redrawn && !sent.includes('later');
}

/** Whether the requester's own card comes now: with the request, and with what is prepared for them. */
const asksRequester = ({ state, preparedBy }: ClientRequest): boolean =>
  state.kind === (preparedBy === undefined ? 'open' : 'approved');

/** The card of the person who prepared it, and what they would not know from looking at it once. */
async function toldPreparer(
  services: Services,
  log: Log,
  request: PreparedRequest,
  words: Words,
): Promise<Standing> {
  const { preparedBy: person, state } = request;
  const news = preparersNews(words, request);
  const standings = [
    ...(state.kind === 'approved' ? [await postCardTo(services, log, { request, words, person })] : []),
    ...(news === undefined
      ? []
      : [
          await send(
            services,
            log,
            request,
            { key: `${PREPARER_NEWS}${state.kind}`, to: { person }, repeats: false },
            news,
          ),
        ]),
  ];
  return standings.includes('later') ? 'later' : 'stands';
}

/** In the approvals channel; where there is none, or it takes no messages, in the DM of each who decides. */
async function postCards(
  services: Services,
  log: Log,
  request: ClientRequest,
  { words, mention }: { readonly words: Words; readonly mention: readonly Inline[] },
): Promise<Standing> {
  const { approvalsChannel: channel } = (await services.rules.of(services.workspace)).policy;
  if (channel !== undefined) {
    const card = decidersCard(words, { request, now: services.now(), mention });
    const sending = { key: CHANNEL_CARD, to: { channel }, repeats: true };
    const standing = await send(services, log, request, sending, card);
    if (!isRefused(standing)) return standing;
    await tellOfLostChannel(services, log, { channel, word: standing.refused });
  }
  return postToDeciders(services, log, request, (person) =>
    postCardTo(services, log, { request, words, person }),
  );
}

interface ForOne {
  readonly request: ClientRequest;
  readonly words: Words;
  readonly person: PersonId;
}

function postCardTo(services: Services, log: Log, { request, words, person }: ForOne): Promise<Standing> {
  const card = decidersCard(words, { request, now: services.now(), mention: [] });
  return send(services, log, request, { key: `card:${person}`, to: { person }, repeats: true }, card);
}

/** In the DM of each admin who is asked as well, since nobody decided in time. */
async function askAdmins(
  services: Services,
  log: Log,
  request: ClientRequest,
  words: Words,
): Promise<Standing> {
  const { policy } = await services.rules.of(services.workspace);
  const toBeDecided = { requester: request.requester, needed: neededBy(policy, request) };
  const admins = await adminsToAskToo(services, toBeDecided);
  const standings = await Promise.all(
    admins.map((person) => postCardTo(services, log, { request, words, person })),
  );
  return standings.includes('later') ? 'later' : 'stands';
}

async function postToDeciders(
  services: Services,
  log: Log,
  request: ClientRequest,
  post: (person: PersonId) => Promise<Standing>,
): Promise<Standing> {
  const { policy } = await services.rules.of(services.workspace);
  const { who, people } = await decidersOf(services, {
    requester: request.requester,
    needed: neededBy(policy, request),
  });
  if (who === 'admins') await tellOfLostApprovers(services, log, people);
  const standings = await Promise.all(people.map(post));
  return standings.includes('later') ? 'later' : 'stands';
}

/** Reminds where the cards stand: exactly once for each `number`. */
export async function remindDeciders(
  services: Services,
  log: Log,
  request: ClientRequest,
  number: number,
): Promise<void> {
  const key = `reminder:${number}`;
  const drawn = reminderMessage(await services.workspaceWords(), request, services.now());
  const { approvalsChannel: channel } = (await services.rules.of(services.workspace)).policy;
  if (channel === undefined) {
    await postToDeciders(services, log, request, (person) =>
      send(services, log, request, { key: `${key}:${person}`, to: { person }, repeats: false }, drawn),
    );
    return;
  }
  const standing = await send(services, log, request, { key, to: { channel }, repeats: false }, drawn);
  if (!isRefused(standing)) return;
  await tellOfLostChannel(services, log, { channel, word: standing.refused });
  // The card went with the channel: instead of a reminder, each who decides gets their own card.
  const lost = { key: CHANNEL_CARD, claimedAt: services.now(), state: 'refused', shows: 0 } as const;
  await services.requestMessages.put(request, lost);
  await deliver(services, log, request);
}

/** Reminds the requester in their DM, once, whether or not the message arrives. */
export async function remindRequester(services: Services, log: Log, request: ClientRequest): Promise<void> {
  const sending = {
    key: `${COLLECT_REMINDER}${again(request)}`,
    to: { person: request.requester },
    repeats: false,
  };
  const words = await services.wordsOf(request.requester);
  await send(services, log, request, sending, collectReminderMessage(words, request));
}

/** The people and groups that the policy names on a card. */
async function mentioned({ rules, workspace }: Services): Promise<readonly Inline[]> {
  const { mention } = (await rules.of(workspace)).policy;
  return [...mention.people.map((person) => ({ person })), ...mention.groups.map((group) => ({ group }))];
}

interface Drawn {
  readonly request: ClientRequest;
  readonly key: string;
  readonly now: Date;
  /** The words of those who decide. */
  readonly words: Words;
  readonly mention: readonly Inline[];
  readonly ask: readonly PersonId[];
  readonly messages: readonly RequestMessage[];
  readonly requestersWords: Words;
}

function draw({ request, key, now, words, mention, ask, messages, requestersWords }: Drawn): Message {
  if (key === OWN) {
    const news = messages.find((message) => message.key === newsOf(request));
    // When nobody knows whether the news came, the card that stands has the button.
    const collectsHere = isPrepared(request) || news === undefined || typeof news.state === 'string';
    return requestersCard(requestersWords, request, collectsHere);
  }
  if (key.startsWith(COLLECT_REMINDER)) return collectReminderMessage(requestersWords, request);
  if (key.startsWith('reminder:')) return reminderMessage(words, request, now);
  // It was sent once everything was over: nothing follows.
  if (key.startsWith(PREPARER_NEWS))
    return preparersNews(words, request) ?? decidersCard(words, { request, now, mention: [] });
  // News of before: what it said is over.
  if (key.startsWith('news:')) {
    const news = key === newsOf(request) ? newsMessage(requestersWords, request, ask) : undefined;
    // The requester's own card says everything: this one only what has become of it.
    return news ?? message([inOneLine(requestersWords, request)]);
  }
  return decidersCard(words, { request, now, mention: key === CHANNEL_CARD ? mention : [] });
}
