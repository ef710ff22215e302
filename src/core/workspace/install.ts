import type { WorkspaceId } from '../model/ids.js';
import { audited } from '../audit/audited.js';
import type { Installation, Installations } from './installation.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import { followUninstallation, INSTALLED, isUninstalled, type Uninstalling } from './uninstall.js';

export interface Installing extends Uninstalling {
  readonly installations: Installations;
  readonly audit: AuditTrail;
  readonly reference: string;
}

/**
 * Keeps an installation. One that comes behind an uninstallation starts clean; one that renews another does not.
 * At most one caller at a time for each workspace, and none while an uninstallation is followed there.
 */
export async function install(installing: Installing, installation: Installation): Promise<void> {
  const { installations, audit, kept, reference } = installing;
  const { workspace, installedBy } = installation;
  // What Slack said of the installation before is done first: afterwards it would concern this one.
  await followUninstallation(installing, workspace);
  const before = await installations.find(workspace);
  // What ran when the app was uninstalled may have written records after it.
  if (before === undefined && (await isUninstalled(audit, workspace))) {
    await kept.removeRecords(workspace, () => Promise.resolve(true));
  }
  await audited({
    audit,
    workspace,
    facts: { actor: installedBy, action: INSTALLED, target: {}, reference },
    work: (recording) => installations.keep(installation, recording()),
  });
}

/**
 * Records an installation where the environment gives the bot token and the bot sees nobody install: a workspace
 * that was uninstalled is there again once its token works.
 */
export async function installedAgain(
  { audit, reference }: Pick<Installing, 'audit' | 'reference'>,
  workspace: WorkspaceId,
): Promise<void> {
  if (!(await isUninstalled(audit, workspace))) return;
  await audit.append(workspace, { actor: 'bot', action: INSTALLED, target: {}, outcome: 'done', reference });
}
