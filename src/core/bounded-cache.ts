/** Values by key; while all together weigh more than `most`, the one that was not used for longest goes. */
export class BoundedCache<Key, Value> {
  readonly #most: number;
  readonly #weightOf: (value: Value) => number;
  /** In the order of their last use. */
  readonly #kept = new Map<Key, { readonly value: Value; readonly weight: number }>();
  #weight = 0;

  constructor({ most, weightOf }: { readonly most: number; readonly weightOf: (value: Value) => number }) {
    this.#most = most;
    this.#weightOf = weightOf;
  }

  get(key: Key): Value | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.value;
  }

  /** A value that is too heavy by itself is not kept. One that changed its weight is set again. */
  set(key: Key, value: Value): void {
    this.delete(key);
    const weight = this.#weightOf(value);
    if (weight > this.#most) return;
    this.#kept.set(key, { value, weight });
    this.#weight += weight;
    for (const longest of this.#kept.keys()) {
      if (this.#weight <= this.#most) return;
      this.delete(longest);
    }
  }

  clear(): void {
    this.#kept.clear();
    this.#weight = 0;
  }

  delete(key: Key): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#weight -= kept.weight;
  }
}
