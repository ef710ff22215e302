/**
 * Atomic key-value storage of one kind of record. Every failure is thrown, never read as "nothing there"; only where many
 * records are read, one that cannot be read is set aside.
 */
export interface Store<Value> {
  /** `undefined` when absent or expired. */
  get(key: string): Promise<Value | undefined>;
  /** One value for each key, in the order of the keys, in one round trip; `undefined` also for what is set aside. */
  getAll(keys: readonly string[]): Promise<readonly (Value | undefined)[]>;
  put(key: string, value: Value, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** `true` for exactly one of all callers, in all processes, while no live value stands there. */
  putIfAbsent(key: string, value: Value, ttlMs?: number): Promise<boolean>;
  /** Compare-and-set: `true` when the stored value was still `expected` (as got from `get`). */
  replace(key: string, expected: Value, next: Value, ttlMs?: number): Promise<boolean>;
  /** Compare-and-set that tells what stood there instead where it was not `expected`. */
  swap(key: string, expected: Value, next: Value, ttlMs?: number): Promise<Swapped<Value>>;
  /**
   * Live records whose key starts with `prefix`, in key order, read page by page. One that cannot be read is set aside:
   * it is told to the operator and left out, and does not count towards the limit.
   */
  scan(prefix: string, range?: KeyRange): AsyncIterable<readonly [key: string, value: Value]>;
  /** The keys of such records, also of those that cannot be read. */
  keys(prefix: string, range?: KeyRange): AsyncIterable<string>;
  /** Parts of a batch over several kinds of records, which `Commit` lands together. */
  readonly part: RecordParts<Value>;
}

export type Swapped<Value> =
  | { readonly kind: 'swapped' }
  | { readonly kind: 'other'; readonly standing: Value | undefined };

export interface KeyRange {
  /** Begins behind this key, in the direction of the scan; it need not exist. */
  readonly after?: string;
  /** All of them when absent. */
  readonly limit?: number;
  /** From the last key to the first. */
  readonly backwards?: boolean;
}

/** One part of a batch, as it is stored: a record that is put or deleted, or a condition for the whole batch. */
export type Part = PutPart | { readonly kind: 'delete'; readonly key: string } | Condition;

export interface PutPart {
  readonly kind: 'put';
  readonly key: string;
  readonly text: string;
  readonly ttlMs: number | undefined;
}

export interface Condition {
  readonly kind: 'require';
  readonly key: string;
  /** `undefined`: the key is absent. */
  readonly text: string | undefined;
  /** Whether what stands there is the same value in another writing. */
  readonly isMet: (standing: string) => boolean;
}

/** A condition that, refused, tells what stood there. */
export interface Expectation<Value> extends Condition {
  readonly standing: (refused: Refused) => Value | undefined;
}

export interface RecordParts<Value> {
  put(key: string, value: Value, ttlMs?: number): PutPart;
  delete(key: string): Part;
  /** That the key holds this value; `undefined`: that it is absent. */
  expect(key: string, value: Value | undefined): Expectation<Value>;
}

/** Lands all parts together, or none of them where a condition does not hold: one round trip. */
export type Commit = (parts: readonly Part[]) => Promise<Landed>;

export type Landed = { readonly kind: 'done' } | Refused;

export interface Refused {
  readonly kind: 'refused';
  /** What stood under each required key. */
  readonly texts: ReadonlyMap<string, string | undefined>;
}
