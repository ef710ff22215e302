import type { AgendaEntry } from '../core/agenda/agenda.js';
import type { Notice, Notices } from '../core/workspace/notice.js';

/** Says what could not be said before; rejects while Slack still does not take it. */
export async function deliverLeft(
  notices: Notices,
  { workspace, id }: Pick<AgendaEntry, 'workspace' | 'id'>,
  deliver: (notice: Notice) => Promise<void>,
): Promise<void> {
  const notice = await notices.find(workspace, id);
  if (notice === undefined) return;
  await deliver(notice);
  await notices.delivered(notice);
}
