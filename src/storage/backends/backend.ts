/**
 * Where records lie: text under keys, each with an optional lifetime.
 * What has expired is never seen again, whether it is still on disk or not.
 */
export interface Backend {
  /** Whether other processes may use the same records at the same time. */
  readonly shared: boolean;
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** `true` for exactly one of all callers, in all processes, while nothing live stands there. */
  putIfAbsent(key: string, text: string, ttlMs?: number): Promise<boolean>;
  /** `true` when the stored text was `expected`, to the character; without `ttlMs` the new text stays for good. */
  replace(key: string, expected: string, next: string, ttlMs?: number): Promise<boolean>;
  /** Every live record whose key starts with `prefix`, ordered by code point. */
  scan(prefix: string): AsyncIterable<readonly [key: string, text: string]>;
  /** Removes expired records that still take up room; says how many those were. */
  sweep(): Promise<number>;
  /** Throws unless the store answers. */
  health(): Promise<void>;
  close(): Promise<void>;
}

/** Records read at a time while scanning. */
export const SCAN_PAGE = 200;
