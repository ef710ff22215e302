import { beforeAll, describe, expect, test } from 'vitest';
import { AuditRecord, NO_RECORDS } from '../../../src/core/audit/audit-event.js';
import type { AuditSelection } from '../../../src/core/audit/audit-selection.js';
import { browseAudit } from '../../../src/core/audit/browse-audit.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import { nextRecord } from '../../../src/storage/audit/audit-chain.js';
import { auditIndex } from '../../../src/storage/audit/audit-index.js';
import { auditKey } from '../../../src/storage/audit/audit-key.js';
import { committing } from '../../../src/storage/backends/commit.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { indexAuditTimes } from '../../../src/storage/upgrade/index-audit-times.js';
import { indexAudit } from '../../../src/storage/upgrade/index-audit.js';
import { counting } from '../backends/counting-backend.js';
import { textsUnder } from '../backends/texts.js';
import { exportFile, verifyFile } from './exporting.js';
import { event, trailOver, workspace } from './trail.js';

const RECORDS = 20_000;
const RARE_EVERY = 1_000;
const BEGIN = Date.UTC(2026, 10, 1);
const minute = (count: number): Date => new Date(BEGIN + count * 60_000);

const rare = { user: AlphausUserName.parse('rare'), client: ClientId.parse('ripple-rare') };
const by = PersonId.parse('URARE');
const backend = memoryBackend();
const counted = counting(backend);
const trail = trailOver(counted.backend, { now: () => minute(RECORDS + 1) });

/** A record a minute: every thousandth by one person, of one Alphaus user and client, the others of somebody else's. */
async function fill(store: Backend, filled: WorkspaceId, count: number): Promise<void> {
  const records = createStore({ backend: store, schema: AuditRecord });
  const { entriesOf, timeOf } = auditIndex(store);
  const commit = committing(store);
  let head = NO_RECORDS;
  for (let first = 1; first <= count; first += 100) {
    const written = Array.from({ length: Math.min(100, count - first + 1) }, (_, more) => {
      const isRare = (first + more) % RARE_EVERY === 0;
      const target = isRare
        ? { user: rare.user, clientId: rare.client }
        : { user: AlphausUserName.parse('usual'), clientId: ClientId.parse(`ripple-${more}`) };
      const told = event({ target, ...(isRare ? { actor: by, action: 'delete' } : { action: 'create' }) });
      const record = nextRecord(head, filled, minute(first + more), told);
      head = record;
      return record;
    });
    await commit(
      written.flatMap((record) => [
        records.part.put(auditKey(filled, record.sequence), record),
        ...entriesOf(record),
        ...timeOf(record),
      ]),
    );
  }
}

beforeAll(async () => {
  await fill(backend, workspace, RECORDS);
  for (let other = 0; other < 50; other += 1) await fill(backend, WorkspaceId.parse(`T1${other}`), 100);
}, 180_000);

/** A page, and what the store was asked for it. */
async function browsed(selection: AuditSelection, place?: { before: number } | { after: number }) {
  counted.taken();
  const { acts, older, newer } = await browseAudit(trail, workspace, selection, place, 10);
  return { sequences: acts.map(({ record }) => record.sequence), older, newer, asked: counted.taken() };
}

const downFrom = (newest: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => newest - index * RARE_EVERY);

describe('a page of a long trail', () => {
  test.each<[string, AuditSelection, string]>([
    ['a person', { by }, 'audit-actor'],
    ['a person and an Alphaus user', { by, user: rare.user }, 'audit-actor'],
    ['an Alphaus user', { user: rare.user }, 'audit-user'],
    ['a client', { client: rare.client }, 'audit-client'],
    ['a client and its user', rare, 'audit-client'],
    ['a client and what was done', { client: rare.client, action: 'delete' }, 'audit-client'],
  ])('by %s is read by the index alone', async (_, selection, kind) => {
    const first = await browsed(selection);
    const asked = ['get audit-anchor', `scan ${kind}: 20`, 'get 20 of audit'];
    expect(first).toEqual({
      sequences: downFrom(20_000, 10),
      older: { before: 10_001 },
      newer: undefined,
      asked,
    });
    const second = await browsed(selection, { before: 10_001 });
    expect(second).toEqual({
      sequences: downFrom(10_000, 10),
      older: undefined,
      newer: { after: 10_000 },
      asked: ['get audit-anchor', `scan ${kind}: 10`, 'get 10 of audit'],
    });
    const back = await browsed(selection, { after: 10_000 });
    expect([back.sequences, back.asked.length]).toEqual([downFrom(20_000, 10), 3]);
  });

  test('without a selection costs as much as its records', async () => {
    const { sequences, asked } = await browsed({});
    expect(sequences).toEqual(Array.from({ length: 10 }, (_, index) => RECORDS - index));
    expect(asked).toEqual(['get audit-anchor', 'scan audit: 20']);
  });

  test('of a time begins there, and does not walk back from the newest record', async () => {
    const selection = { since: minute(5_000), until: minute(5_999), user: rare.user };
    const { sequences, older, asked } = await browsed(selection);
    expect([sequences, older]).toEqual([[5_000], undefined]);
    expect(asked).toEqual([
      'get audit-anchor',
      'scan audit-time: 1',
      'scan audit: 80',
      'scan audit-time: 1',
      'scan audit-time: 1',
      'scan audit: 80',
      'get audit-anchor',
      'scan audit-user: 5',
      'get 5 of audit',
    ]);
    expect((await browsed({ since: minute(5_000) })).asked).toEqual([
      'get audit-anchor',
      'scan audit-time: 1',
      'scan audit: 80',
      'get audit-anchor',
      'scan audit: 20',
    ]);
    expect((await browsed({ until: minute(7) })).sequences).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect((await browsed({ since: minute(19_998) })).sequences).toEqual([20_000, 19_999, 19_998]);
  });

  test('by what was done alone says how far it went', async () => {
    const page = await browseAudit(trail, workspace, { action: 'no-such-action' }, undefined, 10);
    expect(page).toEqual({
      acts: [],
      older: { before: RECORDS - 5_000 + 1 },
      newer: undefined,
      isCutShort: true,
    });
  });
});

describe('an export of a long trail', () => {
  test.each<[string, AuditSelection, string]>([
    ['a client', { client: rare.client }, 'audit-client'],
    ['a person', { by }, 'audit-actor'],
  ])('of %s reads its records alone, is sound, and says what it holds', async (_, selection, kind) => {
    counted.taken();
    const text = await exportFile(counted.backend, { selection, trail });
    const asked = counted.taken();
    expect(asked.filter((one) => one.startsWith('scan'))).toEqual([
      'scan audit: 1',
      'scan audit: 1',
      `scan ${kind}: 20`,
      `scan ${kind}: 0`,
      `scan ${kind}: 20`,
      `scan ${kind}: ${kind === 'audit-client' ? 1 : 0}`,
    ]);
    expect(asked.length).toBeLessThanOrEqual(20);
    expect(asked.filter((one) => one.startsWith('get 0'))).toEqual([]);
    expect(await verifyFile(text)).toMatchObject({
      kind: 'sound',
      records: 21,
      selection,
    });
  });

  test('since a time starts there, and reads many records at a time', async () => {
    counted.taken();
    const text = await exportFile(counted.backend, { selection: { since: minute(19_000) }, trail });
    const asked = counted.taken();
    expect(asked.filter((one) => one === 'scan audit: 100').length).toBeLessThanOrEqual(11);
    expect(asked.length).toBeLessThanOrEqual(30);
    expect(await verifyFile(text)).toMatchObject({ kind: 'sound', selection: { since: minute(19_000) } });
  });
});

test('the index of a trail from before there was one is written when the store is brought up', async () => {
  const former = memoryBackend();
  await fill(former, workspace, 1_000);
  const written = await textsUnder(former, 'audit-');
  const byTime = await textsUnder(former, 'audit-time:');
  expect(byTime).toHaveLength(62);
  for (let first = 0; first < written.length; first += 500) {
    await former.commit({ delete: written.slice(first, first + 500).map(([key]) => key) });
  }
  const progress: number[] = [];
  await indexAudit(
    former,
    (records) => progress.push(records),
    () => undefined,
  );
  expect(progress).toEqual(Array.from({ length: 1_000 }, (_, before) => before + 1));
  await indexAuditTimes(
    former,
    (records) => progress.push(records),
    () => undefined,
  );
  expect(progress.at(-1)).toBe(1_000);
  expect(await textsUnder(former, 'audit-')).toEqual(written);
});
