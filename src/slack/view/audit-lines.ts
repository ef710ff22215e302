import type { AuditHead, AuditRecord } from '../../core/audit/audit-event.js';
import { message } from './blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import { en } from '../text/en/en.js';

/** Records for the audit channel, a line each. */
export function auditLines(lines: {
  readonly records: readonly AuditRecord[];
  readonly isRepeated: boolean;
  readonly isBroken: boolean;
}): Message {
  return message([
    ...(lines.isBroken ? [en.audit.broken] : []),
    ...(lines.isRepeated ? [en.audit.repeated] : []),
    ...lines.records.map(en.audit.row),
  ]);
}

export const auditHead = (head: AuditHead): Message => message([en.audit.head(head)]);
