/** Atomic key-value storage of one kind of record. Every failure is thrown, never read as "nothing there". */
export interface Store<Value> {
  /** `undefined` when absent or expired. */
  get(key: string): Promise<Value | undefined>;
  put(key: string, value: Value, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** `true` for exactly one of all callers, in all processes, while no live value stands there. */
  putIfAbsent(key: string, value: Value, ttlMs?: number): Promise<boolean>;
  /** Compare-and-set: `true` when the stored value was still `expected` (as got from `get`). */
  replace(key: string, expected: Value, next: Value, ttlMs?: number): Promise<boolean>;
  /** The same, and where it was not, what stood there instead. */
  swap(key: string, expected: Value, next: Value, ttlMs?: number): Promise<Swapped<Value>>;
  /** Every live record whose key starts with `prefix`, in key order. */
  scan(prefix: string): AsyncIterable<readonly [key: string, value: Value]>;
}

export type Swapped<Value> =
  | { readonly kind: 'swapped' }
  | { readonly kind: 'other'; readonly standing: Value | undefined };
