import type { Clock } from '../clock.js';
import type { WireNotice } from '../wire/wire.js';

/** What Slack itself tells somebody outside messages and modals, such as a button that got no answer. */
export class Notices {
  readonly #clock: Clock;
  readonly #byPerson = new Map<string, readonly WireNotice[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  of(personId: string): readonly WireNotice[] {
    return this.#byPerson.get(personId) ?? [];
  }

  add(personId: string, text: string, channelId: string | null): void {
    this.#byPerson.set(personId, [...this.of(personId), { id: this.#clock.id('N'), text, channelId }]);
  }

  dismiss(personId: string, noticeId: string): void {
    this.#byPerson.set(
      personId,
      this.of(personId).filter((notice) => notice.id !== noticeId),
    );
  }

  clear(personId: string): void {
    this.#byPerson.delete(personId);
  }
}
