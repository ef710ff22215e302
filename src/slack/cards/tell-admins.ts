import type { PersonId } from '../../core/model/ids.js';
import { message } from '../view/blocks.js';
import type { Log } from '../log.js';
import { channelRefusal, slackRefusal, slackWord } from '../refusal.js';
import type { Sentence } from '../text/sentence.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Services } from '../call/services.js';
import type { Words } from '../text/words.js';
import { adminsOf } from '../../core/rights/request-deciders.js';
import { DAY_MS } from '../../core/model/durations.js';

/** A problem is told once a day until it is fixed. */
const SAID_AGAIN_AFTER_MS = DAY_MS;

interface LostChannel {
  readonly channel: string;
  /** Slack's word for why it refuses, where it said so just now. */
  readonly word: string | undefined;
}

/** The approvals channel takes no messages of the bot's any more. */
export async function tellOfLostChannel(
  services: Services,
  log: Log,
  { channel, word = '' }: LostChannel,
): Promise<void> {
  await tell(services, log, `channel-lost:${channel}`, await adminsOf(services), ({ requests }) =>
    requests.channelLost(channel, channelRefusal(word), word),
  );
}

/** The digest channel takes no messages of the bot's any more. */
export async function tellOfLostDigestChannel(
  services: Services,
  log: Log,
  { channel, word = '' }: LostChannel,
): Promise<void> {
  await tell(services, log, `digest-channel-lost:${channel}`, await adminsOf(services), ({ attention }) =>
    attention.channelLost(channel, channelRefusal(word), word),
  );
}

/** Posts in the audit channel. When Slack refuses for a lasting reason, the admins are told, and the error is thrown. */
export async function postToAuditChannel(
  services: Services,
  log: Log,
  channel: string,
  said: Message,
): Promise<void> {
  try {
    await services.calls.post(channel, said);
  } catch (error) {
    const word = slackWord(error);
    if (word !== undefined && slackRefusal(word) === 'definite') {
      await tell(services, log, `audit-channel-lost:${channel}`, await adminsOf(services), ({ audit }) =>
        audit.channelLost(channel, channelRefusal(word), word),
      );
    }
    throw error;
  }
}

/** Approvers are named, and none of them can decide any more. */
export async function tellOfLostApprovers(
  services: Services,
  log: Log,
  admins: readonly PersonId[],
): Promise<void> {
  const { approvers } = (await services.rules.of(services.workspace)).policy;
  if (approvers.people.length === 0 && approvers.groups.length === 0) return;
  await tell(services, log, 'approvers-gone', admins, ({ requests }) => requests.approversGone);
}

async function tell(
  services: Services,
  log: Log,
  what: string,
  people: readonly PersonId[],
  sentence: (words: Words) => Sentence,
): Promise<void> {
  const { claims, directMessages, calls, workspace } = services;
  for (const person of people) {
    if (!(await claims.once(`${workspace}:told:${what}:${person}`, SAID_AGAIN_AFTER_MS))) continue;
    try {
      const said = message([sentence(await services.wordsOf(person))]);
      await calls.post(await directMessages.channelOf(person), said);
    } catch (error) {
      // The others are told all the same, and this one tomorrow.
      log.warn({ err: error, admin: person, about: what }, 'an admin could not be told');
    }
  }
}
