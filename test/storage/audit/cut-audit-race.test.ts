import { expect, it } from 'vitest';
import { AuditAnchor } from '../../../src/core/audit/audit-event.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { event, trailOver, workspace } from '../../storage/audit/trail.js';

it('two looks at one trail, on two replicas, leave an unbroken trail', async () => {
  const backend = memoryBackend();
  let release = (): void => undefined;
  const other = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = (): void => undefined;
  const aHasRead = new Promise<void>((resolve) => {
    asked = resolve;
  });
  /** Replica A stalls between reading the anchor and writing it. */
  const stalling: Backend = {
    ...backend,
    async commit(batch) {
      if (batch.put?.some(({ key }) => key.startsWith('audit-anchor:')) === true) {
        asked();
        await other;
      }
      return backend.commit(batch);
    },
  };
  const a = trailOver(stalling, { anchors: createStore({ backend: stalling, schema: AuditAnchor }) });
  const b = trailOver(backend, { anchors: createStore({ backend, schema: AuditAnchor }) });
  const heads = [];
  for (let count = 0; count < 20; count += 1) heads.push(await b.append(workspace, event()));
  const [tenth, twelfth] = [heads[9], heads[11]];
  if (tenth === undefined || twelfth === undefined) throw new Error('too few');

  // A’s clock is a little behind: its cut ends two records earlier. Nothing but the agenda’s keys kept them apart.
  const cuttingA = a.cut(workspace, { sequence: tenth.sequence, hash: tenth.hash });
  await aHasRead;
  await b.cut(workspace, { sequence: twelfth.sequence, hash: twelfth.hash });
  release();
  await cuttingA;

  // The anchor is the hash of the record before the first one that is kept: otherwise every export is "missing" records.
  const anchor = await createStore({ backend, schema: AuditAnchor }).get('audit-anchor:T1');
  const kept: number[] = [];
  for await (const { sequence } of b.forwards(workspace, 0)) kept.push(sequence);
  expect(kept[0]).toBe((anchor?.sequence ?? 0) + 1);
});
