import type { Button } from '@slack/types';
import type { z } from 'zod';
import { unlessLate } from '../../core/async/within.js';
import type { FindingsBrowsed } from '../../core/attention/browse-findings.js';
import type { PersonId } from '../../core/model/ids.js';
import type { Action } from '../../core/model/decision.js';
import { Problem } from '../../core/problem.js';
import { whoKnowsAccount } from './account-changed.js';
import { Answers } from './answering/answers.js';
import type { Asker } from './asker.js';
import { CallRights } from './call-rights.js';
import { CallViews, type ViewFacts } from './answering/call-views.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Log } from '../log.js';
import { notConnected } from './not-connected.js';
import type { CameFrom } from '../transport/payloads.js';
import { rulesOfCall } from './rules-of-call.js';
import type { CommandName, Words } from '../text/words.js';
import type { ActingServices, ConnectedServices, Services } from './services.js';

/** A person whose language is not known is answered in the workspace's when Slack takes longer to tell it. */
const WORDS_WITHIN_MS = 500;

export interface CallFacts extends ViewFacts {
  readonly person: PersonId;
  /** The channel where the person acted; absent in a shortcut, a modal or App Home. */
  readonly channel?: string | undefined;
  readonly responseUrl?: string | undefined;
  /** What the view in which a button was pressed carries along unseen. */
  readonly viewCarries?: unknown;
  /** The subcommand that was typed. */
  readonly command?: CommandName | undefined;
  /** It began in App Home, which shows the outcome once it is drawn again. */
  readonly fromHome?: boolean | undefined;
  /** The message in which a button was pressed, or from which a form was opened. */
  readonly messageTs?: string | undefined;
  /** The page of what needs attention in which it began. */
  readonly review?: FindingsBrowsed | undefined;
}

/** One thing that one person did, and the ways to answer it. */
export class Call implements Asker {
  readonly services: Services;
  readonly reference: string;
  readonly person: PersonId;
  readonly channel: string | undefined;
  readonly responseUrl: string | undefined;
  readonly viewCarries: unknown;
  readonly fromHome: boolean;
  readonly messageTs: string | undefined;
  readonly command: CommandName | undefined;
  /** The page of what needs attention in which this began: see `pressedInReview`. */
  review: FindingsBrowsed | undefined;
  /** Begins again what failed, where another try makes sense: see `orTryAgain`. */
  tryAgain: Button | undefined;
  readonly views: CallViews;
  readonly #answers = new Answers(this);
  #first: Promise<boolean> = Promise.resolve(true);
  #words: Words;
  readonly #logOf: () => Log;
  #log: Log | undefined;
  #acting: ActingServices | undefined;
  #rights: CallRights | undefined;

  /** `log` is asked for when something is to be logged: most calls log nothing. */
  constructor(services: Services, reference: string, log: () => Log, facts: CallFacts) {
    this.services = services;
    this.#words = services.lastWordsOf(facts.person);
    this.views = new CallViews(this, facts);
    this.reference = reference;
    this.person = facts.person;
    this.#logOf = log;
    this.channel = facts.channel;
    this.responseUrl = facts.responseUrl;
    this.viewCarries = facts.viewCarries;
    this.fromHome = facts.fromHome === true || facts.pressedIn === 'home';
    this.messageTs = facts.messageTs;
    this.command = facts.command;
    this.review = facts.review;
  }

  /** The words in the person's language, as far as that is known. */
  get words(): Words {
    return this.#words;
  }

  /** Learns in which language the person reads, where that is not known. */
  async learnWords(): Promise<void> {
    const from = performance.now();
    this.#words = (await unlessLate(WORDS_WITHIN_MS, this.services.wordsOf(this.person))) ?? this.#words;
    this.views.opensLaterBy(performance.now() - from);
  }

  get log(): Log {
    this.#log ??= this.#logOf();
    return this.#log;
  }

  /** The services as the verbs of `core` take them, for whatever this call does. */
  get acting(): ActingServices {
    // Not for each call: what Slack delivers again does nothing.
    this.#acting ??= {
      ...this.services,
      rules: rulesOfCall(this.services.rules),
      reference: this.reference,
      whoKnowsAccount: (user) => whoKnowsAccount(this.services, user),
      beforeChanges: () => this.first(),
      decided: ({ action, target }, decision) => {
        this.log.debug({ action, target, decision }, 'asked for the right');
      },
    };
    return this.#acting;
  }

  get rights(): CallRights {
    this.#rights ??= new CallRights(this.acting, this.person);
    return this.#rights;
  }

  /** Says what will tell whether this is its first delivery. */
  setFirst(first: Promise<boolean>): void {
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
    // Who has no right is not told that it failed; who has one hears it from what is returned.
    connecting.catch(() => undefined);
    await this.rights.mayAttempt(action, 'any');
    return connecting;
  }

  /** Where the outcome is told, for what is drawn now to carry along. */
  get cameFrom(): z.infer<typeof CameFrom> {
    const { responseUrl, channel, fromHome, views, review } = this;
    return { responseUrl, channel, below: views.below, ...(fromHome && { fromHome }), review };
  }

  /** Says that something was not done: in the view that was opened for it, if one was. */
  async fail(said: Message): Promise<void> {
    if (await this.views.fail(said)) return;
    // Not behind `first`: that may be just what failed.
    await this.#answers.reply(said);
  }

  /** Does the work; meanwhile the person hears that it goes on. */
  whileSayingWorking<Result>(work: () => Promise<Result>): Promise<Result> {
    return this.#answers.whileSayingWorking(work, () => this.views.tellsItself);
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

  /** Draws again the message, or the modal, from which a form was opened. */
  redrawBelow(drawn: Message): Promise<void> {
    return this.#answers.redrawBelow(drawn);
  }

  /** Removes the message whose button was pressed. */
  remove(): Promise<void> {
    return this.#answers.remove();
  }
}
