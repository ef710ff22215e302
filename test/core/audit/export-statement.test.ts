import { expect, test } from 'vitest';
import { auditEvent } from '../../../src/core/audit/audit-event.js';
import {
  exportStatement,
  exportTarget,
  type PlannedExport,
} from '../../../src/core/audit/export-statement.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId } from '../../../src/core/model/ids.js';
import { NO_RECORDS } from '../../../src/core/audit/audit-event.js';
import { nextRecord } from '../../../src/storage/audit/audit-chain.js';
import { event, workspace } from '../../storage/audit/trail.js';

test('the record of an export says all of its selection, however long the parts are', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const planned: PlannedExport = {
    format: 'jsonl',
    selection: {
      since: new Date('2026-11-24T10:00:00.123Z'),
      until: new Date('2026-11-25T10:00:00.123Z'),
      by: PersonId.parse(`U${'0'.repeat(40)}`),
      user: AlphausUserName.parse('u'.repeat(200)),
      action: 'a'.repeat(64),
      client: ClientId.parse('c'.repeat(128)),
    },
    content: { kind: 'selected', first: most, last: most, records: most, digest: 'd'.repeat(64) },
  };
  const told = auditEvent(event({ action: 'audit', target: exportTarget(planned) }));
  expect(exportStatement(nextRecord(NO_RECORDS, workspace, new Date(), told))).toEqual(planned);
});
