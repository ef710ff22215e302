import { setTimeout as sleep } from 'node:timers/promises';
import type { Arrival } from './gate.js';

const QUIET_MS = 200;
const GIVE_UP_AFTER_MS = 30_000;

/** A request's card that waits for a decision, and where it stands. */
export interface OpenCard {
  readonly id: string;
  readonly ts: string;
}

/** Who was shown a secret, and of which client. */
export interface Shown {
  readonly id: string;
  readonly person: string;
}

/** What one program after the other sends out: how much, and what people can press of it. */
export class Traffic {
  calls = 0;
  /** How many characters the bodies had that Slack got. */
  characters = 0;
  readonly #approvals: () => string;
  #cards: OpenCard[] = [];
  #shown: Shown[] = [];
  readonly #waiting = new Map<string, () => void>();

  /** `approvals`: the channel in which requests are decided. */
  constructor(approvals: () => string) {
    this.#approvals = approvals;
  }

  /** For Slack's gate. */
  readonly slackArrived = (call: Arrival): void => {
    this.calls += 1;
    this.characters += call.body.length;
    if (call.path.endsWith('/chat.postEphemeral')) {
      const said = new URLSearchParams(call.body);
      const id = /ripple-[0-9a-z]+/.exec(said.get('blocks') ?? '')?.[0];
      const person = said.get('user');
      if (id !== undefined && person !== null) this.#shown.push({ id, person });
    }
    const updated = call.path.endsWith('/chat.update') ? new URLSearchParams(call.body).get('ts') : undefined;
    this.#waiting.get(updated ?? call.path)?.();
  };

  /** For Slack's gate. */
  readonly slackAnswered = (call: Arrival, answer: string): void => {
    if (!call.path.endsWith('/chat.postMessage')) return;
    const said = new URLSearchParams(call.body);
    const ts = /"ts":\s*"([^"]+)"/.exec(answer)?.[1];
    const id = /\\"id\\":\\"([0-9a-f-]{36})/.exec(said.get('blocks') ?? '')?.[1];
    if (said.get('channel') === this.#approvals() && ts !== undefined && id !== undefined) {
      this.#cards.push({ id, ts });
    }
  };

  /** For the API's gate. */
  readonly apiAnswered = (): void => {
    this.calls += 1;
  };

  /** Resolves when a message with this timestamp is updated, or something arrives at this path. */
  expect(place: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`nothing came to ${place}`)), GIVE_UP_AFTER_MS);
      this.#waiting.set(place, () => {
        clearTimeout(late);
        this.#waiting.delete(place);
        resolve();
      });
    });
  }

  /** Resolves when so many cards stand that nobody has taken. */
  async cardsStand(count: number): Promise<void> {
    const late = performance.now() + GIVE_UP_AFTER_MS;
    while (this.#cards.length < count) {
      if (performance.now() > late) throw new Error(`of ${count} requests ${this.#cards.length} have a card`);
      await sleep(2);
    }
  }

  takeCards(): readonly OpenCard[] {
    const cards = this.#cards;
    this.#cards = [];
    return cards;
  }

  takeShown(): readonly Shown[] {
    const shown = this.#shown;
    this.#shown = [];
    return shown;
  }

  /** Resolves when no call has arrived for a while. */
  async quiet(): Promise<void> {
    for (let before = -1; before !== this.calls; ) {
      before = this.calls;
      await sleep(QUIET_MS);
    }
  }
}
