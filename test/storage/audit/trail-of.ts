import { AuditAnchor, AuditRecord } from '../../../src/core/audit/audit-event.js';
import type { AuditFileFormat, AuditSelection } from '../../../src/core/audit/audit-selection.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId } from '../../../src/core/model/ids.js';
import { anchorKey, auditKey } from '../../../src/storage/audit/audit-key.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { exportFile } from './exporting.js';
import { event, trailOver, workspace } from './trail.js';
import { deleteText } from '../backends/texts.js';

export const user = AlphausUserName.parse('root@a.example');
export const client = ClientId.parse('ripple-1');

/** Names that a spreadsheet would run, or that a file could mangle. */
export const nasty = [
  '=HYPERLINK("http://x")',
  '+1',
  '-1',
  '@SUM(1)',
  "'=1",
  "''=1",
  '＝1',
  "'",
  'a, "b"; c',
  'a;=1;-2',
  'a;"=1',
  '日本語 🎉',
  '1e5',
];

/** The instant at which the record with this number was written. */
export const at = (minute: number): Date => new Date(Date.UTC(2026, 10, 24, 10, minute));

/** A trail with a record a minute; its names in turn. */
export async function trailOf(count: number, named: readonly string[] = nasty) {
  const stored = memoryBackend();
  let reads = 0;
  const backend = {
    ...stored,
    get: (key: string) => {
      reads += 1;
      return stored.get(key);
    },
  };
  let minute = 0;
  const trail = trailOver(backend, { now: () => at((minute += 1)) });
  const records = createStore({ backend, schema: AuditRecord });
  const anchors = createStore({ backend, schema: AuditAnchor });
  for (let index = 0; index < count; index += 1) {
    const name = named[index % named.length] ?? 'nightly';
    const target = { ...(index % 2 === 0 && { user, clientId: client }), name };
    const action = index % 3 === 0 ? 'delete' : 'create';
    await trail.append(workspace, event({ action, target, reason: name }));
  }
  const record = async (sequence: number): Promise<AuditRecord> => {
    const found = await records.get(auditKey(workspace, sequence));
    if (found === undefined) throw new Error(`there is no record ${sequence}`);
    return found;
  };
  return {
    trail,
    record,
    reads: () => reads,
    exported: (format: AuditFileFormat, selection: AuditSelection = {}, begun?: () => Promise<void>) =>
      exportFile(backend, { format, selection, trail, ...(begun && { begun }) }),
    /** How many records the file is said to hold before it is written. */
    announced: async (format: AuditFileFormat, selection: AuditSelection): Promise<number> => {
      let said = 0;
      await exportFile(backend, {
        format,
        selection,
        trail,
        begun: async (count) => {
          said = count;
        },
      });
      return said;
    },
    /** Removes one record, as a store that loses it does. */
    lose: (sequence: number): Promise<void> => deleteText(backend, auditKey(workspace, sequence)),
    /** Removes the oldest records, as retention does. */
    cut: async (upTo: number): Promise<void> => {
      const { hash } = await record(upTo);
      const anchor = { sequence: upTo, hash, cutAt: '2027-01-01T00:00:00Z' };
      await anchors.put(anchorKey(workspace), anchor);
      for (let sequence = 1; sequence <= upTo; sequence += 1) {
        await deleteText(backend, auditKey(workspace, sequence));
      }
    },
  };
}
