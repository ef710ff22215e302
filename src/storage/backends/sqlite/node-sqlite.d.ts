// The part of Node's own SQLite that we use; the types of the oldest Node that we support do not know it.
declare module 'node:sqlite' {
  type Value = string | number | null;

  export class DatabaseSync {
    constructor(path: string);
    exec(sql: string): void;
    prepare(sql: string): StatementSync;
    close(): void;
  }

  class StatementSync {
    run(...values: Value[]): { changes: number | bigint };
    get(...values: Value[]): unknown;
    all(...values: Value[]): unknown[];
  }
}
