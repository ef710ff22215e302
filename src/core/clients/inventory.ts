/** An API client as a file has it: codes and ids, the same in any language. Absent: not known, or not so. */
export interface InventoryRow {
  readonly clientId: string;
  readonly name: string;
  readonly user: string;
  /** `created` with this bot, `claimed` later, or `unknown`. */
  readonly origin: 'created' | 'claimed' | 'unknown';
  readonly ownerKind?: string | undefined;
  readonly owner?: string | undefined;
  readonly requester?: string | undefined;
  readonly approver?: string | undefined;
  readonly purpose?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly endsAt?: string | undefined;
  readonly confirmedAt?: string | undefined;
  readonly confirmedBy?: string | undefined;
  readonly request?: string | undefined;
  readonly predecessor?: string | undefined;
  readonly successor?: string | undefined;
  /** What needs attention about it. */
  readonly finding?: string | undefined;
}

export type InventoryFormat = 'csv' | 'jsonl';

/** Writes files about API clients. */
export interface InventoryFiles {
  /** The file's lines, each with its end. */
  lines(
    format: InventoryFormat,
    rows: AsyncIterable<InventoryRow> | Iterable<InventoryRow>,
  ): AsyncIterable<string>;
}
