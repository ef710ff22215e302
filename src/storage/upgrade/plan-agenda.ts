import type { AgendaEntry, AgendaKind } from '../../core/agenda/agenda.js';
import { ClientRecord } from '../../core/model/client-record.js';
import { WorkspaceId } from '../../core/model/ids.js';
import type { Backend } from '../backends/backend.js';
import { scanAll } from '../backends/scan-all.js';
import { createStore } from '../backends/store.js';
import { UnreadableRecord } from '../backends/unreadable-record.js';
import { agendaEntries } from '../records/agenda.js';
import { reminderOf } from '../records/clients/client-records.js';
import { batchWriter } from './batch-writer.js';
import type { Migration } from './migration.js';

/** Due by any clock, and the same entry where the step runs again. */
const AT_ONCE = new Date(0);

/** Kinds of records that somebody has to look at now, under keys that end with the id. */
const LOOKED_AT_NOW: readonly (readonly [prefix: string, kind: AgendaKind])[] = [
  ['intent:', 'settle-intent'],
  ['notice:', 'deliver-notice'],
  ['request-live:', 'look-after-request'],
  ['uninstallation:', 'follow-uninstallation'],
];

/** Puts on the agenda what was found by walking through all workspaces before there was one. */
export const planAgenda: Migration['run'] = async (backend, progress) => {
  const agenda = agendaEntries(backend);
  const writer = batchWriter(backend);
  let planned = 0;
  for await (const entry of allEntries(backend)) {
    await writer.add([agenda.adding(entry)]);
    planned += 1;
    progress(planned);
  }
  await writer.end();
};

async function* allEntries(backend: Backend): AsyncIterable<AgendaEntry> {
  for (const [prefix, kind] of LOOKED_AT_NOW) {
    for await (const [key] of scanAll(backend, prefix)) {
      const [workspace, ...id] = key.slice(prefix.length).split(':');
      const of = WorkspaceId.safeParse(workspace);
      if (of.success) yield { due: AT_ONCE, kind, workspace: of.data, id: id.join(':') || 'any' };
      else backend.setAside?.(new UnreadableRecord(key, 'names no workspace'));
    }
  }
  // A workspace whose rules were never set has neither an audit channel nor a time after which its trail is cut.
  let before: WorkspaceId | undefined;
  for await (const [key] of scanAll(backend, 'rules:')) {
    const { data: workspace } = WorkspaceId.safeParse(key.split(':')[1]);
    if (workspace === undefined || workspace === before) continue;
    before = workspace;
    yield { due: AT_ONCE, kind: 'look-after-audit', workspace, id: 'trail' };
  }
  const clients = createStore({ backend, schema: ClientRecord });
  for await (const [, record] of clients.scan('client:')) {
    if (record.closed === undefined && record.savedAt === undefined && record.remindedAt === undefined) {
      yield reminderOf(record);
    }
  }
}
