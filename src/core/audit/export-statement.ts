import { AlphausUserName } from '../model/api-client.js';
import { ClientId } from '../model/ids.js';
import { AuditActor, AuditEvent, type AuditHead, type AuditRecord, type AuditTarget } from './audit-event.js';
import { AUDIT_FILE_FORMATS, type AuditFileFormat, type AuditSelection } from './audit-selection.js';

/** What an export's file holds before the export's own record, which ends it. Sequence numbers, both included. */
export type ExportContent =
  /** Every record from `first` to the export's own. */
  | { readonly kind: 'through'; readonly first: number }
  /** Every record from `first` to `last`; none where `last` is `first - 1`. `hash`: that of the last one. */
  | {
      readonly kind: 'range';
      readonly first: number;
      readonly last: number;
      readonly hash: string | undefined;
    }
  /** So many selected ones of the records from `first` to `last`. `digest`: over their hashes. */
  | {
      readonly kind: 'selected';
      readonly first: number;
      readonly last: number;
      readonly records: number;
      readonly digest: string;
    };

/** What the record of an export says of its file. */
export interface ExportStatement {
  readonly format: AuditFileFormat;
  readonly selection: AuditSelection;
  /** Absent in exports of version 0.1.0 and before its release: they did not say what they held. */
  readonly content: ExportContent | undefined;
}

/** A file that is about to be written. */
export interface PlannedExport extends ExportStatement {
  readonly content: ExportContent;
}

const EXPORT = 'export';

/** The target of an export's record. It fits a subject, whatever is selected. */
export function exportTarget({ format, selection, content }: PlannedExport): AuditTarget {
  const { since, until, by, action, user, client } = selection;
  const { kind: _, ...held } = content;
  const said = { since: since?.toISOString(), until: until?.toISOString(), by, action, ...held };
  const parts = Object.entries(said).flatMap(([part, value]) =>
    value === undefined ? [] : [`${part}=${value}`],
  );
  return {
    ...(user !== undefined && { user }),
    ...(client !== undefined && { clientId: client }),
    subject: [EXPORT, format, ...parts].join(' '),
  };
}

/** How many records the file holds, the export's own among them. */
export function recordsIn(content: ExportContent, own: AuditHead): number {
  if (content.kind === 'selected') return content.records + 1;
  return content.kind === 'range' ? content.last - content.first + 2 : own.sequence - content.first + 1;
}

/** Reads `exportTarget` back; `undefined` for the record of anything else. */
export function exportStatement({ action, outcome, target }: AuditRecord): ExportStatement | undefined {
  if (action !== 'audit' || outcome !== 'attempted') return undefined;
  const [first, given, ...parts] = target.subject?.split(' ') ?? [];
  const format = AUDIT_FILE_FORMATS.find((one) => one === given);
  if (first !== EXPORT || format === undefined) return undefined;
  const said = new Map(parts.map((part) => [part.split('=')[0], part.slice(part.indexOf('=') + 1)]));
  const user = AlphausUserName.safeParse(target.user).data;
  const client = ClientId.safeParse(target.clientId).data;
  const by = AuditActor.safeParse(said.get('by')).data;
  const selectedAction = AuditEvent.shape.action.safeParse(said.get('action')).data;
  const [since, until] = [said.get('since'), said.get('until')];
  const selection = {
    ...(since !== undefined && { since: new Date(since) }),
    ...(until !== undefined && { until: new Date(until) }),
    ...(by !== undefined && { by }),
    ...(user !== undefined && { user }),
    ...(selectedAction !== undefined && { action: selectedAction }),
    ...(client !== undefined && { client }),
  };
  return { format, selection, content: contentOf(said) };
}

function contentOf(said: ReadonlyMap<string | undefined, string>): ExportContent | undefined {
  const number = (part: string): number | undefined => {
    const text = said.get(part);
    return text === undefined || !/^\d{1,16}$/.test(text) ? undefined : Number(text);
  };
  const first = number('first');
  if (first === undefined) return undefined;
  const [last, records, digest] = [number('last'), number('records'), said.get('digest')];
  if (last === undefined) return { kind: 'through', first };
  if (records === undefined || digest === undefined)
    return { kind: 'range', first, last, hash: said.get('hash') };
  return { kind: 'selected', first, last, records, digest };
}
