import type { WorkspaceId } from '../core/model/ids.js';
import type { Uninstallations } from '../core/workspace/uninstallation.js';

export interface FollowingUninstallations {
  readonly uninstallations: Uninstallations;
  readonly follow: (workspace: WorkspaceId) => Promise<void>;
  readonly now: () => Date;
}

/** Goes on with what Slack said about the end of installations, and what nobody has brought to its end yet. */
export async function followUninstallations(following: FollowingUninstallations): Promise<void> {
  const { uninstallations, follow, now } = following;
  const failures: unknown[] = [];
  for await (const { workspace, askAgainAt } of uninstallations.waiting()) {
    if (askAgainAt !== undefined && Date.parse(askAgainAt) > now().getTime()) continue;
    try {
      await follow(workspace);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'some workspaces are not removed yet');
}
