import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { openAudit } from '../bot/audit.js';
import { WorkspaceId } from '../core/model/ids.js';
import { type AuditFileFormat, type AuditSelection, readSelection } from '../core/audit/audit-selection.js';
import { exportAudit } from '../core/audit/export-audit.js';
import { createLog } from '../log.js';
import { backendOfRecords } from '../storage/records/workspace-records.js';
import { saidNowAndThen } from './text/progress.js';
import { openStore, tellOnStandardError } from '../bot/operators-store.js';

const USAGE = `Usage: npm run audit:export -- WORKSPACE FILE.jsonl|FILE.csv [--since TIME] [--until TIME] [--by PERSON] [--user U] [--action A] [--client ID]
WORKSPACE: the Slack team id (T…). PERSON: a Slack user id (U…), bot or operator. TIME: 2026-11-24, 2026-11-24T10:00Z, or 30d for thirty days ago.`;

interface Asked {
  readonly workspace: WorkspaceId;
  readonly file: string;
  readonly format: AuditFileFormat;
  readonly selection: AuditSelection;
}

function asked(): Asked {
  const flag = { type: 'string' } as const;
  try {
    const { values, positionals } = parseArgs({
      options: { since: flag, until: flag, by: flag, user: flag, action: flag, client: flag },
      allowPositionals: true,
    });
    const [workspace, file = '', ...rest] = positionals;
    const [, format] = /\.(csv|jsonl)$/.exec(file) ?? [];
    if (rest.length > 0 || (format !== 'csv' && format !== 'jsonl')) throw new Error(USAGE);
    return {
      workspace: WorkspaceId.parse(workspace),
      file,
      format,
      selection: readSelection(values, new Date()),
    };
  } catch (cause) {
    throw new Error(USAGE, { cause });
  }
}

/** Exports a workspace's trail to a file; the export itself is on record, as every other is. */
async function exportTrail(): Promise<string> {
  const { workspace, file, format, selection } = asked();
  const { backend, keys } = await openStore(process.env);
  const audit = openAudit(backendOfRecords(backend, keys, tellOnStandardError), keys, {
    now: () => new Date(),
    log: createLog('error'),
  });
  try {
    if ((await audit.trail.head(workspace)).sequence === 0) return `There is no audit trail of ${workspace}.`;
    const by = { actor: 'operator', reference: `operator-${process.pid}` } as const;
    const parts = { workspace, audit: audit.trail, auditFiles: audit.files };
    await exportAudit(parts, by, format, selection, async ({ records, lines }) => {
      process.stdout.write(
        `Exporting ${records === 1 ? '1 record' : `${records} records`} of ${workspace}.\n`,
      );
      // It tells who did what: nobody else on the machine needs to read it.
      const said = saidNowAndThen(lines(), (count) => `${count} lines of about ${records} so far.`);
      await pipeline(Readable.from(said), createWriteStream(file, { mode: 0o600 }));
    });
    return `The trail is in ${file}. To verify it: npm run audit:verify -- ${file}`;
  } finally {
    audit.stop();
    await backend.close();
  }
}

try {
  process.stdout.write(`${await exportTrail()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
