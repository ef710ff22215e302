import { expect, test } from 'vitest';
import { settleLeft } from '../../src/jobs/settle-left.js';
import { committing } from '../../src/storage/backends/commit.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { openAgenda } from '../../src/storage/records/agenda.js';
import { storedIntents } from '../../src/storage/records/clients/intents.js';
import { workspace } from '../core/records.js';
import * as given from '../core/records.js';

test('an intent that waits for its account is looked at by one entry, however often replicas start', async () => {
  let time = Date.parse('2026-11-24T10:00:00.000Z');
  const now = () => new Date(time);
  const backend = memoryBackend(() => time);
  const agenda = openAgenda(backend, now);
  const process = (id: string) =>
    storedIntents({ backend, lookAfterMs: 20_000, process: id, isAlive: async () => false, now });
  const first = process('first');
  const intent = first.prepare({
    kind: 'delete',
    workspace,
    person: given.aiko,
    reference: 'REF23456',
    user: given.record().user,
    client: given.record().id,
    stage: { at: 'deleting' },
  });
  await committing(backend)(first.beginning(intent));
  first.leave(intent);
  // Ten starts, each followed by the looks of a minute; the account stays away, so nothing is settled.
  for (let start = 0; start < 10; start += 1) {
    const intents = process(`start-${start}`);
    time += 7_000;
    await intents.lookAtOpen();
    for (let look = 0; look < 60; look += 1) {
      time += 1_000;
      for (const due of await agenda.due(100)) {
        const taken = await agenda.take(due, 30_000);
        if (taken === undefined) continue;
        const next = await settleLeft({ intents, settle: async () => {}, now, againAfterMs: 20_000 }, taken);
        await agenda.finish(taken, next);
        time += 3;
      }
    }
  }
  expect(await backend.scan('agenda:')).toHaveLength(1);
});
