import type { PersonId } from '../../core/model/ids.js';
import type { RequestMessage } from '../../core/requests/request-messages.js';
import type { ClientRequest } from '../../core/requests/request.js';
import { slackRefusal, slackWord } from '../refusal.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Log } from '../log.js';
import type { Services } from '../call/services.js';

/** Slack's answers by which a message will never stand there: its person or channel is gone, or shut to us. */
const NEVER = new Set([
  'cannot_dm_bot',
  'channel_not_found',
  'is_archived',
  'not_in_channel',
  'restricted_action',
  'user_disabled',
  'user_not_found',
]);
/** The errors after which an existing message cannot be changed any more. */
const UNCHANGEABLE = new Set([...NEVER, 'cant_update_message', 'edit_window_closed', 'message_not_found']);

export type Place = { readonly channel: string } | { readonly person: PersonId };

/** `later`: it could not be sent now, or somebody else is just sending it. */
export type Standing = 'stands' | 'later' | Refused;

/** It will never stand there. */
export interface Refused {
  /** Slack's word, where it was refused just now. */
  readonly refused: string | undefined;
}

export const isRefused = (standing: Standing): standing is Refused => typeof standing !== 'string';

export interface Sending {
  readonly key: string;
  readonly to: Place;
  /**
   * Whether it is sent again when nobody knows if it came: a card that is missing stops everything, and a
   * second one is drawn from the same truth. News that came twice would be a nuisance.
   */
  readonly repeats: boolean;
}

/** Sends a message about a request, unless it was sent before, by whomever. */
export async function send(
  services: Services,
  log: Log,
  request: ClientRequest,
  { key, to, repeats }: Sending,
  drawn: Message,
): Promise<Standing> {
  const { requestMessages, directMessages, calls } = services;
  const claimedAt = services.now();
  const claimed =
    (await requestMessages.claim(request, key, claimedAt)) ||
    (await claimAnew(services, request, key, repeats));
  if (claimed !== true) return claimed;
  try {
    const channel = 'channel' in to ? to.channel : await directMessages.channelOf(to.person);
    const ts = await calls.postOnce(channel, drawn);
    await requestMessages.put(request, { key, claimedAt, state: { channel, ts }, shows: request.version });
    return 'stands';
  } catch (error) {
    const code = slackError(error);
    const refusal = slackRefusal(code);
    const level = refusal === 'passing' ? 'warn' : 'error';
    log[level]({ request: request.id, message: key, slack: code }, 'a message about a request was not sent');
    // A channel that refuses has people in its place; people have nothing, so they are tried again.
    if (NEVER.has(code) || (refusal === 'definite' && 'channel' in to)) {
      await requestMessages.put(request, { key, claimedAt, state: 'refused', shows: request.version });
      return { refused: code };
    }
    if (isAnswer(code)) await requestMessages.release(request, key);
    return 'later';
  }
}

/** `true` when a claim was given up by somebody who died; how the message stands otherwise. */
async function claimAnew(
  { requestMessages, now }: Services,
  request: ClientRequest,
  key: string,
  repeats: boolean,
): Promise<Standing | true> {
  const message = (await requestMessages.of(request)).find((one) => one.key === key);
  if (message === undefined) return 'later';
  if (message.state === 'refused') return { refused: undefined };
  if (message.state !== 'sending') return 'stands';
  if (!requestMessages.isAbandoned(message)) return 'later';
  if (!repeats) return 'stands';
  await requestMessages.release(request, key);
  return (await requestMessages.claim(request, key, now())) || 'later';
}

/** Redraws existing messages that show an older version; resolves to whether all are up to date. */
export async function redraw(
  services: Services,
  log: Log,
  request: ClientRequest,
  drawing: (key: string, messages: readonly RequestMessage[]) => Message,
  all: boolean,
): Promise<boolean> {
  const { requestMessages, calls } = services;
  const messages = await requestMessages.of(request);
  const drawn = await Promise.all(
    messages.map(async (message) => {
      const { key, state, shows } = message;
      // One that somebody has drawn by a newer version is never drawn by an older one.
      if (typeof state === 'string' || (!all && (shows ?? 0) >= request.version)) return true;
      try {
        await calls.update(state.channel, state.ts, drawing(key, messages));
      } catch (error) {
        const code = slackError(error);
        log.warn({ request: request.id, message: key, slack: code }, 'a message could not be redrawn');
        if (!UNCHANGEABLE.has(code) && slackRefusal(code) !== 'definite') return false;
      }
      await requestMessages.put(request, { ...message, shows: request.version });
      return true;
    }),
  );
  return drawn.every(Boolean);
}

/** Slack's answer, or what kept it from us; whatever is no failure of Slack is thrown on. */
function slackError(error: unknown): string {
  const word = slackWord(error);
  if (word === undefined) throw error;
  return word;
}

/** Answers of Slack's after which nobody knows whether the message stands. */
const OPEN: ReadonlySet<string> = new Set(['fatal_error', 'internal_error', 'request_timeout']);

/** Slack answered, and said that nothing was posted. */
export const isAnswer = (code: string): boolean => /^[a-z0-9_]+$/.test(code) && !OPEN.has(code);
