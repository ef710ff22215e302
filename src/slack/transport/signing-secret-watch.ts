import type { IncomingHttpHeaders } from 'node:http';

/** A single one may be anything. */
const SUSPICIOUS_FROM = 3;
/** Slack repeats what is not taken for longer than this. */
const REMEMBERED_FOR_MS = 10 * 60_000;

/** Whether a request with this very secret was ever accepted, by any replica and also before a restart. */
export interface SigningSecretProof {
  isProved(): Promise<boolean>;
  prove(): Promise<void>;
}

/**
 * Suspects a wrong signing secret: nothing that looks like a request of Slack's was ever accepted with it, and some were
 * refused lately. Once one was accepted, strangers can send what they want.
 */
export class SigningSecretWatch {
  readonly #proof: SigningSecretProof;
  readonly #now: () => Date;
  #isProved = false;
  #refusedAt: readonly number[] = [];

  constructor(proof: SigningSecretProof, now: () => Date) {
    this.#proof = proof;
    this.#now = now;
  }

  /** Resolves when it is remembered; what the store does not take is remembered at the next request. */
  async accepted(): Promise<void> {
    if (this.#isProved) return;
    await this.#proof.prove();
    this.#isProved = true;
  }

  refused(headers: IncomingHttpHeaders): void {
    const looksLikeSlack = /^v0=[0-9a-f]{64}$/.test(String(headers['x-slack-signature']));
    if (this.#isProved || !looksLikeSlack) return;
    this.#refusedAt = [...this.#refusedAt, this.#now().getTime()].slice(-SUSPICIOUS_FROM);
  }

  /** What `/readyz` says is missing, a line each. */
  async missing(): Promise<readonly string[]> {
    const [first] = this.#refusedAt;
    const isSuspicious =
      !this.#isProved &&
      first !== undefined &&
      this.#refusedAt.length >= SUSPICIOUS_FROM &&
      this.#now().getTime() - first < REMEMBERED_FOR_MS;
    if (!isSuspicious) return [];
    this.#isProved = await this.#proof.isProved();
    return this.#isProved
      ? []
      : [
          'no request was accepted so far, and some were refused: SLACK_SIGNING_SECRET may be that of another app',
        ];
  }
}
