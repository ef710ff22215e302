import type { WorkspaceId } from '../core/model/ids.js';
import type { Notice, Notices } from '../core/workspace/notice.js';

/** Says what could not be said before. Where Slack still does not take it, the rest of that workspace waits, too. */
export async function deliverNotices(
  notices: Notices,
  deliver: (notice: Notice) => Promise<void>,
): Promise<void> {
  const failures = new Map<WorkspaceId, unknown>();
  for await (const notice of notices.waiting()) {
    if (failures.has(notice.workspace)) continue;
    try {
      await deliver(notice);
      await notices.delivered(notice);
    } catch (error) {
      failures.set(notice.workspace, error);
    }
  }
  if (failures.size > 0) throw new AggregateError([...failures.values()], 'some notices still wait');
}
