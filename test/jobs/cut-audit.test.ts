import { describe, expect, it } from 'vitest';
import { AuditAnchor } from '../../src/core/audit/audit-event.js';
import { defaultPolicy, type Policy } from '../../src/core/rights/policy.js';
import { cutAudit } from '../../src/jobs/cut-audit.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { sealed } from '../../src/storage/sealing/sealed-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { workspaceRules } from '../../src/storage/records/rules/workspace-rules.js';
import { collect } from '../storage/servers/stores-under-test.js';
import { exportFile, keys, verifyFile } from '../storage/audit/exporting.js';
import { client, user } from '../storage/audit/trail-of.js';
import { event, trailOver, workspace } from '../storage/audit/trail.js';
import { textsUnder } from '../storage/backends/texts.js';

const DAY_MS = 24 * 3_600_000;

/** So many records a day, kept for ten days. */
async function aMonth({
  policy = { auditKeptDays: 10 },
  recordsADay = 1,
}: {
  policy?: Partial<Policy>;
  recordsADay?: number;
} = {}) {
  const backend = memoryBackend();
  let deletions = Number.POSITIVE_INFINITY;
  const flaky: Backend = {
    ...backend,
    commit: (batch) =>
      batch.delete === undefined || batch.delete.length === 0 || deletions-- > 0
        ? backend.commit(batch)
        : Promise.reject(new Error('down')),
  };
  let time = Date.UTC(2026, 0, 1);
  const now = () => new Date(time);
  const opened = sealed(flaky, keys, { isSealed: (key) => key.startsWith('audit-anchor:') });
  const anchors = createStore({ backend: opened, schema: AuditAnchor });
  const audit = trailOver(opened, { now });
  const rules = workspaceRules(backend);
  await rules.change(workspace, (current) => ({ ...current, policy: { ...defaultPolicy, ...policy } }));
  for (let day = 1; day <= 30; day += 1) {
    for (let record = 1; record <= recordsADay; record += 1) {
      await audit.append(workspace, event({ target: { user, clientId: client } }));
    }
    time += DAY_MS;
  }
  const kept = async (kind = 'audit') => {
    const keysLeft = await textsUnder(backend, `${kind}:`);
    return keysLeft.map(([key]) => Number(key.split(':').at(-1)));
  };
  const exported = () => exportFile(opened, { trail: audit, anchors });
  return {
    audit,
    kept,
    exported,
    cut: () => cutAudit({ workspace, audit, rules, now, reference: 'JOB' }),
    laterDays: (days: number) => {
      time += days * DAY_MS;
    },
    dieAfter: (count: number) => {
      deletions = count;
    },
  };
}

const sequences = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('records older than the policy keeps them', () => {
  it('are cut, on record, and the rest verifies against the sealed anchor', async () => {
    const { cut, kept, exported, laterDays } = await aMonth();
    await cut();
    expect(await kept()).toEqual(sequences(21, 32));
    const text = await exported();
    expect(
      text
        .split('\n')
        .slice(12, 14)
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      {
        action: 'cut-audit',
        actor: 'bot',
        target: { subject: expect.stringContaining('up to 20') },
        outcome: 'attempted',
      },
      { action: 'cut-audit', outcome: 'done' },
    ]);
    expect(await verifyFile(text, { keys })).toMatchObject({
      kind: 'sound',
      first: 21,
      anchor: { sequence: 20, isChecked: true },
    });

    // A second cut stands on the first.
    laterDays(5);
    await cut();
    expect(await kept()).toEqual(sequences(26, 36));
    const later = await exported();
    expect(await verifyFile(later, { keys })).toMatchObject({
      kind: 'sound',
      first: 26,
    });
  });

  it('are gone for every reader at once, and from the store even when the cut was broken off', async () => {
    const { audit, cut, kept, dieAfter } = await aMonth({ recordsADay: 10 });
    dieAfter(1);
    await expect(cut()).rejects.toThrow('down');
    for (const of of [undefined, { kind: 'user', user }, { kind: 'client', client }] as const) {
      expect((await collect(audit.forwards(workspace, 0, undefined, of)))[0]?.sequence).toBe(201);
      expect((await collect(audit.backwards(workspace, 299, of))).at(-1)?.sequence).toBe(201);
    }
    expect((await kept())[0]).toBe(101);
    dieAfter(Number.POSITIVE_INFINITY);
    await cut();
    expect((await kept())[0]).toBe(201);
    for (const kind of ['audit-actor', 'audit-user', 'audit-client']) expect((await kept(kind))[0]).toBe(201);
  });

  it('stay while the policy keeps everything', async () => {
    const { audit, cut } = await aMonth({ policy: {} });
    await cut();
    expect(await audit.head(workspace)).toMatchObject({ sequence: 30 });
    expect(await collect(audit.forwards(workspace, 0))).toHaveLength(30);
  });
});
