import { WorkspaceId } from '../../core/model/ids.js';
import { scanAll } from '../backends/scan-all.js';
import { storedLooks } from '../records/attention/looks.js';
import { indexClients } from './index-clients.js';
import type { Migration } from './migration.js';

/**
 * Plans the daily look of workspaces that were connected before there was one, and writes the index entries by which it
 * finds clients that nobody has confirmed.
 */
export const planLooks: Migration['run'] = async (backend, progress, say) => {
  await indexClients(backend, progress, say);
  const looks = storedLooks(backend, () => new Date());
  for await (const [key] of scanAll(backend, 'connection:')) {
    const workspace = WorkspaceId.safeParse(key.split(':')[1]).data;
    if (workspace !== undefined) await looks.plan(workspace);
  }
};
