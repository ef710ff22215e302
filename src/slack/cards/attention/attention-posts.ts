import type { AttentionMessage } from '../../../core/attention/attention-messages.js';
import { type ClientId, PersonId } from '../../../core/model/ids.js';
import { adminsOf } from '../../../core/rights/request-deciders.js';
import { DAY_MS } from '../../../core/model/durations.js';
import type { Services } from '../../call/services.js';
import type { Log } from '../../log.js';
import { slackRefusal, slackWord } from '../../refusal.js';
import type { Words } from '../../text/words.js';
import type { Message } from '../../web-api/slack-calls.js';
import { isUnreachable } from '../../web-api/direct-messages.js';
import { drawAttention } from './attention-card.js';
import { isAnswer } from '../send.js';
import { showUntilCurrent } from '../show-until-current.js';
import { tellOfLostDigestChannel } from '../tell-admins.js';

/** A message is not sent twice within this time: whatever sends it is done, or has failed for good, by then. */
const CLAIMED_FOR_MS = 30 * DAY_MS;
/** Posting to all readers takes no longer, unless the process died. */
const POSTED_WITHIN_MS = 10 * 60_000;

export type Reader = { readonly channel: string } | { readonly person: PersonId };

export interface Telling {
  readonly services: Services;
  readonly log: Log;
}

/** Where admins are told: in the digest channel of the policy, else each in their DM. */
export async function adminsToTell({ services }: Telling): Promise<readonly Reader[]> {
  const { digestChannel } = (await services.rules.of(services.workspace)).policy;
  if (digestChannel !== undefined) return [{ channel: digestChannel }];
  return (await adminsOf(services)).map((person) => ({ person }));
}

/**
 * Posts a message about findings for each of its readers: once, however many processes try and die. Resolves to
 * whether nothing is left to do; what Slack does not take now is tried again with the same message.
 */
export async function postAttention(
  telling: Telling,
  message: AttentionMessage,
  readers: readonly Reader[],
): Promise<boolean> {
  const kept = await telling.services.attentionMessages.keep(message);
  const outcomes: boolean[] = [];
  for (const reader of readers) outcomes.push(await isPosted(telling, kept, reader));
  return outcomes.every(Boolean);
}

async function isPosted(telling: Telling, message: AttentionMessage, reader: Reader): Promise<boolean> {
  const { services, log } = telling;
  const { claims, calls, directMessages, attentionMessages, workspace, now } = services;
  const key = 'channel' in reader ? reader.channel : reader.person;
  if (message.places.some((place) => place.reader === key)) return true;
  const claim = `${workspace}:attention:${message.id}:${key}`;
  if (!(await claims.once(claim, CLAIMED_FOR_MS))) {
    // Somebody else is posting it, or died while posting it: then nobody will ever know whether it stands.
    return now().getTime() - Date.parse(message.at) > POSTED_WITHIN_MS;
  }
  try {
    const channel = 'channel' in reader ? reader.channel : await directMessages.channelOf(reader.person);
    const words = await wordsOfReader(services, reader);
    const said = await drawAttention(services, words, message);
    const ts = await calls.postOnce(channel, said);
    await attentionMessages.posted(message, { reader: key, channel, ts });
    await redrawPosted(telling, message, { channel, ts, words, said });
    return true;
  } catch (error) {
    const word = slackWord(error);
    if ('person' in reader && isUnreachable(error)) {
      log.warn({ err: error, person: reader.person }, 'this person cannot be told any more');
      return true;
    }
    if (word !== undefined && 'channel' in reader && slackRefusal(word) === 'definite') {
      return postToAdmins(telling, message, { channel: reader.channel, word });
    }
    log.warn({ err: error, message: message.id }, 'a message about findings was not posted');
    // Whether it stands is not known: news that came twice would be a nuisance.
    if (word !== undefined && !isAnswer(word)) return true;
    await claims.giveBack(claim);
    return false;
  }
}

interface Posted {
  readonly channel: string;
  readonly ts: string;
  readonly words: Words;
  readonly said: Message;
}

/** What was done before it was written down where a message stands drew it nowhere. It stands, so a failure is only logged. */
async function redrawPosted(
  { services, log }: Telling,
  message: AttentionMessage,
  { channel, ts, words, said }: Posted,
): Promise<void> {
  try {
    await showUntilCurrent(
      () => drawAttention(services, words, message),
      (now) => services.calls.update(channel, ts, now),
      said,
    );
  } catch (error) {
    log.warn({ err: error, message: message.id }, 'a message about findings could not be redrawn');
  }
}

/** The digest channel takes no messages any more: the admins are told that, and get this one themselves. */
async function postToAdmins(
  telling: Telling,
  message: AttentionMessage,
  lost: { readonly channel: string; readonly word: string },
): Promise<boolean> {
  const { services, log } = telling;
  await tellOfLostDigestChannel(services, log, lost);
  const admins = (await adminsOf(services)).map((person) => ({ person }));
  return postAttention(telling, message, admins);
}

/** Draws every message that shows an API client again. The act itself is done, so a failure is only logged. */
export async function redrawAttention({ services, log }: Telling, client: ClientId): Promise<void> {
  try {
    for (const message of await services.attentionMessages.showing(services.workspace, client)) {
      await redraw({ services, log }, message);
    }
  } catch (error) {
    log.warn({ err: error, clientId: client }, 'the messages about a client could not be redrawn');
  }
}

const wordsOfReader = (services: Services, reader: Reader): Promise<Words> =>
  'channel' in reader ? services.workspaceWords() : services.wordsOf(reader.person);

/** Draws one message again, wherever it stands. */
export async function redraw({ services, log }: Telling, message: AttentionMessage): Promise<void> {
  const places = await Promise.all(
    message.places.map(async ({ reader, channel, ts }) => ({
      channel,
      ts,
      words: await wordsOfReader(
        services,
        reader === channel ? { channel } : { person: PersonId.parse(reader) },
      ),
    })),
  );
  const drawn = async (): Promise<ReadonlyMap<Words, Message>> => {
    const inLanguage = new Map<Words, Message>();
    for (const { words } of places) {
      if (!inLanguage.has(words)) inLanguage.set(words, await drawAttention(services, words, message));
    }
    return inLanguage;
  };
  await showUntilCurrent(drawn, async (inLanguage) => {
    for (const { channel, ts, words } of places) {
      const said = inLanguage.get(words);
      try {
        if (said !== undefined) await services.calls.update(channel, ts, said);
      } catch (error) {
        if (slackWord(error) === undefined) throw error;
        log.warn({ err: error, message: message.id }, 'a message about findings could not be redrawn');
      }
    }
  });
}
