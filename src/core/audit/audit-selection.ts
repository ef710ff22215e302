import { AlphausUserName } from '../model/api-client.js';
import { ClientId } from '../model/ids.js';
import { AuditActor, AuditEvent, type AuditRecord } from './audit-event.js';
import { type AuditSelectionPart, Problem } from '../problem.js';
import { readInstant } from './read-instant.js';

/** Which records of the trail somebody wants to see; absent parts select all. */
export interface AuditSelection {
  readonly since?: Date;
  /** Up to and with this instant. */
  readonly until?: Date;
  /** Who acted. */
  readonly by?: AuditActor;
  readonly user?: AlphausUserName;
  readonly action?: string;
  readonly client?: ClientId;
}

/** Sequence numbers, both included; no record where `last` is `first - 1`. Without an end, `last` is infinite. */
export interface AuditRange {
  readonly first: number;
  readonly last: number;
}

/** The subjects by which the trail can be read without going through all of it. */
export type AuditSubject =
  | { readonly kind: 'actor'; readonly actor: AuditActor }
  | { readonly kind: 'user'; readonly user: AlphausUserName }
  | { readonly kind: 'client'; readonly client: ClientId };

/** What leaves out most records of those by which the trail can be read; `undefined` where all have to be read. */
export function subjectOf({ by, user, client }: AuditSelection): AuditSubject | undefined {
  if (client !== undefined) return { kind: 'client', client };
  // The bot acts on behalf of everybody.
  if (user !== undefined && (by === undefined || by === 'bot')) return { kind: 'user', user };
  return by === undefined ? undefined : { kind: 'actor', actor: by };
}

/** Whether records are left out of the range of time. */
export const isFiltered = ({ by, user, action, client }: AuditSelection): boolean =>
  by !== undefined || user !== undefined || action !== undefined || client !== undefined;

/** Whether the record is selected, whatever its time. */
export const passesFilter = ({ actor, target, action }: AuditRecord, selection: AuditSelection): boolean =>
  (selection.by === undefined || actor === selection.by) &&
  (selection.user === undefined || target.user === selection.user) &&
  (selection.action === undefined || action === selection.action) &&
  (selection.client === undefined || target.clientId === selection.client);

export const AUDIT_FILE_FORMATS = ['csv', 'jsonl'] as const;
export type AuditFileFormat = (typeof AUDIT_FILE_FORMATS)[number];

/** How a selection is typed: `by` as an id, `bot` or `operator`; `since` and `until` as `readInstant` says. */
export type TypedSelection = Partial<Record<AuditSelectionPart, string | undefined>>;

/** Throws a `Problem` that names the part that cannot be read. */
export function readSelection(typed: TypedSelection, now: Date): AuditSelection {
  const { since, until, by, user, action, client } = typed;
  const read = <Value>(part: AuditSelectionPart, value: Value | undefined): { [part: string]: Value } => {
    if (value === undefined) throw new Problem({ kind: 'audit-selection-invalid', part });
    return { [part]: value };
  };
  return {
    ...(since !== undefined && read('since', readInstant(since, now, 'start'))),
    ...(until !== undefined && read('until', readInstant(until, now, 'end'))),
    ...(by !== undefined && read('by', AuditActor.safeParse(by).data)),
    ...(user !== undefined && read('user', AlphausUserName.safeParse(user).data)),
    ...(action !== undefined && read('action', AuditEvent.shape.action.safeParse(action).data)),
    ...(client !== undefined && read('client', ClientId.safeParse(client).data)),
  };
}
