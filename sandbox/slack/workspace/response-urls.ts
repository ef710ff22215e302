import { type BotMessage, readBotMessage } from './bot-message.js';
import type { Channel, Message } from './channels.js';
import type { Clock } from '../clock.js';
import { SlackError } from '../wire/slack-error.js';
import type { JsonObject } from '../wire/wire.js';
import type { Violations } from '../violations.js';
import type { Workspace } from './workspace.js';

const USES = 5;
const LIFETIME_MS = 30 * 60 * 1000;

/** The interaction that a response_url answers. */
export interface ResponseSource {
  readonly workspace: Workspace;
  readonly personId: string;
  readonly channel: Channel;
  /** The message that was interacted with; none for a command. */
  readonly message: Message | undefined;
}

interface ResponseUrl extends ResponseSource {
  readonly issuedAt: number;
  uses: number;
}

export interface ResponseAnswer {
  readonly status: number;
  readonly answer: JsonObject;
}

const refused = (status: number, error: string, details: JsonObject = {}): ResponseAnswer => ({
  status,
  answer: { ok: false, error, ...details },
});

/** `POST /response/<token>`: 5 uses within 30 minutes. */
export class ResponseUrls {
  readonly #clock: Clock;
  readonly #violations: Violations;
  readonly #urls = new Map<string, ResponseUrl>();

  constructor(clock: Clock, violations: Violations) {
    this.#clock = clock;
    this.#violations = violations;
  }

  /** The token at the end of a new response_url. */
  issue(source: ResponseSource): string {
    const token = this.#clock.id('R');
    this.#urls.set(token, { ...source, issuedAt: this.#clock.now(), uses: 0 });
    return token;
  }

  post(token: string, json: unknown): ResponseAnswer {
    const clock = this.#clock;
    const violations = this.#violations;
    const url = this.#urls.get(token);
    if (url === undefined) return refused(404, 'invalid_url');
    if (clock.now() - url.issuedAt > LIFETIME_MS) {
      violations.add('response_url used after 30 minutes');
      return refused(404, 'expired_url');
    }
    if (url.uses >= USES) {
      violations.add('response_url used more than 5 times');
      return refused(404, 'used_url');
    }
    url.uses += 1;
    try {
      return this.#respond(url, readBotMessage(json, clock));
    } catch (error) {
      if (!(error instanceof SlackError)) throw error;
      violations.add(`response_url: ${error.code} ${JSON.stringify(error.details)}`);
      return refused(400, error.code, error.details);
    }
  }

  #respond(url: ResponseUrl, said: BotMessage): ResponseAnswer {
    if (said.deletesOriginal || said.replacesOriginal) return this.#change(url, said);
    this.show(url, said);
    return { status: 200, answer: { ok: true } };
  }

  /** Posts an answer to a command, or a further message of an interaction: ephemeral unless it says otherwise. */
  show({ workspace: { world }, channel, personId }: ResponseSource, said: BotMessage): void {
    world.post(channel, {
      authorId: world.bot.userId,
      text: said.text,
      blocks: said.blocks,
      onlyFor: said.isInChannel ? undefined : personId,
    });
  }

  #change(
    { workspace: { world, violations }, channel, message }: ResponseUrl,
    said: BotMessage,
  ): ResponseAnswer {
    if (message === undefined) {
      violations.add("a command's response_url has no original to replace or delete");
      return refused(404, 'message_not_found');
    }
    if (!channel.messages.includes(message)) {
      // One that a reload took away is changed where nobody sees it.
      return message.onlyFor === undefined
        ? refused(404, 'message_not_found')
        : { status: 200, answer: { ok: true } };
    }
    if (said.deletesOriginal) {
      world.remove(channel, message);
    } else {
      world.edit(message, said.text, said.blocks);
    }
    return { status: 200, answer: { ok: true } };
  }
}
