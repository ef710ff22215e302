import type { AuditHead, AuditRecord } from '../../core/audit/audit-event.js';
import { message } from './blocks.js';
import type { Message } from '../web-api/slack-calls.js';
import type { Words } from '../text/words.js';

/** Records for the audit channel, a line each. */
export function auditLines(
  words: Words,
  lines: {
    readonly records: readonly AuditRecord[];
    readonly isRepeated: boolean;
    readonly isBroken: boolean;
  },
): Message {
  return message([
    ...(lines.isBroken ? [words.audit.broken] : []),
    ...(lines.isRepeated ? [words.audit.repeated] : []),
    ...lines.records.map((record) => words.audit.row({ record }, true)),
  ]);
}

export const auditHead = (words: Words, head: AuditHead): Message => message([words.audit.head(head)]);
