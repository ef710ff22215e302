import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AuditEvent, AuditRecord, NO_RECORDS } from '../../../src/core/audit/audit-event.js';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import { hashOf } from '../../../src/storage/audit/audit-chain.js';
import { auditKey, paddedSequence } from '../../../src/storage/audit/audit-key.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { counting } from '../backends/counting-backend.js';
import { startChild } from '../programs/child-process.js';
import { collect, type Place, places } from '../servers/stores-under-test.js';
import { aiko, event, trailOver, workspace } from './trail.js';
import { deleteText, putText, textsUnder } from '../backends/texts.js';

/** What is wrong with a chain, record by record; nothing is. */
function flaws(records: readonly AuditRecord[]): string[] {
  return records.flatMap(({ hash, ...content }, index) => {
    const before = index === 0 ? NO_RECORDS : records[index - 1];
    return [
      ...(content.sequence === index + 1 ? [] : [`${content.sequence} stands at place ${index + 1}`]),
      ...(content.previousHash === before?.hash
        ? []
        : [`${content.sequence} names another record before it`]),
      ...(hash === hashOf(content) ? [] : [`${content.sequence} has another hash`]),
    ];
  });
}

const leave: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const step of leave.splice(0).toReversed()) await step();
});

async function open(newPlace: () => Place) {
  const place = newPlace();
  leave.push(() => place.clear());
  const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
  leave.push(() => backend.close());
  return { place, backend };
}

describe.each(places)('an audit trail in $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('keeps its promises', () => {
    it('is one gapless chain, however many append at once, and reads forwards and backwards', async () => {
      const { backend } = await open(newPlace);
      // Two trails over one backend know nothing of each other, as two replicas do not.
      const trails = [trailOver(backend), trailOver(backend)];
      await Promise.all(
        trails.flatMap((trail, me) =>
          Array.from({ length: 60 }, (_, index) =>
            trail.append(workspace, event({ reference: `${me}-${index}` })),
          ),
        ),
      );
      const [trail] = trails;
      const records = await collect(trailOver(backend).forwards(workspace, 0));
      expect(flaws(records)).toEqual([]);
      expect(new Set(records.map(({ reference }) => reference)).size).toBe(120);
      expect(await trail?.head(workspace)).toEqual({ sequence: 120, hash: records.at(-1)?.hash });
      expect(await collect(trailOver(backend).backwards(workspace, 121))).toEqual(records.toReversed());
      expect(await collect(trailOver(backend).forwards(workspace, 50, 52))).toEqual(records.slice(50, 52));
    });
  });
});

describe.each(places.filter(({ shared }) => shared))(
  'an audit trail in $name',
  ({ place: newPlace, absent }) => {
    describe.skipIf(absent)('shared by replicas', () => {
      it('is one gapless chain when several processes append at once', {
        timeout: 60_000,
      }, async () => {
        const { place, backend } = await open(newPlace);
        const children = ['a', 'b', 'c'].map((me) =>
          startChild('./appender.ts', place.url, place.space, me, '80'),
        );
        await Promise.all(children.map((child) => child.nextLine()));
        for (const child of children) child.say('go');
        const sequences = await Promise.all(
          children.map(async (child) => z.array(z.int()).parse(JSON.parse(await child.nextLine()))),
        );
        const records = await collect(trailOver(backend).forwards(workspace, 0));
        expect(flaws(records)).toEqual([]);
        // Every process was told the numbers under which its records stand.
        expect(
          sequences.map((mine, me) => mine.map((sequence) => records[sequence - 1]?.reference[0] ?? me)),
        ).toEqual(['a', 'b', 'c'].map((me) => Array.from({ length: 80 }, () => me)));
        expect(records).toHaveLength(240);
      });
    });
  },
);

describe('an audit trail', () => {
  it('appends in one round trip while nobody else does', async () => {
    const counted = counting(memoryBackend());
    const trail = trailOver(counted.backend);
    await trail.append(workspace, event());
    counted.taken();
    await trail.append(workspace, event());
    await trail.append(workspace, event());
    expect(counted.taken()).toEqual(['commit audit+audit-actor', 'commit audit+audit-actor']);
    const written = (await textsUnder(counted.backend, 'audit')).map(([key]) => key);
    expect(written).toEqual([
      ...[1, 2, 3].map((sequence) => `audit-actor:${workspace}:${aiko}:${paddedSequence(sequence)}`),
      ...[1, 2, 3].map((sequence) => auditKey(workspace, sequence)),
    ]);
  });

  it('goes on behind what another replica has appended without asking for it, unless that was much', async () => {
    const counted = counting(memoryBackend());
    const [trail, other] = [trailOver(counted.backend), trailOver(counted.backend)];
    const commits = (count: number): string[] =>
      Array.from({ length: count }, () => 'commit audit+audit-actor');
    await trail.append(workspace, event());
    for (const [others, asked] of [
      [1, commits(2)],
      [2, commits(3)],
      [3, [...commits(3), 'scan audit: 1', 'get audit-anchor', 'scan audit: 1', ...commits(1)]],
    ] as const) {
      for (let count = 0; count < others; count += 1) await other.append(workspace, event());
      counted.taken();
      await trail.append(workspace, event());
      expect(counted.taken()).toEqual(asked);
    }
    const records = await collect(trail.forwards(workspace, 0));
    expect([records.length, flaws(records)]).toEqual([10, []]);
  });

  it('knows where the trails of ten thousand workspaces end, and then asks again', async () => {
    const counted = counting(memoryBackend());
    const trail = trailOver(counted.backend);
    const appended = async (): Promise<readonly string[]> => {
      counted.taken();
      await trail.append(workspace, event());
      return counted.taken();
    };
    const known = ['commit audit+audit-actor'];
    const look = async (from: number, to: number): Promise<void> => {
      for (let other = from; other <= to; other += 1) await trail.head(WorkspaceId.parse(`T1${other}`));
    };
    await trail.append(workspace, event());
    await look(1, 9_999);
    expect(await appended()).toEqual(known);
    expect(await appended()).toEqual(known);
    await look(10_000, 10_000);
    expect(await appended()).toEqual(['scan audit: 1', 'get audit-anchor', 'scan audit: 1', ...known]);
  });

  it('appends one after the other within a process, also behind one that fails', async () => {
    const counted = counting(memoryBackend());
    let failing = 0;
    const trail = trailOver({
      ...counted.backend,
      commit: (batch) => (failing-- > 0 ? Promise.reject(new Error('down')) : counted.backend.commit(batch)),
    });
    await trail.append(workspace, event());
    failing = 1;
    counted.taken();
    const [failed, second] = [trail.append(workspace, event()), trail.append(workspace, event())];
    await expect(failed).rejects.toThrow('down');
    const third = trail.append(workspace, event());
    expect([(await second).sequence, (await third).sequence]).toEqual([2, 3]);
    expect(counted.taken()).toEqual(['commit audit+audit-actor', 'commit audit+audit-actor']);
  });

  it('appends a record together with what belongs to it, under the next free number', async () => {
    const backend = memoryBackend();
    const { part } = createStore({ backend, schema: z.string() });
    const trail = trailOver(backend);
    await trail.append(workspace, event());
    // Another replica appends meanwhile: the number is taken.
    await trailOver(backend).append(workspace, event());
    const also = [part.expect('act', undefined), part.put('act', 'done')];
    expect(await trail.appendWith(workspace, event(), also)).toMatchObject({
      kind: 'done',
      record: { sequence: 3 },
    });
    expect(await backend.get('act')).toBe('{"value":"done"}');
    expect(flaws(await collect(trail.forwards(workspace, 0)))).toEqual([]);
  });

  it('appends nothing where what belongs to the record cannot be written, and tells what stands', async () => {
    const backend = memoryBackend();
    const store = createStore({ backend, schema: z.string() });
    const trail = trailOver(backend);
    await store.put('act', 'of another');
    await trailOver(backend).append(workspace, event());
    const expected = store.part.expect('act', 'mine');
    const written = await trail.appendWith(workspace, event(), [expected, store.part.put('act', 'done')]);
    if (written.kind === 'done') throw new Error('it was written');
    expect(expected.standing(written)).toBe('of another');
    expect(await trail.head(workspace)).toMatchObject({ sequence: 1 });
    expect(await store.get('act')).toBe('of another');
    expect((await trail.append(workspace, event())).sequence).toBe(2);
  });

  it('appends nothing either where there is no record yet', async () => {
    const backend = memoryBackend();
    const store = createStore({ backend, schema: z.string() });
    const trail = trailOver(backend);
    const expected = store.part.expect('act', 'mine');
    expect(await trail.appendWith(workspace, event(), [expected])).toMatchObject({ kind: 'refused' });
    expect(await trail.head(workspace)).toEqual(NO_RECORDS);
  });

  it('writes what follows from an act also where its outcome has no place any more', async () => {
    const backend = memoryBackend();
    const dropped: AuditEvent[] = [];
    const store = createStore({ backend, schema: z.string() });
    const trail = trailOver(backend, { afterTheEnd: (one) => void dropped.push(one) });
    const outcome = event({ outcome: 'done' });
    expect(await trail.concludeWith(workspace, outcome, [store.part.put('first', 'done')])).toMatchObject({
      kind: 'done',
      record: { sequence: 1, ...outcome },
    });
    await trail.append(workspace, event({ actor: 'bot', action: 'uninstall', target: {}, outcome: 'done' }));
    expect(await trail.concludeWith(workspace, outcome, [store.part.put('second', 'done')])).toEqual({
      kind: 'done',
    });
    expect([await store.get('first'), await store.get('second')]).toEqual(['done', 'done']);
    expect(dropped).toEqual([outcome]);
    expect(await trail.head(workspace)).toMatchObject({ sequence: 2 });
  });

  it('knows a record that is not what its hash was made of', async () => {
    const trail = trailOver(memoryBackend());
    const record = await trail.append(workspace, event());
    expect(trail.isWhole(record)).toBe(true);
    expect(trail.isWhole({ ...record, action: 'delete' })).toBe(false);
  });

  it('looks again where the chain ends when what it would append to has been cut', async () => {
    const backend = memoryBackend();
    const rested = trailOver(backend);
    await rested.append(workspace, event());
    // Another replica goes on, and what this one would append to has been cut meanwhile.
    const other = trailOver(backend);
    for (let record = 2; record <= 5; record += 1) await other.append(workspace, event());
    const { hash = '' } = (await collect(other.forwards(workspace, 3, 4)))[0] ?? {};
    await putText(
      backend,
      `audit-anchor:${workspace}`,
      JSON.stringify({ value: { sequence: 4, hash, cutAt: '2026-11-24T00:00:00Z' } }),
    );
    for (let record = 1; record <= 4; record += 1) await deleteText(backend, auditKey(workspace, record));
    const { sequence } = await rested.append(workspace, event());
    expect(sequence).toBe(6);
    expect((await collect(rested.forwards(workspace, 0))).map((record) => record.sequence)).toEqual([5, 6]);
  });

  it('writes an outcome later that the store does not take now, with the time at which it happened', async () => {
    const backend = memoryBackend();
    let down = false;
    let goOn: () => void = () => undefined;
    const told: unknown[] = [];
    const flaky: Backend = {
      ...backend,
      commit: (batch) => (down ? Promise.reject(new Error('down')) : backend.commit(batch)),
    };
    const times = ['2026-11-24T10:00:00.000Z', '2026-11-24T10:00:01.000Z', '2026-11-24T10:00:09.000Z'];
    const trail = trailOver(flaky, {
      now: () => new Date(times.shift() ?? ''),
      sleep: () => new Promise((resolve) => (goOn = resolve)),
      unwritten: (error) => told.push(error),
    });
    await trail.append(workspace, event());
    down = true;
    await trail.conclude(workspace, event({ outcome: 'done' }));
    expect(told).toEqual([new Error('down')]);
    down = false;
    await trail.append(workspace, event({ action: 'delete' }));
    goOn();
    await expect
      .poll(async () =>
        (await collect(trail.forwards(workspace, 0))).map(({ outcome, action, time }) => [
          outcome,
          action,
          time,
        ]),
      )
      .toEqual([
        ['attempted', 'create', '2026-11-24T10:00:00.000Z'],
        ['attempted', 'delete', '2026-11-24T10:00:09.000Z'],
        ['done', 'create', '2026-11-24T10:00:01.000Z'],
      ]);
  });

  it('tries to write an outcome after longer and longer pauses, until the process stops', async () => {
    const backend = memoryBackend();
    const told: [unknown, AuditEvent][] = [];
    const pauses: number[] = [];
    const stopping = new Error('stopping');
    const trail = trailOver(
      { ...backend, commit: () => Promise.reject(new Error(`down after ${pauses.length}`)) },
      {
        sleep: async (ms) => {
          if (pauses.length === 7) throw stopping;
          pauses.push(ms);
        },
        unwritten: (error, outcome) => told.push([error, outcome]),
      },
    );
    const outcome = event({ outcome: 'done' });
    await trail.conclude(workspace, outcome);
    expect(trail.lateOutcomes()).toBe(1);
    await expect.poll(() => trail.lateOutcomes()).toBe(0);
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    expect(told).toEqual([
      ...Array.from({ length: 8 }, (_, count) => [new Error(`down after ${count}`), outcome]),
      [stopping, outcome],
    ]);
  });

  it('writes no outcome and no attempt behind an uninstallation, at whichever replica, and goes on once it is installed again', async () => {
    const backend = memoryBackend();
    const dropped: AuditEvent[] = [];
    const parts = { afterTheEnd: (one: AuditEvent) => void dropped.push(one) };
    const [one, other] = [trailOver(backend, parts), trailOver(backend, parts)];
    await other.append(workspace, event());
    const uninstalled = event({ actor: 'bot', action: 'uninstall', target: {}, outcome: 'done' });
    await one.append(workspace, uninstalled);
    const late = event({ outcome: 'done' });
    await one.conclude(workspace, late);
    await other.conclude(workspace, late);
    await trailOver(backend, parts).conclude(workspace, late);
    expect(dropped).toEqual([late, late, late]);
    expect((await collect(other.forwards(workspace, 0))).map(({ action }) => action)).toEqual([
      'create',
      'uninstall',
    ]);
    for (const trail of [one, other, trailOver(backend)]) {
      await expect(trail.append(workspace, event())).rejects.toMatchObject({
        facts: { kind: 'uninstalled' },
      });
    }
    // A second event of the same uninstallation, and an operator's export, may still follow.
    await one.append(workspace, uninstalled);
    await one.append(workspace, event({ actor: 'operator', action: 'audit' }));
    await one.append(workspace, uninstalled);
    await one.append(workspace, event({ action: 'install' }));
    await other.append(workspace, event({ action: 'list' }));
    await one.conclude(workspace, event({ action: 'install', outcome: 'done' }));
    const records = await collect(one.forwards(workspace, 0));
    expect(flaws(records)).toEqual([]);
    expect(records.map(({ action }) => action)).toEqual([
      'create',
      'uninstall',
      'uninstall',
      'audit',
      'uninstall',
      'install',
      'list',
      'install',
    ]);
  });

  it('never goes on where another replica has cut, although it knows an older head', async () => {
    const backend = memoryBackend();
    const [one, other] = [trailOver(backend), trailOver(backend)];
    await other.append(workspace, event());
    for (const action of ['list', 'delete'] as const) await one.append(workspace, event({ action }));
    const last = await one.append(workspace, event({ action: 'uninstall', outcome: 'done' }));
    await one.cut(workspace, { sequence: last.sequence - 1, hash: last.previousHash });
    await other.conclude(workspace, event({ outcome: 'done' }));
    await other.append(workspace, event({ action: 'install' }));
    const kept = await collect(createStore({ backend, schema: AuditRecord }).scan('audit:'));
    expect(kept.map(([, { sequence, action }]) => [sequence, action])).toEqual([
      [4, 'uninstall'],
      [5, 'install'],
    ]);
    expect(kept[1]?.[1].previousHash).toBe(last.hash);
  });

  it('goes on behind a record whose writing was reported as failed and landed all the same', async () => {
    const backend = memoryBackend();
    let late = false;
    const flaky: Backend = {
      ...backend,
      async commit(batch) {
        const outcome = await backend.commit(batch);
        if (late) throw new Error('no answer within 5000 ms');
        return outcome;
      },
    };
    const trail = trailOver(flaky);
    await trail.append(workspace, event());
    late = true;
    await expect(trail.append(workspace, event({ action: 'delete' }))).rejects.toThrow('no answer');
    late = false;
    await trail.append(workspace, event({ action: 'list' }));
    const records = await collect(trail.forwards(workspace, 0));
    expect(flaws(records)).toEqual([]);
    expect(records.map(({ action }) => action)).toEqual(['create', 'delete', 'list']);
  });

  it('writes people’s words in one line, shortened, and without what looks like a secret', async () => {
    const trail = trailOver(memoryBackend());
    const { target, reason } = await trail.append(
      workspace,
      event({
        target: { name: ' a\nb\u2028c ', subject: '\n' },
        reason: `use Bearer abc.def, xoxb-1-2 or client_secret=hunter2 ${'x'.repeat(600)}`,
      }),
    );
    expect(target).toEqual({ name: 'a b c' });
    expect(reason).toMatch(/^use \[secret\] \[secret\] or client_\[secret\] x+…$/);
    expect(reason).toHaveLength(500);
  });

  it('has no room for anything else', async () => {
    const trail = trailOver(memoryBackend());
    const target = Object.assign(event().target, { clientSecret: 'hunter2' });
    await expect(trail.append(workspace, event({ target }))).rejects.toThrow(/unrecognized_keys/);
    expect(await trail.head(workspace)).toEqual(NO_RECORDS);
  });
});
