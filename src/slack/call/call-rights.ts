import type { Action, Decision, Target, WorkspaceAction } from '../../core/model/decision.js';
import { Problem } from '../../core/problem.js';
import type { Sight } from '../../core/rights/sight.js';
import type { Asker } from './asker.js';
import { type Asked, askFresh, type Right, rightFrom, rightStill, sightFresh } from './rights.js';

/** What the person of one call may do and see: asked by fresh facts each time, and on record where it is refused. */
export class CallRights {
  readonly #call: Asker;

  constructor(call: Asker) {
    this.#call = call;
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
    const sight = await sightFresh(this.#call.services, this.#call.person, async (reason) => {
      this.#call.log.debug({ action: 'list', decision: { kind: 'deny', reason } }, 'asked for the right');
      await this.recordRefusal('list', 'any', reason);
    });
    const decision = { kind: 'allow', everything: sight.everything };
    this.#call.log.debug({ action: 'list', decision }, 'asked for the right');
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
    await this.#call.first();
    await this.#call.services.audit.conclude(this.#call.services.workspace, {
      actor: this.#call.person,
      action,
      target: { ...(user !== undefined && { user }), ...(clientId !== undefined && { clientId }) },
      outcome: 'refused',
      reason,
      reference: this.#call.reference,
    });
  }

  async #askOnRecord(action: Action, target: Target | 'any'): Promise<Asked> {
    const asked = await this.#ask(action, target);
    const { decision } = asked;
    if (decision.kind === 'deny') await this.recordRefusal(action, target, decision.reason);
    return asked;
  }

  async #ask(action: Action, target: Target | 'any'): Promise<Asked> {
    const asked = await askFresh(this.#call.services, this.#call.person, action, target);
    this.#call.log.debug({ action, target, decision: asked.decision }, 'asked for the right');
    return asked;
  }
}
