import type { PersonId } from '../../core/model/ids.js';
import { slackWord } from '../refusal.js';
import type { SlackCalls } from './slack-calls.js';

const KEPT_AT_MOST = 10_000;

/** The channel ids of people's DMs with the bot: they do not change, so each is asked for once. */
export class DirectMessages {
  readonly #calls: SlackCalls;
  readonly #channels = new Map<PersonId, string>();
  /** Asked for now: a second caller waits for the same answer. */
  readonly #opening = new Map<PersonId, Promise<string>>();

  constructor(calls: SlackCalls) {
    this.#calls = calls;
  }

  /** What needs no call to Slack. */
  known(person: PersonId): string | undefined {
    return this.#channels.get(person);
  }

  async channelOf(person: PersonId): Promise<string> {
    const known = this.#channels.get(person);
    if (known !== undefined) return known;
    const opening = this.#opening.get(person) ?? this.#open(person);
    this.#opening.set(person, opening);
    return opening;
  }

  async #open(person: PersonId): Promise<string> {
    try {
      const channel = await this.#calls.openDm(person);
      if (this.#channels.size >= KEPT_AT_MOST) this.#channels.clear();
      this.#channels.set(person, channel);
      return channel;
    } finally {
      this.#opening.delete(person);
    }
  }
}

/** Slack's answers to a message for somebody who cannot get any: asking again changes nothing. */
const UNREACHABLE = new Set(['user_disabled', 'user_not_found', 'channel_not_found', 'cannot_dm_bot']);

export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.has(slackWord(error) ?? '');
}
