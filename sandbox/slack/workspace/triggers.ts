import type { Clock } from '../clock.js';
import { SlackError } from '../wire/slack-error.js';

const LIFETIME_MS = 3000;

interface Trigger {
  readonly personId: string;
  /** The modal that it comes from. */
  readonly viewId: string | undefined;
  readonly issuedAt: number;
  exchanged: boolean;
}

/** The trigger ids of interactions: good for 3 seconds and for one modal. */
export class Triggers {
  readonly #clock: Clock;
  readonly #triggers = new Map<string, Trigger>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(personId: string, viewId?: string): string {
    const id = `${this.#clock.id('1')}.${this.#clock.id('2')}.trigger`;
    this.#triggers.set(id, { personId, viewId, issuedAt: this.#clock.now(), exchanged: false });
    return id;
  }

  has(id: string): boolean {
    return this.#triggers.has(id);
  }

  exchange(id: string): Pick<Trigger, 'personId' | 'viewId'> {
    const trigger = this.#triggers.get(id);
    if (trigger === undefined) throw new SlackError('invalid_trigger_id');
    if (trigger.exchanged) throw new SlackError('exchanged_trigger_id');
    if (this.#clock.now() - trigger.issuedAt > LIFETIME_MS) throw new SlackError('expired_trigger_id');
    trigger.exchanged = true;
    return trigger;
  }
}
