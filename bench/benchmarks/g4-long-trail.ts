import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AuditRecord, NO_RECORDS } from '../../src/core/audit/audit-event.js';
import type { AuditSelection } from '../../src/core/audit/audit-selection.js';
import { browseAudit } from '../../src/core/audit/browse-audit.js';
import { AlphausUserName } from '../../src/core/model/api-client.js';
import { ClientId, PersonId, WorkspaceId } from '../../src/core/model/ids.js';
import type { Part } from '../../src/core/store.js';
import { nextRecord } from '../../src/storage/audit/audit-chain.js';
import { auditIndex } from '../../src/storage/audit/audit-index.js';
import { auditKey } from '../../src/storage/audit/audit-key.js';
import type { Backend } from '../../src/storage/backends/backend.js';
import { committing } from '../../src/storage/backends/commit.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { environmentFor } from '../../test/harness.js';
import { exportFile } from '../../test/storage/audit/exporting.js';
import { event, trailOver } from '../../test/storage/audit/trail.js';
import { counting } from '../../test/storage/backends/counting-backend.js';
import type { Benchmark } from '../benchmark.js';
import { inTemporaryDirectory } from '../measure/temporary-directory.js';
import { startOutside } from '../outside/outside.js';
import { runTool } from '../programs/tool.js';

const RECORDS = 1_000_000;
const workspace = WorkspaceId.parse('T1LONG');
const BEGIN = Date.UTC(2026, 0, 1);
const SECOND_MS = 1_000;
const root = new URL('../..', import.meta.url).pathname;

/** One in a thousand is of somebody who does little. */
const RARE_EVERY = 1_000;
const rare = {
  by: PersonId.parse('URARE'),
  user: AlphausUserName.parse('rare'),
  client: ClientId.parse('ripple-rare'),
};

async function fill(backend: Backend, count: number): Promise<void> {
  const records = createStore({ backend, schema: AuditRecord });
  const { entriesOf, timeOf } = auditIndex(backend);
  const commit = committing(backend);
  let head = NO_RECORDS;
  for (let first = 1; first <= count; first += 100) {
    const parts: Part[] = [];
    for (let sequence = first; sequence < first + 100 && sequence <= count; sequence += 1) {
      const isRare = sequence % RARE_EVERY === 0;
      const target = isRare
        ? { user: rare.user, clientId: rare.client }
        : { user: AlphausUserName.parse('usual'), clientId: ClientId.parse(`ripple-${sequence % 5_000}`) };
      const actor = isRare ? rare.by : PersonId.parse(`U${sequence % 100}`);
      const time = new Date(BEGIN + sequence * SECOND_MS);
      const record = nextRecord(head, workspace, time, event({ actor, target, outcome: 'done' }));
      head = record;
      parts.push(
        records.part.put(auditKey(workspace, sequence), record),
        ...entriesOf(record),
        ...timeOf(record),
      );
    }
    await commit(parts);
  }
}

/** How many records of the trail were read. */
function recordsRead(asked: readonly string[]): number {
  return asked.reduce((sum, one) => {
    const many = /^scan audit: (\d+)$|^get (\d+) of audit$/.exec(one);
    if (many !== null) return sum + Number(many[1] ?? many[2]);
    return one === 'get audit' ? sum + 1 : sum;
  }, 0);
}

/** G4. A trail that grew for years: a page, the end of it as a file, and all of it. */
export const longTrail: Benchmark = {
  id: 'G4',
  title: `an audit trail of ${RECORDS} records, on SQLite`,
  isLong: true,

  run: ({ smoke }) =>
    inTemporaryDirectory(async (directory) => {
      const count = smoke ? 3_000 : RECORDS;
      const path = join(directory, 'trail.sqlite');
      const url = `sqlite://${path}`;
      const opened = await openBackend(url, { allowVolatile: true });
      await fill(opened, count);
      const counted = counting(opened);
      const trail = trailOver(counted.backend, { now: () => new Date(BEGIN + (count + 1) * SECOND_MS) });
      // A bot knows where the trail ends; a page of it does not ask.
      await trail.head(workspace);
      const pageOf = async (selection: AuditSelection): Promise<number> => {
        counted.taken();
        const { acts } = await browseAudit(trail, workspace, selection, undefined, 10);
        if (acts.length === 0) throw new Error('the page is empty');
        return counted.taken().length;
      };
      const pages = {
        'by person': await pageOf({ by: rare.by }),
        'by Alphaus user': await pageOf({ user: rare.user }),
        'by client': await pageOf({ client: rare.client }),
        'since a time': await pageOf({ since: new Date(BEGIN + (count - 2_000) * SECOND_MS) }),
      };
      counted.taken();
      const since = new Date(BEGIN + (count - 999) * SECOND_MS);
      await exportFile(counted.backend, { of: workspace, selection: { since }, trail });
      const read = recordsRead(counted.taken());
      await opened.close();

      const outside = await startOutside();
      const environment = { ...environmentFor(outside.api, outside.slack), STORE_URL: url };
      await outside.close();
      const file = join(directory, 'trail.jsonl');
      const exported = await runTool(join(root, 'dist/audit-export.js'), [workspace, file], environment);
      const verified = await runTool(join(root, 'dist/audit-verify.js'), [file], environment);
      const row = (what: string, unit: string, value: number) => ({ what, unit, values: [value] });
      return {
        rows: [
          ...Object.entries(pages).map(([what, value]) => row(`first page ${what}: operations`, '', value)),
          row('export of the last 1,000 records: records read', '', read),
          row('export of all: peak resident', 'MB', exported.peakMegabytes),
          row('export of all', 's', exported.seconds),
          row('verifying all: peak resident', 'MB', verified.peakMegabytes),
          row('verifying all', 's', verified.seconds),
          row('lines that said how far they were', '', exported.said + verified.said),
          row('the store', 'MB', statSync(path).size / 1e6),
          row('the file', 'MB', statSync(file).size / 1e6),
        ],
        goals: [
          ...Object.entries(pages).map(([what, value]) => ({
            says: `operations of the first page ${what}`,
            measured: value,
            atMost: 5,
          })),
          { says: 'records read for an export of the last 1,000', measured: read, atMost: 1_100 },
          { says: 'MB resident for an export of all', measured: exported.peakMegabytes, atMost: 150 },
          { says: 'MB resident for verifying all', measured: verified.peakMegabytes, atMost: 150 },
        ],
      };
    }),
};
