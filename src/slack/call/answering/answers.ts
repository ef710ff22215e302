import { Problem } from '../../../core/problem.js';
import { message } from '../../view/blocks.js';
import type { Asker } from '../asker.js';
import type { Message } from '../../web-api/slack-calls.js';
import { leaveNotice } from '../notices.js';
import { saidView } from './outcome.js';
import type { Sentence } from '../../text/sentence.js';

/** After this long a person hears that the work is still going on. */
const WORKING_AFTER_MS = 2_000;
/** After this long the person hears that there is no outcome yet: within the half minute that the product promises. */
const NOT_KNOWN_AFTER_MS = 25_000;

/** The ways to answer one person who did one thing: over the view in which they pressed, where they typed, or in their DM. */
export class Answers {
  readonly #call: Asker;
  #answered = false;
  /** The message in the DM that says that work goes on; it goes once there is an answer. */
  #working: { readonly channel: string; readonly ts: string } | undefined;
  /** The view that was opened to answer a press in App Home or in a modal. */
  #view: string | undefined;

  constructor(call: Asker) {
    this.#call = call;
  }

  /**
   * An answer that only this person sees: where they are, else in their DM with the bot, and at the latest when
   * Slack takes messages again.
   */
  async reply(said: Message): Promise<void> {
    this.#answered = true;
    try {
      await this.#say(said);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#call.log.warn({ err: error }, 'Slack takes no answer: it is kept until it does');
      await leaveNotice(this.#call.services, this.#call.person, said);
    }
  }

  /** Replaces the message, or the modal, whose button was pressed, or from which a form was opened. */
  async replace(said: Message): Promise<void> {
    this.#answered = true;
    const { services, responseUrl, log, views } = this.#call;
    views.staysInPlace();
    const viewId = views.modalId ?? views.below;
    if (viewId !== undefined) {
      if (await views.showIn({ viewId }, saidView(this.#call, said))) return;
      return this.reply(said);
    }
    if (responseUrl !== undefined) {
      if (await services.responseUrls.replace(responseUrl, said)) return;
      log.warn('the response_url took no replacement: answering again');
    }
    await this.reply(said);
  }

  /** Draws again the message, or the modal, from which a form was opened: it says nothing that is not said elsewhere. */
  async redrawBelow(drawn: Message): Promise<void> {
    const { services, responseUrl, log, views } = this.#call;
    if (views.below !== undefined) {
      await views.showIn({ viewId: views.below }, saidView(this.#call, drawn));
    } else if (responseUrl !== undefined && !(await services.responseUrls.replace(responseUrl, drawn))) {
      log.warn('the message below a form could not be drawn again');
    }
  }

  /** Removes the message whose button was pressed. */
  async remove(): Promise<void> {
    const { services, responseUrl, log } = this.#call;
    if (responseUrl === undefined) return;
    if (!(await services.responseUrls.remove(responseUrl))) {
      log.warn('the message could not be removed');
    }
  }

  /** Does the work. If it takes long the person hears that it is still going on, unless a view says so already (`isSeen`). */
  async whileSayingWorking<Result>(work: () => Promise<Result>, isSeen: () => boolean): Promise<Result> {
    let isDone = false;
    let saying = Promise.resolve();
    const say = async (sentence: Sentence): Promise<void> => {
      // What was delivered before was answered then.
      await this.#call.first();
      if (!isDone && !this.#answered && !isSeen()) await this.#sayWorking(message([sentence]));
    };
    const tell = (sentence: Sentence): void => {
      saying = say(sentence).catch((error: unknown) => {
        this.#call.log.info({ err: error }, 'it was not said that work goes on');
      });
    };
    // The second timer is set late: most work is over before the first.
    let timer = setTimeout(() => {
      tell(this.#call.words.working);
      timer = setTimeout(() => tell(this.#call.words.notKnownYet), NOT_KNOWN_AFTER_MS - WORKING_AFTER_MS);
    }, WORKING_AFTER_MS);
    try {
      return await work();
    } finally {
      isDone = true;
      clearTimeout(timer);
      await saying;
      await this.#workIsOver();
    }
  }

  /** Over the view in which they pressed, else in their DM: a message there can be removed, an ephemeral one cannot. */
  async #sayWorking(said: Message): Promise<void> {
    if (await this.#sayInView(said)) return;
    const { services, person } = this.#call;
    const { calls, directMessages } = services;
    if (this.#working !== undefined) {
      return calls.update(this.#working.channel, this.#working.ts, said);
    }
    const channel = await directMessages.channelOf(person);
    this.#working = { channel, ts: await calls.postOnce(channel, said) };
  }

  async #workIsOver(): Promise<void> {
    if (this.#working === undefined) return;
    const { channel, ts } = this.#working;
    this.#working = undefined;
    try {
      await this.#call.services.calls.remove(channel, ts);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.#call.log.warn({ problem: error.facts }, 'what said that work goes on could not be removed');
    }
  }

  async #say(said: Message): Promise<void> {
    if (await this.#sayInView(said)) return;
    const { services, person, responseUrl, log } = this.#call;
    if (responseUrl !== undefined) {
      if (await services.responseUrls.reply(responseUrl, said)) return;
      log.warn('the response_url took no answer: answering in the DM');
    }
    await services.calls.whisper(await services.directMessages.channelOf(person), person, said);
  }

  /** Where somebody pressed in App Home or in a modal, the answer stands over it. */
  async #sayInView(said: Message): Promise<boolean> {
    const view = saidView(this.#call, said);
    if (this.#view !== undefined) return this.#call.views.showIn({ viewId: this.#view }, view);
    this.#view = await this.#call.views.openOver(view);
    return this.#view !== undefined;
  }
}
