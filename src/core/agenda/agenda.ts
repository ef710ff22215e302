import { z } from 'zod';
import type { WorkspaceId } from '../model/ids.js';
import type { Part } from '../store.js';

/** The kinds of work that the clock does. They stand in keys of the store, so a name is never reused. */
export const AgendaKind = z.enum([
  'remind-unconfirmed',
  'remind-overlap',
  'look-after-end',
  'look-after-request',
  'settle-intent',
  'deliver-notice',
  'look-after-audit',
  'follow-uninstallation',
  'look-after-transfer',
  'look-after-owner',
  'end-grant',
  'daily-look',
  'start-workflow-step',
]);
export type AgendaKind = z.infer<typeof AgendaKind>;

/** One thing that the clock has to do. Entries of the same instant about the same thing are one entry. */
export interface AgendaEntry {
  readonly due: Date;
  readonly kind: AgendaKind;
  readonly workspace: WorkspaceId;
  /** What it is about, within its kind and workspace. */
  readonly id: string;
}

/** An entry that is due, as it stood when it was read. */
export interface DueEntry extends AgendaEntry {
  /** The store's clock at that moment. */
  readonly seenAt: Date;
  /** The lease token of a process that took the entry before and let its lease end. */
  readonly token: string | undefined;
  /** How often in a row the work has failed before. */
  readonly failures: number;
}

/** An entry that this process works on. Unless it is renewed, it falls due again when its lease ends. */
export interface TakenEntry extends AgendaEntry {
  /** Proves to the store that the entry is still this process's. */
  readonly token: string;
  readonly failures: number;
}

/**
 * What the clock has to do, in order of time, for all workspaces together: finding what is due costs one read,
 * however much follows it. Instants are those of the store's clock, which all replicas share.
 */
export interface Agenda {
  /** The part of a batch that adds an entry. */
  adding(entry: AgendaEntry): Part;
  /** The part of a batch that removes an entry; it need not exist. */
  removing(entry: AgendaEntry): Part;
  /** Entries that are due, the earliest first. `after` begins behind that entry. */
  due(limit: number, after?: AgendaEntry): Promise<readonly DueEntry[]>;
  /** Takes an entry for `leaseMs`; `undefined` where another process was first. */
  take(entry: DueEntry, leaseMs: number): Promise<TakenEntry | undefined>;
  /** Keeps it for another `leaseMs`; `undefined` where the lease had ended and the entry is no longer ours. */
  renew(taken: TakenEntry, leaseMs: number): Promise<TakenEntry | undefined>;
  /**
   * Ends the work on an entry: it moves to `next`, or goes. `parts` are written in the same batch. `false`, with
   * nothing written, where the entry is no longer ours.
   */
  finish(taken: TakenEntry, next: Date | undefined, parts?: readonly Part[]): Promise<boolean>;
  /** Puts an entry off after its work failed. */
  putOff(taken: TakenEntry, byMs: number): Promise<void>;
}
