import { AlphausUserName } from '../model/api-client.js';
import { ClientId } from '../model/ids.js';
import { AuditEvent, type AuditRecord, type AuditTarget } from './audit-event.js';
import { type AuditSelectionPart, Problem } from '../problem.js';
import { readInstant } from './read-instant.js';

/** Which records of the trail somebody wants to see; absent parts select all. */
export interface AuditSelection {
  readonly since?: Date;
  /** Up to and with this instant. */
  readonly until?: Date;
  readonly user?: AlphausUserName;
  readonly action?: string;
  readonly client?: ClientId;
}

export function isSelected(record: AuditRecord, selection: AuditSelection): boolean {
  const at = Date.parse(record.time);
  return (
    (selection.since === undefined || at >= selection.since.getTime()) &&
    (selection.until === undefined || at <= selection.until.getTime()) &&
    (selection.user === undefined || record.target.user === selection.user) &&
    (selection.action === undefined || record.action === selection.action) &&
    (selection.client === undefined || record.target.clientId === selection.client)
  );
}

export const AUDIT_FILE_FORMATS = ['csv', 'jsonl'] as const;
export type AuditFileFormat = (typeof AUDIT_FILE_FORMATS)[number];

const EXPORT = 'export';

/** What the record of an export says of it: it is the last one in the file, and tells what the file holds. */
export function exportTarget(format: AuditFileFormat, selection: AuditSelection): AuditTarget {
  const { since, until, action, user, client } = selection;
  const parts = [
    ...(since === undefined ? [] : [`since=${since.toISOString()}`]),
    ...(until === undefined ? [] : [`until=${until.toISOString()}`]),
    ...(action === undefined ? [] : [`action=${action}`]),
  ];
  return {
    ...(user !== undefined && { user }),
    ...(client !== undefined && { clientId: client }),
    subject: [EXPORT, format, ...parts].join(' '),
  };
}

export interface ExportFacts {
  /** The file begins somewhere in the chain. */
  readonly startsLate: boolean;
  /** The file leaves records out, so it cannot show that none is missing. */
  readonly isExcerpt: boolean;
}

/** Reads `exportTarget` back; `undefined` for the record of anything else. */
export function exportFacts({ action, outcome, target }: AuditRecord): ExportFacts | undefined {
  const [first, , ...parts] = target.subject?.split(' ') ?? [];
  if (action !== 'audit' || outcome !== 'attempted' || first !== EXPORT) return undefined;
  return {
    startsLate: parts.some((part) => part.startsWith('since=')),
    isExcerpt:
      target.user !== undefined ||
      target.clientId !== undefined ||
      parts.some((part) => part.startsWith('until=') || part.startsWith('action=')),
  };
}

/** How a selection is typed; `since` and `until` as `readInstant` says. */
export type TypedSelection = Partial<Record<AuditSelectionPart, string | undefined>>;

/** Throws a `Problem` that names the part that cannot be read. */
export function readSelection(typed: TypedSelection, now: Date): AuditSelection {
  const { since, until, user, action, client } = typed;
  const read = <Value>(part: AuditSelectionPart, value: Value | undefined): { [part: string]: Value } => {
    if (value === undefined) throw new Problem({ kind: 'audit-selection-invalid', part });
    return { [part]: value };
  };
  return {
    ...(since !== undefined && read('since', readInstant(since, now, 'start'))),
    ...(until !== undefined && read('until', readInstant(until, now, 'end'))),
    ...(user !== undefined && read('user', AlphausUserName.safeParse(user).data)),
    ...(action !== undefined && read('action', AuditEvent.shape.action.safeParse(action).data)),
    ...(client !== undefined && read('client', ClientId.safeParse(client).data)),
  };
}
