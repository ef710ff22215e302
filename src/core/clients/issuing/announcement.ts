import { unlessLate } from '../../async/within.js';
import type { ReceiptPlace } from '../../model/client-record.js';
import type { SecretHandover } from './secret-handover.js';

/** A secret waits this long, in milliseconds, for the receipt that is to stand above it. */
const SECRET_WAITS_MS = 3_000;

/**
 * The message that becomes a client's receipt. It is sent while the API creates the client, so that it stands above the
 * secret and costs no time.
 */
export class Announcement {
  readonly #handover: SecretHandover;
  readonly #posted: Promise<ReceiptPlace | undefined>;
  #place: ReceiptPlace | undefined;

  constructor(handover: SecretHandover, ...announced: Parameters<SecretHandover['announce']>) {
    this.#handover = handover;
    this.#posted = handover.announce(...announced).then((place) => {
      this.#place = place;
      return place;
    });
    // The caller that waits for it hears of a failure.
    this.#posted.catch(() => undefined);
  }

  /** Where it stands, as far as that is known now. */
  get place(): ReceiptPlace | undefined {
    return this.#place;
  }

  /** Where it stands; `undefined` where Slack did not take it. */
  posted(): Promise<ReceiptPlace | undefined> {
    return this.#posted;
  }

  /** Resolves once it stands above whatever is sent next, or cannot be waited for any longer. */
  async aboveTheSecret(): Promise<void> {
    await unlessLate(SECRET_WAITS_MS, this.#posted);
  }

  /** Removes it: nothing was created. */
  async takeBack(): Promise<void> {
    const place = await this.#posted;
    if (place !== undefined) await this.#handover.takeBack(place);
  }
}
