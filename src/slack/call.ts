import type { ModalView } from '@slack/types';
import type { PersonId, WorkspaceId } from '../core/api-client.js';
import type { Connection, Connections } from '../core/connection.js';
import type { Action, Decision, Target, WorkspaceAction } from '../core/decide.js';
import type { Intents } from '../core/intents.js';
import type { Notices } from '../core/notice.js';
import type {
  AuditFiles,
  AuditTrail,
  Claims,
  ClientRecords,
  Deletions,
  Places,
  PolicyDrafts,
  RequestMessages,
  Requests,
  Rules,
  Turns,
} from '../core/ports.js';
import { Problem } from '../core/problem.js';
import type { Sight } from '../core/sight.js';
import { Answers } from './answers.js';
import type { Message, SlackCalls } from './calls.js';
import type { DirectMessages } from './direct-messages.js';
import type { Log } from './log.js';
import { notConnected } from './not-connected.js';
import { failureView } from './outcome.js';
import type { People } from './people.js';
import type { ResponseUrls } from './response-urls.js';
import { type Asked, askFresh, type Right, rightFrom, rightStill, sightFresh } from './rights.js';

/** A trigger lives for three seconds, Slack's way here and ours there included. */
const OPEN_WITHIN_MS = 1_000;

/** What a conversation works with: everything of one workspace. */
export interface Services {
  readonly workspace: WorkspaceId;
  /** `undefined` where the bot's own environment gives the bot token. */
  readonly installedBy: PersonId | undefined;
  readonly connections: Connections;
  readonly rules: Rules;
  readonly policyDrafts: PolicyDrafts;
  readonly turns: Turns;
  readonly places: Places;
  readonly records: ClientRecords;
  readonly deletions: Deletions;
  readonly claims: Claims;
  readonly intents: Intents;
  readonly notices: Notices;
  readonly audit: AuditTrail;
  readonly auditFiles: AuditFiles;
  readonly requests: Requests;
  readonly requestMessages: RequestMessages;
  readonly calls: SlackCalls;
  readonly people: People;
  readonly directMessages: DirectMessages;
  readonly responseUrls: ResponseUrls;
  readonly now: () => Date;
  readonly version: string;
  readonly self: Self;
}

/** What the bot knows of how it runs itself. */
export interface Self {
  storeLatencyMs(): Promise<number>;
  /** By their ids: the first seals, the others only open. */
  readonly sealingKeys: { readonly first: string; readonly others: readonly string[] };
}

/** The same with the workspace's Alphaus account at hand: what the verbs of `core` work with. */
export interface ConnectedServices extends Services {
  readonly connection: Connection;
  /** Of the call: it is on the log lines, in what the person reads and in the audit trail. */
  readonly reference: string;
}

export interface CallFacts {
  readonly reference: string;
  readonly person: PersonId;
  /** Asked for when something is to be logged: most calls log nothing. */
  readonly log: () => Log;
  /** Good for three seconds and one view. */
  readonly triggerId?: string | undefined;
  /** Where the person is; absent in a shortcut, a modal or App Home. */
  readonly channel?: string | undefined;
  readonly responseUrl?: string | undefined;
  /** The view in which a button was pressed. */
  readonly viewId?: string | undefined;
}

/** One thing that one person did, and the ways to answer it. */
export class Call {
  readonly services: Services;
  readonly reference: string;
  readonly person: PersonId;
  readonly triggerId: string | undefined;
  readonly channel: string | undefined;
  readonly responseUrl: string | undefined;
  readonly viewId: string | undefined;
  readonly #openBy = performance.now() + OPEN_WITHIN_MS;
  #seesView = false;
  #openView: string | undefined;
  readonly #answers: Answers;
  readonly #logOf: () => Log;
  #log: Log | undefined;

  constructor(services: Services, facts: CallFacts) {
    this.services = services;
    this.reference = facts.reference;
    this.person = facts.person;
    this.#logOf = facts.log;
    this.triggerId = facts.triggerId;
    this.channel = facts.channel;
    this.responseUrl = facts.responseUrl;
    this.#answers = new Answers(this);
    this.viewId = facts.viewId;
  }

  get log(): Log {
    this.#log ??= this.#logOf();
    return this.#log;
  }

  /**
   * The right to an act, by fresh facts; a `Problem` without it. The target `'any'` asks whether there is
   * anything that the person may do this to: what is acted on in the end is asked about again.
   */
  allowedTo(action: WorkspaceAction): Promise<Right>;
  allowedTo(action: Action, target: Target | 'any'): Promise<Right>;
  async allowedTo(action: Action, target: Target | 'any' = 'any'): Promise<Right> {
    return rightFrom(action, await this.#askOnRecord(action, target));
  }

  /** Asked at the click that follows a form or a confirmation: who could see that had the right then. */
  async stillAllowedTo(action: Action, target: Target): Promise<Right> {
    return rightStill(action, await this.#askOnRecord(action, target));
  }

  /** Throws where the act is denied. Where it needs an approval, it can become a request: that is no denial. */
  async mayAttempt(action: Action, target: Target | 'any'): Promise<Right | 'needs-approval'> {
    const asked = await this.#askOnRecord(action, target);
    return asked.decision.kind === 'needs-approval' ? 'needs-approval' : rightFrom(action, asked);
  }

  /** What the person may see now: all that is listed, shown, counted or found goes through it. */
  async sight(): Promise<Sight> {
    const sight = await sightFresh(this.services, this.person, async (reason) => {
      this.log.debug({ action: 'list', decision: { kind: 'deny', reason } }, 'asked for the right');
      await this.recordRefusal('list', 'any', reason);
    });
    const decision = { kind: 'allow', everything: sight.everything };
    this.log.debug({ action: 'list', decision }, 'asked for the right');
    return sight;
  }

  /** The right as a value: where it is no, or not without an approval, the conversation goes on. */
  decision(action: WorkspaceAction): Promise<Decision>;
  decision(action: Action, target: Target | 'any'): Promise<Decision>;
  async decision(action: Action, target: Target | 'any' = 'any'): Promise<Decision> {
    return (await this.#ask(action, target)).decision;
  }

  /** Checks something about an act that is allowed; whatever it refuses is on record, too. */
  async refusing(action: Action, target: Target, check: () => Promise<unknown>): Promise<void> {
    try {
      await check();
    } catch (error) {
      if (error instanceof Problem) await this.recordRefusal(action, target, error.facts.kind);
      throw error;
    }
  }

  /** Puts a refusal on record. It stands, whether the trail takes the record now or later. */
  async recordRefusal(action: Action, target: Target | 'any', reason: string): Promise<void> {
    const { user, clientId }: Target = target === 'any' ? {} : target;
    await this.services.audit.conclude(this.services.workspace, {
      actor: this.person,
      action,
      target: { ...(user !== undefined && { user }), ...(clientId !== undefined && { clientId }) },
      outcome: 'refused',
      reason,
      reference: this.reference,
    });
  }

  async #askOnRecord(action: Action, target: Target | 'any'): Promise<Asked> {
    const asked = await this.#ask(action, target);
    const { decision } = asked;
    if (decision.kind === 'deny') await this.recordRefusal(action, target, decision.reason);
    return asked;
  }

  async #ask(action: Action, target: Target | 'any'): Promise<Asked> {
    const asked = await askFresh(this.services, this.person, action, target);
    this.log.debug({ action, target, decision: asked.decision }, 'asked for the right');
    return asked;
  }

  /** The workspace with its connection; a `Problem` while it has none. */
  async connected(): Promise<ConnectedServices> {
    const connection = await this.services.connections.current();
    if (connection === undefined) throw await notConnected(this.services, this.person);
    return { ...this.services, connection, reference: this.reference };
  }

  /**
   * Opens a view for an act, in time: the right to it is asked first, but a refusal that comes late is
   * shown in the view, since a trigger does not wait.
   */
  async openFor(action: Action, view: ModalView): Promise<void> {
    const rights = this.mayAttempt(action, 'any');
    this.#seesView = true;
    await this.inTime(rights);
    this.#openView = await this.services.calls.openView(this.#trigger(), view);
    await rights;
  }

  /**
   * Waits for an answer while the trigger allows it, counted from the acknowledgement: `undefined` when it
   * takes longer. Rejects as the answer does.
   */
  async inTime<Value>(answer: Promise<Value>): Promise<Value | undefined> {
    // Work that had to wait for its turn opens no view any more: then there is no hurry.
    if (performance.now() >= this.#openBy) return answer;
    // Whoever waits for the answer itself hears of its failure.
    answer.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), this.#openBy - performance.now());
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Puts the form in the place of the view that stood for it. */
  async fillIn(view: ModalView): Promise<void> {
    if (this.#openView !== undefined) await this.showIn(this.#openView, view);
    this.#openView = undefined;
  }

  /** Puts a view in the place of the one in which a button was pressed. */
  async showInView(view: ModalView): Promise<void> {
    this.#seesView = true;
    if (this.viewId !== undefined) await this.showIn(this.viewId, view);
  }

  /** Resolves to whether the view still stood: a person who closed it meanwhile has decided. */
  async showIn(viewId: string, view: ModalView): Promise<boolean> {
    try {
      await this.services.calls.updateView(viewId, view);
      return true;
    } catch (error) {
      if (!(error instanceof Problem && error.facts.kind === 'slack-failed')) throw error;
      if (!error.facts.error.startsWith('not_found')) throw error;
      this.log.info({}, 'the view was closed while it loaded');
      return false;
    }
  }

  /** Says that something was not done: in the view that was opened for it, if one was. */
  async fail(said: Message): Promise<void> {
    if (this.#openView !== undefined && (await this.#failIn(this.#openView, said))) return;
    await this.reply(said);
  }

  async #failIn(viewId: string, said: Message): Promise<boolean> {
    try {
      return await this.showIn(viewId, failureView(said));
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
  reply(said: Message): Promise<void> {
    return this.#answers.reply(said);
  }

  /** Puts a message in the place of the one whose button was pressed. */
  replace(said: Message): Promise<void> {
    return this.#answers.replace(said);
  }

  /** Removes the message whose button was pressed. */
  remove(): Promise<void> {
    return this.#answers.remove();
  }

  #trigger(): string {
    if (this.triggerId === undefined) throw new Problem({ kind: 'stale-interaction' });
    return this.triggerId;
  }
}
