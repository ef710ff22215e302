export const MASK = '••••••';

/** So much of a secret is looked up at each place of a text; a shorter secret is searched for by itself. */
const BEGINNING = 8;

/**
 * Secrets to be masked wherever they stand. What a text costs depends on its length, not on how many secrets there
 * are; one that was ever known stays so, though its API client is gone.
 */
export class KnownSecrets {
  readonly #all = new Set<string>();
  readonly #byBeginning = new Map<string, string[]>();
  readonly #short: string[] = [];

  add(secrets: Iterable<string>): void {
    for (const secret of secrets) {
      if (secret === '' || this.#all.has(secret)) continue;
      this.#all.add(secret);
      if (secret.length < BEGINNING) {
        this.#short.push(secret);
        continue;
      }
      const beginning = secret.slice(0, BEGINNING);
      this.#byBeginning.set(beginning, [...(this.#byBeginning.get(beginning) ?? []), secret]);
    }
  }

  /** `text` with every known secret masked; of secrets that overlap, each. */
  hide(text: string): string {
    const shown: string[] = [];
    let from = 0;
    let hiddenTo = 0;
    for (let at = 0; at + BEGINNING <= text.length; at += 1) {
      for (const secret of this.#byBeginning.get(text.slice(at, at + BEGINNING)) ?? []) {
        if (!text.startsWith(secret, at)) continue;
        if (at >= hiddenTo) shown.push(text.slice(from, at), MASK);
        hiddenTo = Math.max(hiddenTo, at + secret.length);
        from = hiddenTo;
      }
    }
    const long = shown.length === 0 ? text : [...shown, text.slice(from)].join('');
    return this.#short.reduce((rest, secret) => rest.replaceAll(secret, MASK), long);
  }
}
