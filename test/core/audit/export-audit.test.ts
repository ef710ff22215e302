import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/core/audit/audit-event.js';
import { exportAudit } from '../../../src/core/audit/export-audit.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { aiko, trailOver, workspace } from '../../storage/audit/trail.js';
import { collect } from '../../storage/servers/stores-under-test.js';

test('an export that fails before it begins is on record', async () => {
  const audit = trailOver(memoryBackend());
  const auditFiles = {
    plan: () => Promise.reject(new Error('the store is away')),
    async *lines() {
      yield 'never';
    },
  };
  const by: Pick<AuditEvent, 'actor' | 'reference'> = { actor: aiko, reference: 'REF' };
  await expect(
    exportAudit({ workspace, audit, auditFiles }, by, 'csv', {}, () => Promise.resolve()),
  ).rejects.toThrow('away');
  expect(await collect(audit.forwards(workspace, 0))).toMatchObject([
    { actor: aiko, action: 'audit', outcome: 'ambiguous', reason: 'fault' },
  ]);
});
