import { parseArgs } from 'node:util';
import { openAudit } from '../bot/audit.js';
import { WorkspaceId } from '../core/model/ids.js';
import { removeWorkspace } from '../core/workspace/uninstall.js';
import { createLog } from '../log.js';
import { backendOfRecords, keptOfWorkspace } from '../storage/records/workspace-records.js';
import { openStore, tellOnStandardError } from '../bot/operators-store.js';

const USAGE = `Usage: npm run workspace:erase -- WORKSPACE --confirm
WORKSPACE: the Slack team id (T…), or an organisation's (E…). Stop the bot first.`;

interface Asked {
  readonly workspace: WorkspaceId;
  readonly isConfirmed: boolean;
}

function asked(): Asked {
  try {
    const { values, positionals } = parseArgs({
      options: { confirm: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [workspace, ...rest] = positionals;
    if (rest.length > 0) throw new Error(USAGE);
    return { workspace: WorkspaceId.parse(workspace), isConfirmed: values.confirm };
  } catch (cause) {
    throw new Error(USAGE, { cause });
  }
}

const meaning = (workspace: WorkspaceId, records: number): string => `Nothing was erased yet.
${records} records are kept of ${workspace}. Erasing them cannot be undone:
  - its connection to Alphaus, policy, grants, open requests, and what is known of each API client are gone;
  - its audit trail is cut to its head: export it before with npm run audit:export;
  - should the bot serve it again, Slack's owners and admins are its admins;
  - its API clients stay in Alphaus, and go on working.
To erase them: npm run workspace:erase -- ${workspace} --confirm`;

/** Removes what is kept of a workspace but the head of its audit trail, which says that an operator did it. */
async function eraseWorkspace(): Promise<string> {
  const { workspace, isConfirmed } = asked();
  const { backend, keys } = await openStore(process.env);
  const audit = openAudit(backendOfRecords(backend, keys, tellOnStandardError), keys, {
    now: () => new Date(),
    log: createLog('error'),
  });
  try {
    const kept = keptOfWorkspace(backend, audit.trail);
    if (!isConfirmed) throw new Error(meaning(workspace, await kept.count(workspace)));
    await kept.removeInstallation(workspace);
    const by = { workspace, actor: 'operator', reference: `operator-${process.pid}` } as const;
    await removeWorkspace({ audit: audit.trail, kept }, by, () => Promise.resolve(true));
    return `What was kept of ${workspace} is erased, but for the head of its audit trail.`;
  } finally {
    audit.stop();
    await backend.close();
  }
}

try {
  process.stdout.write(`${await eraseWorkspace()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
