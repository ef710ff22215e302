import {
  decideOnRecord,
  recordRefusal,
  refusing,
  type Right,
  rightOrProblem,
  rightTo,
  sightOnRecord,
} from '../../core/audit/right-on-record.js';
import type { PersonId } from '../../core/model/ids.js';
import type { Action, Decision, Target, WorkspaceAction } from '../../core/model/decision.js';
import { decideNow } from '../../core/rights/decide-now.js';
import type { Sight } from '../../core/rights/sight.js';
import type { ActingServices } from './services.js';

/** What the person of one call may do and see: asked by current facts each time, and on record where it is refused. */
export class CallRights {
  readonly #context: ActingServices;
  readonly #person: PersonId;

  constructor(context: ActingServices, person: PersonId) {
    this.#context = context;
    this.#person = person;
  }

  /**
   * The right to an act, by current facts; a `Problem` without it. The target `'any'` asks whether there is
   * anything that the person may do this to: what is acted on in the end is asked about again.
   */
  allowedTo(action: WorkspaceAction): Promise<Right>;
  allowedTo(action: Action, target: Target | 'any'): Promise<Right>;
  allowedTo(action: Action, target: Target | 'any' = 'any'): Promise<Right> {
    return rightTo(this.#context, this.#act(action, target));
  }

  /** Throws where the act is denied. Where it needs an approval, it can become a request: that is no denial. */
  async mayAttempt(action: Action, target: Target | 'any'): Promise<Right | 'needs-approval'> {
    const current = await decideOnRecord(this.#context, this.#act(action, target));
    return current.decision.kind === 'needs-approval' ? 'needs-approval' : rightOrProblem(action, current);
  }

  /** What the person may see now: all that is listed, shown, counted or found goes through it. */
  sight(): Promise<Sight> {
    return sightOnRecord(this.#context, this.#person);
  }

  /** The right as a value: where it is no, or not without an approval, the conversation goes on. */
  decision(action: WorkspaceAction): Promise<Decision>;
  decision(action: Action, target: Target | 'any'): Promise<Decision>;
  async decision(action: Action, target: Target | 'any' = 'any'): Promise<Decision> {
    const act = this.#act(action, target);
    const { decision } = await decideNow(this.#context, act);
    this.#context.decided?.(act, decision);
    return decision;
  }

  /** Checks something about an act that is allowed; what it refuses is put on record. */
  async refusing(action: Action, target: Target, check: () => Promise<unknown>): Promise<void> {
    await refusing(this.#context, this.#act(action, target), check);
  }

  /** Puts a refusal on record. */
  recordRefusal(action: Action, target: Target | 'any', reason: string): Promise<void> {
    return recordRefusal(this.#context, { ...this.#act(action, target), reason });
  }

  #act(action: Action, target: Target | 'any') {
    return { person: this.#person, action, target };
  }
}
