import type { PersonId } from '../../core/model/ids.js';
import { Problem } from '../../core/problem.js';
import { HOUR_MS } from '../../core/model/durations.js';
import type { Call } from './call.js';
import type { Again } from './conversation.js';
import type { Message } from '../web-api/slack-calls.js';
import { FairQueue, type Leave } from './fair-queue.js';
import type { Log } from '../log.js';
import type { InteractionOutcome, SlackObserver, Used } from '../observer.js';
import { interactionOutcome, notDone } from './answering/outcome.js';
import type { Services } from './services.js';
import { offerAgain, orTryAgain } from './answering/try-again.js';
import type { WorkUnderWay } from '../transport/work-under-way.js';

/** Slack repeats events hourly for a day; a command, button or form comes again only soon after. */
const REPEATS_COME_WITHIN_MS = 25 * HOUR_MS;

/** A person who floods the bot with buttons is told so this often: each refusal is a call to Slack. */
const REFUSED_ALOUD_EVERY_MS = 10_000;
const REFUSALS_KEPT = 1_000;

/** What is done behind an acknowledgement. */
export interface Task {
  /** A task is done once for each key: what Slack delivers again has the key that it had before. */
  readonly key?: string | undefined;
  /** It begins at once, and waits with `call.first()` to know that it is not done twice. */
  readonly early?: boolean | undefined;
  /** Brings back what was entered, where it was not done for a reason that may be over soon. */
  readonly again?: Again<unknown> | undefined;
  readonly work: () => Promise<void>;
}

/** What Slack sends without anybody having asked in words. */
export interface EventTask {
  readonly person: PersonId;
  readonly what: string;
  /** An event is handled once for each id: what Slack delivers again has the id that it had before. */
  readonly id: string;
  readonly work: (log: Log) => Promise<void>;
}

export interface InteractionParts {
  readonly log: Log;
  readonly work: WorkUnderWay;
  readonly queue: FairQueue;
  readonly newReference: () => string;
  /** What a person hears of whatever was thrown. */
  readonly failureMessage: (call: Call, error: unknown) => Promise<Message>;
  readonly observe?: SlackObserver | undefined;
}

/**
 * Does what people asked for behind the acknowledgement: in turn, once, and never without a word. The one error
 * boundary: whatever is thrown becomes a sentence and a log line.
 */
export class Interactions {
  readonly #parts: InteractionParts;
  /** When each person was last told that there is no room. */
  readonly #refused = new Map<PersonId, number>();

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  /** Once, as often as Slack delivers it. `false` when there is no room: then it is not taken. */
  begin(call: Call, used: Used, task: Task): boolean {
    const turn = this.turn(call, used);
    if (turn === undefined) return false;
    this.#inTheBackground(call, async () => {
      try {
        await call.whileSayingWorking(() => inTurn(turn, () => this.#once(call, used, task)));
      } catch (error) {
        this.#tell(used, interactionOutcome(error));
        this.say(call, error);
        await call.fail(await this.#parts.failureMessage(call, error));
      }
    });
    return true;
  }

  /** Resolves when it is this person's turn; `undefined` when there is no room. */
  turn(call: Call, used: Used): Promise<Leave> | undefined {
    const turn = this.#parts.queue.enter(call.services.workspace, call.person);
    if (turn !== undefined) return turn;
    call.log.warn('not taken: too much at once');
    this.#tell(used, 'refused');
    return undefined;
  }

  /** What is said of something that was not taken. */
  busy(call: Call): Message {
    return notDone(call, [call.words.problem({ kind: 'busy' })]);
  }

  /** Refuses an interaction whose acknowledgement cannot carry a message. */
  refuse(call: Call): void {
    const now = performance.now();
    const last = this.#refused.get(call.person);
    if (last !== undefined && now - last < REFUSED_ALOUD_EVERY_MS) return;
    if (this.#refused.size >= REFUSALS_KEPT) this.#refused.clear();
    this.#refused.set(call.person, now);
    this.#inTheBackground(call, () => call.fail(this.busy(call)));
  }

  /** What Slack tells of without anybody asking in words: its failure is the operator's to see. */
  event(services: Services, { person, what, id, work }: EventTask): void {
    const { queue, work: underWay, newReference } = this.#parts;
    const { claims, workspace } = services;
    const log = this.#parts.log.child({ reference: newReference(), workspace, person, what });
    const turn = queue.enter(workspace, person);
    if (turn === undefined) return log.warn('not taken: too much at once');
    const once = async (): Promise<void> => {
      if (await claims.once(`${workspace}:event:${id}`, REPEATS_COME_WITHIN_MS)) await work(log);
    };
    underWay.track(inTurn(turn, once).catch((error: unknown) => log.error({ err: error }, 'failed')));
  }

  say(call: Call, error: unknown): void {
    if (error instanceof Problem) call.log.info({ problem: error.facts, err: error }, 'not done');
    else call.log.error({ err: error }, 'a fault of the bot');
  }

  async #once(call: Call, used: Used, { key, early, again, work }: Task): Promise<void> {
    const { claims, workspace } = call.services;
    const claim = key === undefined ? undefined : `${workspace}:${key}`;
    // Asked before it is claimed: most of what is repeated comes to this process, and then nothing begins.
    if (claim !== undefined && claims.isKnown(claim)) return this.#repeated(call, used);
    const learning = call.learnWords();
    const first = claim === undefined ? Promise.resolve(true) : claims.once(claim, REPEATS_COME_WITHIN_MS);
    // Nothing is changed before it is known that this is done once.
    if (again !== undefined) first.catch(() => offerAgain(call, again));
    if (early === true) call.setFirst(first);
    else if (!(await first)) return this.#repeated(call, used);
    try {
      await learning;
      await (again === undefined ? work() : orTryAgain(call, again, work));
    } catch (error) {
      if (!(await first)) return this.#repeated(call, used);
      throw error;
    }
    this.#tell(used, (await first) ? 'done' : 'repeated');
  }

  #repeated(call: Call, used: Used): void {
    // Counted in the metrics; a line for each would cost as much as the rest of it.
    const { reference, person, services } = call;
    this.#parts.log.debug({ reference, workspace: services.workspace, person }, 'delivered again');
    this.#tell(used, 'repeated');
  }

  #tell({ kind, name = 'unknown' }: Used, outcome: InteractionOutcome): void {
    this.#parts.observe?.interacted({ kind, name }, outcome);
  }

  #inTheBackground(call: Call, work: () => Promise<void>): void {
    this.#parts.work.track(
      work().catch((error: unknown) => call.log.error({ err: error }, 'the person could not be told')),
    );
  }
}

/** Rejects as the turn does when it never comes. */
export async function inTurn<Result>(turn: Promise<Leave>, work: () => Promise<Result>): Promise<Result> {
  const leave = await turn;
  try {
    return await work();
  } finally {
    leave();
  }
}
