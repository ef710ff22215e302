/** One line of an exported trail as it was read, still to be checked: it says that it is one of the two. */
export interface AuditFileEntry {
  /** Counts from 1. */
  readonly line: number;
  readonly record?: unknown;
  readonly anchor?: unknown;
}
