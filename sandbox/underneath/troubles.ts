import type { SandboxApi } from '../api/start-api.js';
import type { OrderedFault } from '../ordered-fault.js';
import type { SandboxSlack } from '../slack/start-slack.js';
import { Trouble } from './underneath.js';

/** Longer than Slack waits for an answer, shorter than the bot waits for the API. */
const SLOW_MS = 4000;

/** Makes API and Slack fail as a person at the page asks for it. */
export class Troubles {
  readonly #order: Readonly<Record<Trouble, () => OrderedFault>>;
  readonly #ordered = new Map<Trouble, OrderedFault>();

  constructor(api: Pick<SandboxApi, 'fault'>, slack: Pick<SandboxSlack, 'fault'>) {
    this.#order = {
      'api-slow': () => api.fault({ kind: 'delay', ms: SLOW_MS }),
      'api-down': () => api.fault({ kind: 'status', status: 503 }),
      'lose-answer': () => api.fault({ kind: 'drop-after', operation: 'create', times: 1 }),
      'refuse-dm': () =>
        slack.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'messages_tab_disabled' }),
    };
  }

  /** The troubles that will still happen, or go on. */
  standing(): readonly Trouble[] {
    return Trouble.options.filter((trouble) => this.#ordered.get(trouble)?.isStanding());
  }

  set(trouble: Trouble, isOn: boolean): void {
    if (this.standing().includes(trouble) === isOn) return;
    this.#ordered.get(trouble)?.lift();
    if (isOn) this.#ordered.set(trouble, this.#order[trouble]());
  }
}
