import { Problem } from '../../core/problem.js';

/** A record that this version, with these keys, cannot read; its message says why, and nothing of what it holds. */
export class UnreadableRecord extends Problem {
  readonly key: string;

  constructor(key: string, why: string, options?: { readonly cause?: unknown }) {
    super({ kind: 'record-unreadable' }, options);
    this.key = key;
    this.message = `The record ${key} ${why}`;
  }
}

/** Told of each record that cannot be read, and that a reader of many goes on without. */
export type SetAside = (unreadable: UnreadableRecord) => void;

/** Tells of what is thrown because a record cannot be read; throws whatever else it is. */
export function settingAside(error: unknown, setAside: SetAside | undefined): void {
  if (!(error instanceof UnreadableRecord) || setAside === undefined) throw error;
  setAside(error);
}
