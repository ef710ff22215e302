import type { ModalView } from '@slack/types';
import type { z } from 'zod';
import { unlessLate } from '../../../core/async/within.js';
import type { Action } from '../../../core/model/decision.js';
import { Problem } from '../../../core/problem.js';
import type { Log } from '../../log.js';
import type { Words } from '../../text/words.js';
import type { CameFrom } from '../../transport/payloads.js';
import type { Message, WhichView } from '../../web-api/slack-calls.js';
import type { CallRights } from '../call-rights.js';
import { failureView } from './outcome.js';
import type { Services } from '../services.js';

/** A trigger lives for three seconds, with the time that both requests take on their way. */
const OPEN_WITHIN_MS = 1_000;
/** An answer may come this much later: nothing else waits for the trigger then. */
const ANSWER_OVER_MS = 1_500;

/** Slack stacks no more modals. */
const HIGHEST = 3;

/** What Slack says of views in what a person did. */
export interface ViewFacts {
  /** Good for three seconds and one view. */
  readonly triggerId?: string | undefined;
  /** The view in which a button was pressed. */
  readonly viewId?: string | undefined;
  /** Slack gives a view another hash at each update. */
  readonly viewHash?: string | undefined;
  /** What kind of view that is: what the button opens goes on top of it. */
  readonly pressedIn?: 'home' | 'modal' | undefined;
  /** The number of modals up to the one that was submitted, or in which a button was pressed. */
  readonly height?: number | undefined;
  /** The modal below the one that was submitted, or in which a button was pressed. */
  readonly below?: string | undefined;
}

/** The person who sees the views, and what they are asked and told. */
export interface Viewer {
  readonly services: Services;
  readonly rights: CallRights;
  readonly words: Words;
  readonly log: Log;
  /** Where the outcome is told, for a form to carry along. */
  readonly cameFrom: z.infer<typeof CameFrom>;
  /** A `Problem` when Slack has delivered the same before. */
  first(): Promise<void>;
}

/** The views that one person sees for one thing that they did: the one in which they pressed, and those that are opened. */
export class CallViews {
  readonly #viewer: Viewer;
  readonly #facts: ViewFacts;
  #openBy = performance.now() + OPEN_WITHIN_MS;
  #isTriggerUsed = false;
  #isInPlace = false;
  #tellsItself = false;
  #opened: string | undefined;
  #form: string | undefined;

  constructor(viewer: Viewer, facts: ViewFacts) {
    this.#viewer = viewer;
    this.#facts = facts;
    this.#isInPlace = !this.hasRoomFor(1);
  }

  /** Whether so many views can be put on top of the modal that was submitted, or in which a button was pressed. */
  hasRoomFor(views: number): boolean {
    return (this.#facts.height ?? 0) + views <= HIGHEST;
  }

  /** Whether a view says by itself that work goes on. */
  get tellsItself(): boolean {
    return this.#tellsItself;
  }

  /** The modal in which a button was pressed, or whose work continues. */
  get modalId(): string | undefined {
    return this.#facts.pressedIn === 'modal' ? this.#facts.viewId : this.#form;
  }

  /** The modal below whatever is drawn now, or below the form that was submitted. */
  get below(): string | undefined {
    const { pressedIn, viewId, below } = this.#facts;
    return pressedIn === 'modal' && !this.#isInPlace ? viewId : below;
  }

  /** What was done in these milliseconds is no part of what a view waits for: a trigger lives long enough for both. */
  opensLaterBy(ms: number): void {
    this.#openBy += ms;
  }

  /** What is opened gets so many views on top of it: where these would be too many, it takes the place of this modal. */
  getsOnTop(views: number): void {
    this.#isInPlace ||= !this.hasRoomFor(1 + views);
  }

  /**
   * Opens a view for an act, in time: the right to it is asked first, but a refusal that comes late is
   * shown in the view, since a trigger does not wait. From a button in a modal it goes on top, so that the modal is
   * still there when it closes; where Slack stacks no more, it takes the modal's place.
   */
  async openFor(action: Action, view: ModalView): Promise<void> {
    const rights = this.#viewer.rights.mayAttempt(action, 'any');
    this.#tellsItself = true;
    await this.inTime(rights);
    await this.#viewer.first();
    this.#opened = await (this.#isInPlace ? this.#openInPlace(view) : this.#open(view));
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
    const { triggerId, pressedIn } = this.#facts;
    const isUsed = triggerId === undefined || this.#isTriggerUsed;
    const isHigh = pressedIn === 'modal' && !this.hasRoomFor(1);
    if (pressedIn === undefined || isHigh || isUsed || performance.now() >= this.#openBy + ANSWER_OVER_MS) {
      return undefined;
    }
    try {
      const id = await this.#open(view);
      this.#tellsItself = true;
      return id;
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) throw error;
      this.#viewer.log.info({ err: error }, 'no view could be opened for the answer');
      return undefined;
    }
  }

  /** What is drawn replaces the modal in which the button was pressed: there is nothing more to do in that one. */
  staysInPlace(): void {
    this.#isInPlace = true;
  }

  /** Replaces the placeholder view with the form. */
  async fillIn(view: ModalView): Promise<void> {
    if (this.#opened !== undefined) await this.showIn({ viewId: this.#opened }, view);
    this.#opened = undefined;
  }

  /** The form stays while its work continues, and shows the outcome. */
  goesOnIn(viewId: string): void {
    this.#tellsItself = true;
    this.#form = viewId;
  }

  /** Replaces the view in which a button was pressed. */
  async replace(view: ModalView): Promise<void> {
    this.#tellsItself = true;
    const { viewId } = this.#facts;
    if (viewId !== undefined) await this.showIn({ viewId }, view);
  }

  /**
   * Draws the form again in which a button was pressed. Where it has changed since, or is closed, nothing happens: the
   * press was of a state that is over.
   */
  async redraw(view: ModalView): Promise<void> {
    this.#tellsItself = true;
    const { viewId, viewHash: hash } = this.#facts;
    if (viewId !== undefined) await this.showIn({ viewId, hash }, view);
  }

  /** Resolves to whether the view still stood: a person who closed it meanwhile has decided. */
  async showIn(which: WhichView, view: ModalView): Promise<boolean> {
    try {
      await this.#viewer.services.calls.updateView(which, view);
      return true;
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) throw error;
      const { error: refusal } = error.facts;
      const isChanged = refusal.startsWith('hash_conflict');
      if (!isChanged && !refusal.startsWith('not_found')) throw error;
      this.#viewer.log.info(
        {},
        isChanged ? 'the view has changed since' : 'the view was closed while it loaded',
      );
      return false;
    }
  }

  /** Says that something was not done, in the view that was opened for it; resolves to whether there is one. */
  async fail(said: Message): Promise<boolean> {
    for (const viewId of [this.#opened, this.#form]) {
      if (viewId !== undefined && (await this.#failIn(viewId, said))) return true;
    }
    return false;
  }

  async #failIn(viewId: string, said: Message): Promise<boolean> {
    try {
      return await this.showIn({ viewId }, failureView(this.#viewer, said));
    } catch (error) {
      this.#viewer.log.warn({ err: error }, 'the view could not say what went wrong');
      return false;
    }
  }

  async #openInPlace(view: ModalView): Promise<string | undefined> {
    const { modalId: viewId } = this;
    if (viewId === undefined) return this.#open(view);
    return (await this.showIn({ viewId }, view)) ? viewId : undefined;
  }

  /** Uses up the trigger. */
  #open(view: ModalView): Promise<string> {
    const { triggerId, pressedIn } = this.#facts;
    if (triggerId === undefined) throw new Problem({ kind: 'stale-interaction' });
    this.#isTriggerUsed = true;
    const { calls } = this.#viewer.services;
    return pressedIn === 'modal' ? calls.pushView(triggerId, view) : calls.openView(triggerId, view);
  }
}
