import type { AuditHead, AuditRecord } from '../../core/audit/audit-event.js';
import type { TrailGap } from '../../core/audit/trail-gap.js';
import type { AuditSelection } from '../../core/audit/audit-selection.js';

/** The first thing in an exported trail that cannot be right. */
export type Flaw =
  /** The line is none of those that a file has, or stands where it does not belong. */
  | { readonly kind: 'unreadable'; readonly line: number }
  | { readonly kind: 'edited'; readonly line: number; readonly sequence: number }
  /** The record is as it was, but the bot writes it with other characters. */
  | { readonly kind: 'rewritten-line'; readonly line: number }
  /** The record's own hash is right, but it names another record before it: one of the two was rewritten. */
  | { readonly kind: 'rewritten'; readonly line: number; readonly sequence: number }
  | { readonly kind: 'missing'; readonly line: number; readonly from: number; readonly to: number }
  /** How many of the selected records: the file cannot tell which. */
  | { readonly kind: 'selected-missing'; readonly expected: number; readonly found: number }
  /** One of those that were selected is another than the export wrote. */
  | { readonly kind: 'selected-rewritten' }
  | { readonly kind: 'reordered'; readonly line: number; readonly sequence: number }
  | { readonly kind: 'other-workspace'; readonly line: number; readonly sequence: number }
  /** The anchor is not one of the bot with these keys, or not the one that belongs there. */
  | { readonly kind: 'anchor-forged'; readonly line: number }
  /** `end`: the number of the record that ended the file, where its first line says so. */
  | {
      readonly kind: 'cut-off';
      readonly line: number;
      readonly last: number;
      readonly end: number | undefined;
    }
  /** The line that says which record ends the file is missing, or tells of another. */
  | { readonly kind: 'other-end'; readonly line: number }
  /** The last record is of an export that wrote another file. */
  | { readonly kind: 'other-export'; readonly line: number; readonly sequence: number }
  | { readonly kind: 'empty' }
  /** The record that the audit channel tells of is another in the file. */
  | { readonly kind: 'other-head'; readonly line: number; readonly sequence: number }
  /** It is not in the file. */
  | {
      readonly kind: 'head-absent';
      readonly sequence: number;
      readonly first: number;
      readonly last: number;
    };

/** What the file is proved to hold before the export's own record. */
export type ProvedRange =
  /** Every record from `first` to `last`. */
  | { readonly kind: 'every'; readonly first: number; readonly last: number }
  /** Every selected record of those from `first` to `last`. */
  | { readonly kind: 'selected'; readonly first: number; readonly last: number }
  /** Every record from `first` to `last`; whether the export began with `first` cannot be told. */
  | { readonly kind: 'every-since'; readonly first: number; readonly last: number }
  /** Nothing: each record fits its own hash, that is all. */
  | { readonly kind: 'nothing' };

/** The place where the chain was cut before the file's range. */
export interface VerifiedAnchor {
  readonly sequence: number;
  readonly cutAt: string;
  /** Checked with the keys; else the file alone says so. */
  readonly isChecked: boolean;
}

export interface Sound {
  readonly kind: 'sound';
  /** The export's own among them. */
  readonly records: number;
  readonly first: number;
  /** The export's own record, the last in the file. */
  readonly own: AuditRecord;
  readonly selection: AuditSelection;
  readonly range: ProvedRange;
  readonly anchor: VerifiedAnchor | undefined;
  /** The head that was given, which is in the file. */
  readonly head: AuditHead | undefined;
  /** Records that the store lost, as the bot noted when it went on. */
  readonly gaps: readonly TrailGap[];
}

export type Verdict = Sound | Flaw;
