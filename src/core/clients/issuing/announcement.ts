import { unlessLate } from '../../async/within.js';
import type { IssueIntent } from '../../intents/intent.js';
import type { ReceiptPlace } from '../../model/client-record.js';
import type { IssueContext } from './issue-context.js';

/** A secret waits this long, in milliseconds, for the receipt that is to stand above it. */
const SECRET_WAITS_MS = 3_000;

type Announcing = Pick<IssueContext, 'handover' | 'intents'>;

/**
 * The message that becomes a client's receipt. It is sent while the API creates the client, so that it stands above the
 * secret and costs no time.
 */
export class Announcement {
  readonly #context: Announcing;
  readonly #intent: IssueIntent;
  readonly #posted: Promise<ReceiptPlace | undefined>;
  readonly #noted: Promise<void>;
  #place: ReceiptPlace | undefined;

  constructor(context: Announcing, intent: IssueIntent) {
    this.#context = context;
    this.#intent = intent;
    this.#posted = context.handover.announce(intent).then((place) => {
      this.#place = place;
      return place;
    });
    // Should this process die, another one finds the message by it. Nothing waits for that but the end.
    this.#noted = this.#posted.then((place) => place && context.intents.noteAnnounced(intent, place));
    // The caller that waits for it hears of a failure.
    this.#noted.catch(() => undefined);
  }

  /** Where it stands, as far as that is known now. */
  get place(): ReceiptPlace | undefined {
    return this.#place;
  }

  /** Where it stands, which is noted by then; `undefined` where Slack did not take it. */
  async noted(): Promise<ReceiptPlace | undefined> {
    await this.#noted;
    return this.#posted;
  }

  /** Resolves once it stands above whatever is sent next, or cannot be waited for any longer. */
  async aboveTheSecret(): Promise<void> {
    await unlessLate(SECRET_WAITS_MS, this.#posted);
  }

  /** Removes it: nothing was created. */
  async takeBack(): Promise<void> {
    const place = await this.noted();
    if (place === undefined) return;
    await this.#context.handover.takeBack(place);
    await this.#context.intents.forgetAnnounced(this.#intent);
  }
}
