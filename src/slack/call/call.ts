import type { Button, ModalView } from '@slack/types';
import type { z } from 'zod';
import { unlessLate } from '../../core/async/within.js';
import type { PersonId } from '../../core/model/ids.js';
import type { Action } from '../../core/model/decision.js';
import { Problem } from '../../core/problem.js';
import { whoKnowsAccount } from './account-changed.js';
import { Answers } from './answers.js';
import type { Asker } from './asker.js';
import { CallRights } from './call-rights.js';
import type { Message, WhichView } from '../web-api/slack-calls.js';
import type { Log } from '../log.js';
import { notConnected } from './not-connected.js';
import { failureView } from './outcome.js';
import type { CameFrom } from '../transport/payloads.js';
import { rulesOfCall } from './rules-of-call.js';
import type { CommandName, Words } from '../text/words.js';
import type { ActingServices, ConnectedServices, Services } from './services.js';

/** A person whose language is not known is answered in the workspace's when Slack takes longer to tell it. */
const WORDS_WITHIN_MS = 500;
/** A trigger lives for three seconds, Slack's way here and ours there included. */
const OPEN_WITHIN_MS = 1_000;
/** An answer may come this much later: nothing else waits for the trigger then. */
const ANSWER_OVER_MS = 1_500;

export interface CallFacts {
  readonly reference: string;
  readonly person: PersonId;
  /** Asked for when something is to be logged: most calls log nothing. */
  readonly log: () => Log;
  /** Good for three seconds and one view. */
  readonly triggerId?: string | undefined;
  /** The channel where the person acted; absent in a shortcut, a modal or App Home. */
  readonly channel?: string | undefined;
  readonly responseUrl?: string | undefined;
  /** The view in which a button was pressed. */
  readonly viewId?: string | undefined;
  /** Slack gives a view another hash at each update. */
  readonly viewHash?: string | undefined;
  /** What that view carries along unseen. */
  readonly viewCarries?: string | undefined;
  /** What kind of view that is: what the button opens goes on top of it. */
  readonly pressedIn?: 'home' | 'modal' | undefined;
  /** The subcommand that was typed. */
  readonly command?: CommandName | undefined;
  /** It began in App Home, which shows the outcome once it is drawn again. */
  readonly fromHome?: boolean | undefined;
  /** The message in which a button was pressed, or from which a form was opened. */
  readonly messageTs?: string | undefined;
}

/** One thing that one person did, and the ways to answer it. */
export class Call implements Asker {
  readonly services: Services;
  readonly reference: string;
  readonly person: PersonId;
  readonly triggerId: string | undefined;
  readonly channel: string | undefined;
  readonly responseUrl: string | undefined;
  readonly viewId: string | undefined;
  readonly viewCarries: string | undefined;
  readonly fromHome: boolean;
  readonly #viewHash: string | undefined;
  readonly #pressedIn: 'home' | 'modal' | undefined;
  readonly messageTs: string | undefined;
  readonly command: CommandName | undefined;
  readonly rights: CallRights;
  /** Begins again what failed, where another try makes sense: see `orTryAgain`. */
  tryAgain: Button | undefined;
  /** The services as the verbs of `core` take them, for whatever this call does. */
  readonly acting: ActingServices;
  readonly #answers = new Answers(this);
  #openBy = performance.now() + OPEN_WITHIN_MS;
  #first: Promise<boolean> = Promise.resolve(true);
  #seesView = false;
  #words: Words;
  #isTriggerUsed = false;
  #isInPlace = false;
  #openView: string | undefined;
  #formId: string | undefined;
  readonly #logOf: () => Log;
  #log: Log | undefined;

  constructor(services: Services, facts: CallFacts) {
    this.services = services;
    this.#words = services.lastWordsOf(facts.person);
    this.acting = {
      ...services,
      rules: rulesOfCall(services.rules),
      reference: facts.reference,
      whoKnowsAccount: (user) => whoKnowsAccount(services, user),
      beforeChanges: () => this.first(),
      decided: ({ action, target }, decision) => {
        this.log.debug({ action, target, decision }, 'asked for the right');
      },
    };
    this.rights = new CallRights(this.acting, facts.person);
    this.reference = facts.reference;
    this.person = facts.person;
    this.#logOf = facts.log;
    this.triggerId = facts.triggerId;
    this.channel = facts.channel;
    this.responseUrl = facts.responseUrl;
    this.viewId = facts.viewId;
    this.viewCarries = facts.viewCarries;
    this.#viewHash = facts.viewHash;
    this.#pressedIn = facts.pressedIn;
    this.fromHome = facts.fromHome === true || facts.pressedIn === 'home';
    this.messageTs = facts.messageTs;
    this.command = facts.command;
  }

  /** The words in the person's language, as far as that is known. */
  get words(): Words {
    return this.#words;
  }

  /** Learns in which language the person reads, where that is not known. */
  async learnWords(): Promise<void> {
    const from = performance.now();
    this.#words = (await unlessLate(WORDS_WITHIN_MS, this.services.wordsOf(this.person))) ?? this.#words;
    // It is no part of what a view waits for: a trigger lives long enough for both.
    this.#openBy += performance.now() - from;
  }

  get log(): Log {
    this.#log ??= this.#logOf();
    return this.#log;
  }

  /** Says what will tell whether this is its first delivery. */
  isFirst(first: Promise<boolean>): void {
    this.#first = first;
    // The caller that awaits it gets its failure.
    first.catch(() => undefined);
  }

  /**
   * Waited for before anything is changed, or said, by work that began early: a `Problem` when Slack has delivered the
   * same before. Other work begins only when it is sure.
   */
  async first(): Promise<void> {
    if (!(await this.#first)) throw new Problem({ kind: 'delivered-again' });
  }

  /** The workspace with its connection; a `Problem` while it has none. */
  async connected(): Promise<ConnectedServices> {
    const connection = await this.services.connections.current();
    if (connection === undefined) throw await notConnected(this.services, this.person);
    return { ...this.acting, connection };
  }

  /**
   * The workspace with its connection, for a person who may attempt the act. Any other is refused, and does not hear
   * whether there is a connection.
   */
  async connectedFor(action: Action): Promise<ConnectedServices> {
    const connecting = this.connected();
    // Heard of below, where the right is there.
    connecting.catch(() => undefined);
    await this.rights.mayAttempt(action, 'any');
    return connecting;
  }

  /**
   * Opens a view for an act, in time: the right to it is asked first, but a refusal that comes late is
   * shown in the view, since a trigger does not wait. From a button in a modal it goes on top, so that the modal is
   * still there when it closes.
   */
  async openFor(action: Action, view: ModalView): Promise<void> {
    const rights = this.rights.mayAttempt(action, 'any');
    this.#seesView = true;
    await this.inTime(rights);
    await this.first();
    this.#openView = await (this.#isInPlace ? this.#openInPlace(view) : this.#open(view));
    await rights;
  }

  /**
   * Waits for an answer while the trigger allows it, counted from the acknowledgement: `undefined` when it
   * takes longer. Rejects as the answer does.
   */
  async inTime<Value>(answer: Promise<Value>): Promise<Value | undefined> {
    // Work that had to wait for its turn opens no view any more: then there is no hurry.
    if (performance.now() >= this.#openBy) return answer;
    // The caller that awaits the answer gets its failure.
    answer.catch(() => undefined);
    return unlessLate(this.#openBy - performance.now(), answer);
  }

  /**
   * Opens a view over App Home or a modal in which a button was pressed; resolves to its id, or `undefined` where the
   * press was elsewhere, or too long ago.
   */
  async openOver(view: ModalView): Promise<string | undefined> {
    const isUsed = this.triggerId === undefined || this.#isTriggerUsed;
    if (this.#pressedIn === undefined || isUsed || performance.now() >= this.#openBy + ANSWER_OVER_MS) {
      return undefined;
    }
    try {
      const id = await this.#open(view);
      this.#seesView = true;
      return id;
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) throw error;
      this.log.info({ err: error }, 'no view could be opened for the answer');
      return undefined;
    }
  }

  /** What `openFor` opens replaces the modal in which the button was pressed: there is nothing more to do in that one. */
  opensInPlace(): void {
    this.#isInPlace = true;
  }

  /** Where the outcome is told, for a form to carry along. */
  get cameFrom(): z.infer<typeof CameFrom> {
    const { responseUrl, channel, fromHome } = this;
    return { responseUrl, channel, ...(fromHome && { fromHome }) };
  }

  get modalId(): string | undefined {
    return this.#pressedIn === 'modal' ? this.viewId : this.#formId;
  }

  /** Replaces the placeholder view with the form. */
  async fillIn(view: ModalView): Promise<void> {
    if (this.#openView !== undefined) await this.showIn({ viewId: this.#openView }, view);
    this.#openView = undefined;
  }

  /** The form stays while its work continues, and shows the outcome. */
  goesOnIn(viewId: string): void {
    this.#seesView = true;
    this.#formId = viewId;
  }

  /** Replaces the view in which a button was pressed. */
  async showInView(view: ModalView): Promise<void> {
    this.#seesView = true;
    if (this.viewId !== undefined) await this.showIn({ viewId: this.viewId }, view);
  }

  /**
   * Draws the form again in which a button was pressed. Where it has changed since, or is closed, nothing happens: the
   * press was of a state that is over.
   */
  async redrawView(view: ModalView): Promise<void> {
    this.#seesView = true;
    if (this.viewId !== undefined) await this.showIn({ viewId: this.viewId, hash: this.#viewHash }, view);
  }

  /** Resolves to whether the view still stood: a person who closed it meanwhile has decided. */
  async showIn(which: WhichView, view: ModalView): Promise<boolean> {
    try {
      await this.services.calls.updateView(which, view);
      return true;
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) throw error;
      const { error: refusal } = error.facts;
      const isChanged = refusal.startsWith('hash_conflict');
      if (!isChanged && !refusal.startsWith('not_found')) throw error;
      this.log.info({}, isChanged ? 'the view has changed since' : 'the view was closed while it loaded');
      return false;
    }
  }

  /** Says that something was not done: in the view that was opened for it, if one was. */
  async fail(said: Message): Promise<void> {
    if (this.#openView !== undefined && (await this.#failIn(this.#openView, said))) return;
    if (this.#formId !== undefined && (await this.#failIn(this.#formId, said))) return;
    // Not behind `first`: that may be just what failed.
    await this.#answers.reply(said);
  }

  async #failIn(viewId: string, said: Message): Promise<boolean> {
    try {
      // A button in it goes on where this began.
      const private_metadata = JSON.stringify(this.cameFrom);
      return await this.showIn({ viewId }, { ...failureView(this.words, said), private_metadata });
    } catch (error) {
      this.log.warn({ err: error }, 'the view could not say what went wrong');
      return false;
    }
  }

  /** Does the work; meanwhile the person hears that it goes on. */
  whileSayingWorking<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#answers.whileSayingWorking(work, () => this.#seesView);
  }

  /** An answer that only this person sees, wherever Slack takes it: see `Answers`. */
  async reply(said: Message): Promise<void> {
    await this.first();
    return this.#answers.reply(said);
  }

  /** Replaces the message, or the modal, whose button was pressed. */
  replace(said: Message): Promise<void> {
    return this.#answers.replace(said);
  }

  /** Removes the message whose button was pressed. */
  remove(): Promise<void> {
    return this.#answers.remove();
  }

  async #openInPlace(view: ModalView): Promise<string | undefined> {
    const { modalId: viewId } = this;
    if (viewId === undefined) return this.#open(view);
    return (await this.showIn({ viewId }, view)) ? viewId : undefined;
  }

  /** Uses up the trigger. */
  #open(view: ModalView): Promise<string> {
    const { calls } = this.services;
    const trigger = this.#trigger();
    this.#isTriggerUsed = true;
    return this.#pressedIn === 'modal' ? calls.pushView(trigger, view) : calls.openView(trigger, view);
  }

  #trigger(): string {
    if (this.triggerId === undefined) throw new Problem({ kind: 'stale-interaction' });
    return this.triggerId;
  }
}
