import type { SetAside } from './unreadable-record.js';

/**
 * A backend keeps records: text under keys, each with an optional lifetime, ordered by code point. What has expired is
 * absent in every operation, whether it is still on disk or not. Each operation but `indexKeys` is one round trip.
 */
export interface Backend {
  /** Whether other processes may use the same records at the same time. */
  readonly shared: boolean;
  /** Told of a record that a reader of many goes on without; where it is absent, that reader throws. */
  readonly setAside?: SetAside;
  get(key: string): Promise<string | undefined>;
  /** One text for each key, in the order of the keys; `undefined` for what is absent. */
  getAll(keys: readonly string[]): Promise<readonly (string | undefined)[]>;
  /**
   * Records whose keys start with `prefix`, in key order; it costs what it yields, whatever else the store holds. Fewer
   * than the limit means that there are no more.
   */
  scan(prefix: string, range?: ScanRange): Promise<readonly StoredRecord[]>;
  /**
   * All of a batch, or nothing where one of its conditions does not hold. Where it throws, the outcome is not known,
   * and it is still all or nothing.
   */
  commit(batch: Batch): Promise<Committed>;
  /** Milliseconds of the epoch on the clock by which records expire: one for all processes that share the store. */
  now(): Promise<number>;
  /** Removes expired records that still take up room, `SWEPT_AT_ONCE` at most; resolves to how many those were. */
  sweep(): Promise<number>;
  /**
   * Brings keys that version 1 of the store put there into the order that scans read; `progress` is told how many it has
   * been through. Takes as long as there are keys.
   */
  indexKeys(progress: (keys: number) => void): Promise<void>;
  /** Throws unless the store answers. */
  health(): Promise<void>;
  close(): Promise<void>;
}

export type StoredRecord = readonly [key: string, text: string];

export interface ScanRange {
  /** Begins behind this key, in the direction of the scan; it need not exist. */
  readonly after?: string | undefined;
  /** `SCAN_PAGE` when absent. */
  readonly limit?: number | undefined;
  /** From the last key to the first. */
  readonly backwards?: boolean | undefined;
}

/** No key occurs twice among `put` and `delete`; `MOST_KEYS_OF_A_BATCH` at most. */
export interface Batch {
  readonly require?: readonly Requirement[];
  readonly put?: readonly Put[];
  readonly delete?: readonly string[];
}

/** That this text stands under the key, to the character; `undefined`: that the key is absent. */
export interface Requirement {
  readonly key: string;
  readonly text: string | undefined;
}

export interface Put {
  readonly key: string;
  readonly text: string;
  /** Whole milliseconds, at least 1; without them the record stays forever. */
  readonly ttlMs?: number | undefined;
}

export type Committed =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused';
      /** What stood under each required key, in the order of `require`. */
      readonly standing: readonly (string | undefined)[];
    };

/** Records of a scan whose limit is not given. */
export const SCAN_PAGE = 200;

export const SWEPT_AT_ONCE = 1000;

/** Postgres keeps one lock a key while it commits, and has room for some thousands of all connections. */
export const MOST_KEYS_OF_A_BATCH = 500;

export const DONE: Committed = { kind: 'done' };

/** What a backend throws once it cannot be trusted any more: the process has to be started again. */
export class StoreLost extends Error {}

/** What a backend throws while the server answers and takes no writes, as a standby does; its message says so and what to do. */
export class StoreReadOnly extends Error {}
