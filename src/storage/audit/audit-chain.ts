import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { WorkspaceId } from '../../core/model/ids.js';
import type { AuditEvent, AuditHead, AuditRecord } from '../../core/audit/audit-event.js';

/** SHA-256, in hexadecimal, of a record without its `hash`, written as RFC 8785 says. */
export function hashOf(record: Omit<AuditRecord, 'hash'>): string {
  const { hash: _, ...content } = { hash: undefined, ...record };
  const canonical = canonicalize(content);
  if (canonical === undefined) throw new TypeError('a record has no canonical form');
  return createHash('sha256').update(canonical, 'utf8').digest('hex');
}

/** The link behind `head`. */
export function nextRecord(
  head: AuditHead,
  workspace: WorkspaceId,
  time: Date,
  event: AuditEvent,
): AuditRecord {
  const content = {
    sequence: head.sequence + 1,
    time: time.toISOString(),
    workspace,
    ...event,
    previousHash: head.hash,
  };
  return { ...content, hash: hashOf(content) };
}
