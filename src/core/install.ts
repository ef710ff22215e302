import { audited } from './audited.js';
import type { Installation, Installations } from './installation.js';
import type { AuditTrail } from './ports.js';
import { type KeptOfWorkspace, wasUninstalled } from './uninstall.js';

export interface Installing {
  readonly installations: Installations;
  readonly audit: AuditTrail;
  readonly kept: Pick<KeptOfWorkspace, 'removeRecords'>;
  readonly reference: string;
}

/** Keeps an installation. One that comes behind an uninstallation starts clean; one that renews another does not. */
export async function install(installing: Installing, installation: Installation): Promise<void> {
  const { installations, audit, kept, reference } = installing;
  const { workspace, installedBy } = installation;
  const before = await installations.find(workspace);
  // What ran when the app was uninstalled may have written something behind it.
  if (before === undefined && (await wasUninstalled(audit, workspace))) await kept.removeRecords(workspace);
  await audited(audit, workspace, { actor: installedBy, action: 'install', target: {}, reference }, () =>
    installations.keep(installation),
  );
}
