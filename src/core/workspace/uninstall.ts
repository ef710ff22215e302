import type { WorkspaceId } from '../model/ids.js';
import type { Installations } from './installation.js';
import type { AuditTrail } from '../audit/audit-trail.js';

/** The audit action of whoever installs the app. */
export const INSTALLED = 'install';
/** The audit action with which a workspace's trail ends; whoever installs again begins anew behind it. */
export const UNINSTALLED = 'uninstall';
/** Of what ran when the app was uninstalled, so many records may stand behind that one. */
const STRAGGLERS_AT_MOST = 40;

/** What is kept of a workspace. */
export interface KeptOfWorkspace {
  /** Removes all of it but the audit trail; what is gone already does not matter. */
  removeRecords(workspace: WorkspaceId): Promise<void>;
  /** Leaves nothing of the audit trail but its head. */
  cutTrail(workspace: WorkspaceId): Promise<void>;
}

export interface Uninstalling {
  readonly installations: Pick<Installations, 'find'>;
  readonly audit: Pick<AuditTrail, 'append' | 'head' | 'backwards'>;
  readonly kept: KeptOfWorkspace;
  /** Whether Slack still takes the bot token; `undefined` when Slack does not say. */
  readonly tokenWorks: (workspace: WorkspaceId) => Promise<boolean | undefined>;
  /** What is held in memory. */
  readonly forget: (workspace: WorkspaceId) => void;
}

/** What Slack said: late, twice, and in any order with its like. */
export interface UninstallEvent {
  readonly workspace: WorkspaceId;
  readonly kind: 'app-uninstalled' | 'tokens-revoked';
  /** Seconds since 1970. */
  readonly saidAt: number;
  readonly reference: string;
}

/**
 * Removes everything that was kept of a workspace but the head of its audit trail. `false` when the app stands there
 * all the same: it was installed again since, or only a token of several was revoked.
 */
export async function uninstall(uninstalling: Uninstalling, event: UninstallEvent): Promise<boolean> {
  const { audit, kept } = uninstalling;
  const { workspace, reference } = event;
  if (!(await hasEnded(uninstalling, event))) return false;
  await kept.removeRecords(workspace);
  uninstalling.forget(workspace);
  const isKnown = (await audit.head(workspace)).sequence > 0;
  if (!isKnown) return true;
  if (!(await endsUninstalled(audit, workspace))) {
    await audit.append(workspace, {
      actor: 'bot',
      action: UNINSTALLED,
      target: {},
      outcome: 'done',
      reference,
    });
  }
  await kept.cutTrail(workspace);
  return true;
}

/** Slack's clock and ours may differ by this many seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;

/** When Slack does not say whether the token works, only its word that the app was uninstalled counts. */
async function hasEnded(uninstalling: Uninstalling, event: UninstallEvent): Promise<boolean> {
  const { workspace, kind, saidAt } = event;
  const installation = await uninstalling.installations.find(workspace);
  if (installation !== undefined) {
    const since = saidAt - Date.parse(installation.installedAt) / 1000;
    // Said of an installation before this one.
    if (since < -CLOCK_TOLERANCE_SECONDS) return false;
    if (since > CLOCK_TOLERANCE_SECONDS && kind === 'app-uninstalled') return true;
  }
  const works = await uninstalling.tokenWorks(workspace);
  return works === undefined ? installation === undefined || kind === 'app-uninstalled' : !works;
}

/** Whether the app was uninstalled and not installed again since, whatever that was under way wrote behind it. */
export async function isUninstalled(
  audit: Pick<AuditTrail, 'head' | 'backwards'>,
  workspace: WorkspaceId,
): Promise<boolean> {
  const { sequence } = await audit.head(workspace);
  for await (const { action, sequence: at } of audit.backwards(workspace, sequence + 1)) {
    if (action === UNINSTALLED) return true;
    if (action === INSTALLED || sequence - at >= STRAGGLERS_AT_MOST) return false;
  }
  return false;
}

/** Whether the last that is known of a workspace is that it was uninstalled. */
async function endsUninstalled(
  audit: Pick<AuditTrail, 'head' | 'backwards'>,
  workspace: WorkspaceId,
): Promise<boolean> {
  const { sequence } = await audit.head(workspace);
  for await (const last of audit.backwards(workspace, sequence + 1)) return last.action === UNINSTALLED;
  return false;
}
