import type { AuditActor } from '../audit/audit-event.js';
import type { AuditTrail } from '../audit/audit-trail.js';
import type { WorkspaceId } from '../model/ids.js';
import { HOUR_MS } from '../model/durations.js';
import type { Installation, Installations } from './installation.js';
import type { Uninstallation, Uninstallations } from './uninstallation.js';

/** The audit action of the person who installs the app. */
export const INSTALLED = 'install';
/** The audit action with which a workspace's trail ends; installing again continues after it. */
export const UNINSTALLED = 'uninstall';
/** How many records may follow the uninstallation, written by what ran at that moment. */
const STRAGGLERS_AT_MOST = 40;
/** Slack's clock and ours may differ by this many seconds. */
const CLOCK_TOLERANCE_SECONDS = 60;
/** The first pause before Slack is asked for proof again; each further one is twice as long. */
const ASK_AGAIN_AFTER_MS = 15_000;
const ASK_AGAIN_AT_THE_LATEST_AFTER_MS = HOUR_MS;

/** What is kept of a workspace. */
export interface KeptOfWorkspace {
  /**
   * Removes all of it but its installation, the uninstallation and the audit trail; what is gone already does not
   * matter. Before each kind of record it asks `mayGoOn`, and resolves to `false` when it may not.
   */
  removeRecords(workspace: WorkspaceId, mayGoOn: () => Promise<boolean>): Promise<boolean>;
  /** Leaves nothing of the audit trail but its head. */
  cutTrail(workspace: WorkspaceId): Promise<void>;
}

/**
 * What Slack says of an installation's own token. `ended`: it is revoked, which nothing undoes. `refused`: Slack does
 * not accept it, for whatever reason. `unknown`: Slack does not say.
 */
export type TokenVerdict = 'accepted' | 'ended' | 'refused' | 'unknown';

export interface Uninstalling {
  readonly installations: Pick<Installations, 'find' | 'remove'>;
  readonly uninstallations: Uninstallations;
  readonly audit: Pick<AuditTrail, 'append' | 'head' | 'backwards'>;
  readonly kept: KeptOfWorkspace;
  readonly tokenVerdict: (installation: Installation) => Promise<TokenVerdict>;
  /** Drops what is held in memory. */
  readonly forget: (workspace: WorkspaceId) => void;
  readonly now: () => Date;
}

/** `standing`: the app is installed there, since or still. `unproved`: it is asked again later. */
export type Followed = 'nothing-said' | 'standing' | 'not-installed' | 'unproved' | 'removed';

/**
 * Follows what Slack said about the end of a workspace's installation: once that is proved by the installation's own
 * token, everything that was kept of the workspace is removed, but the head of its audit trail. May be broken off and
 * begun again at any point; at most one caller at a time for each workspace.
 */
export async function followUninstallation(
  uninstalling: Uninstalling,
  workspace: WorkspaceId,
): Promise<Followed> {
  const { installations, uninstallations, audit } = uninstalling;
  const said = await uninstallations.find(workspace);
  if (said === undefined) return 'nothing-said';
  const installation = await installations.find(workspace);
  if (said.ended !== undefined) return removeEnded(uninstalling, said, installation);
  if (installation === undefined) {
    // Only what ran while it was uninstalled before can have left anything.
    if (await isUninstalled(audit, workspace)) return remove(uninstalling, said);
    await uninstallations.followed(said);
    return 'not-installed';
  }
  const hasEnded = await isEndProved(uninstalling, said, installation);
  if (hasEnded === undefined) {
    await uninstallations.replace(said, askLater(said, uninstalling.now()));
    return 'unproved';
  }
  if (!hasEnded) {
    await uninstallations.followed(said);
    return 'standing';
  }
  const proved: Uninstallation = { ...said, ended: installation.installedAt };
  // Slack has just said it again: what it said last is what counts.
  if (!(await uninstallations.replace(said, proved))) return 'unproved';
  return removeEnded(uninstalling, proved, installation);
}

async function isEndProved(
  { tokenVerdict }: Uninstalling,
  { saidAt }: Uninstallation,
  installation: Installation,
): Promise<boolean | undefined> {
  const secondsAfter = saidAt - Math.floor(Date.parse(installation.installedAt) / 1000);
  // Said of an installation before this one.
  if (secondsAfter < -CLOCK_TOLERANCE_SECONDS) return false;
  switch (await tokenVerdict(installation)) {
    case 'accepted':
      return false;
    case 'ended':
      return true;
    case 'refused':
      // A token may be refused for other reasons, too: it counts where Slack surely meant this installation.
      return secondsAfter >= 0 ? true : undefined;
    case 'unknown':
      return undefined;
  }
}

function askLater(said: Uninstallation, now: Date): Uninstallation {
  const pause = Math.min(ASK_AGAIN_AFTER_MS * 2 ** said.asked, ASK_AGAIN_AT_THE_LATEST_AFTER_MS);
  return { ...said, asked: said.asked + 1, askAgainAt: new Date(now.getTime() + pause).toISOString() };
}

async function removeEnded(
  uninstalling: Uninstalling,
  said: Uninstallation,
  installation: Installation | undefined,
): Promise<Followed> {
  if (installation !== undefined) {
    if (installation.installedAt !== said.ended) {
      await uninstalling.uninstallations.followed(said);
      return 'standing';
    }
    // It was changed at this moment: the next look tells how.
    if (!(await uninstalling.installations.remove(installation))) return 'unproved';
  }
  return remove(uninstalling, said);
}

async function remove(uninstalling: Uninstalling, said: Uninstallation): Promise<Followed> {
  const { installations, uninstallations, forget } = uninstalling;
  const { workspace, reference } = said;
  forget(workspace);
  // This process may have stalled so long that another one finished, and the app was installed again.
  const mayGoOn = async (): Promise<boolean> => {
    const [standing, installation] = await Promise.all([
      uninstallations.find(workspace),
      installations.find(workspace),
    ]);
    const isGone = installation === undefined || installation.installedAt === said.ended;
    return isGone && standing !== undefined && standing.ended === said.ended;
  };
  if (!(await removeWorkspace(uninstalling, { workspace, actor: 'bot', reference }, mayGoOn)))
    return 'standing';
  await uninstallations.followed(said);
  return 'removed';
}

/** Removes what was kept, and ends the trail; `false` when it was told to go on no longer. */
export async function removeWorkspace(
  { audit, kept }: Pick<Uninstalling, 'audit' | 'kept'>,
  { workspace, actor, reference }: { workspace: WorkspaceId; actor: AuditActor; reference: string },
  mayGoOn: () => Promise<boolean>,
): Promise<boolean> {
  if (!(await kept.removeRecords(workspace, mayGoOn))) return false;
  if ((await audit.head(workspace)).sequence === 0) return true;
  if (!(await mayGoOn())) return false;
  if (!(await endsUninstalled(audit, workspace))) {
    await audit.append(workspace, { actor, action: UNINSTALLED, target: {}, outcome: 'done', reference });
  }
  await kept.cutTrail(workspace);
  return true;
}

/** Whether the app was uninstalled and not installed again since, whatever was still written after that. */
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
