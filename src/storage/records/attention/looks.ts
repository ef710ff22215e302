import { type Looks, LookState } from '../../../core/attention/looks.js';
import type { WorkspaceId } from '../../../core/model/ids.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { agendaEntries } from '../agenda.js';

const keyOf = (workspace: WorkspaceId): string => `look:${workspace}:daily`;

/** The daily looks over any store. */
export function storedLooks(backend: Backend, now: () => Date): Looks {
  const looks = createStore({ backend, schema: LookState });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
  const planning: Looks['planning'] = (workspace) => [
    looks.part.expect(keyOf(workspace), undefined),
    looks.part.put(keyOf(workspace), { since: now().toISOString() }),
    agenda.adding({ due: now(), kind: 'daily-look', workspace, id: 'workspace' }),
  ];
  return {
    planning,
    async plan(workspace) {
      if ((await looks.get(keyOf(workspace))) === undefined) await commit(planning(workspace));
    },
    find: (workspace) => looks.get(keyOf(workspace)),
    replace: (workspace, expected, next) => looks.replace(keyOf(workspace), expected, next),
  };
}
