import { expect, test } from 'vitest';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { storedLooks } from '../../../src/storage/records/attention/looks.js';
import { clientRecords } from '../../../src/storage/records/clients/client-records.js';
import { openAgenda } from '../../../src/storage/records/agenda.js';
import { planLooks } from '../../../src/storage/upgrade/plan-looks.js';
import { record, workspace } from '../../core/records.js';
import { putText, textsUnder } from '../backends/texts.js';
import { collect } from '../servers/stores-under-test.js';

test('a workspace that was connected before there was a daily look gets one, once, and its clients are found', async () => {
  const backend = guarded(memoryBackend(Date.now));
  const records = clientRecords(backend);
  await records.add(record());
  for (const [key] of await textsUnder(backend, 'client-confirmed:')) await backend.commit({ delete: [key] });
  await putText(backend, `connection:${workspace}:alphaus`, 'sealed');
  const nothing = (): void => undefined;
  await planLooks(backend, nothing, nothing);
  await planLooks(backend, nothing, nothing);
  const now = () => new Date();
  expect(await storedLooks(backend, now).find(workspace)).toBeDefined();
  const due = await openAgenda(backend, now).due(10);
  expect(due.filter(({ kind }) => kind === 'daily-look')).toHaveLength(1);
  const found = await collect(records.confirmedBetween(workspace, undefined, now()));
  expect(found).toEqual([{ id: 'ripple-1', at: new Date(record().createdAt) }]);
});
