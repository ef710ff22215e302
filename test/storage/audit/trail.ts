import { setTimeout as sleep } from 'node:timers/promises';
import { AuditAnchor, type AuditEvent, AuditRecord } from '../../../src/core/audit/audit-event.js';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import { auditIndex } from '../../../src/storage/audit/audit-index.js';
import { auditTrail, type AuditTrailParts } from '../../../src/storage/audit/audit-trail.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { committing } from '../../../src/storage/backends/commit.js';
import { createStore } from '../../../src/storage/backends/store.js';

export const workspace = WorkspaceId.parse('T1');
export const aiko = PersonId.parse('UAIKO');

/** The trail over a backend, which must not fail to take an outcome unless a test says so. */
export function trailOver(backend: Backend, parts: Partial<AuditTrailParts> = {}) {
  return auditTrail({
    records: createStore({ backend, schema: AuditRecord }),
    anchors: createStore({ backend, schema: AuditAnchor }),
    index: auditIndex(backend),
    commit: committing(backend),
    now: () => new Date(),
    sleep,
    unwritten: (error) => {
      throw error;
    },
    ...parts,
  });
}

export const event = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  actor: aiko,
  action: 'create',
  target: { name: 'nightly' },
  outcome: 'attempted',
  reference: 'REF23456',
  ...changes,
});
