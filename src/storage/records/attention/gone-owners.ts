import { GoneOwner, type GoneOwners } from '../../../core/attention/gone-owners.js';
import type { Owner } from '../../../core/model/client-record.js';
import type { WorkspaceId } from '../../../core/model/ids.js';
import type { Backend } from '../../backends/backend.js';
import { committing } from '../../backends/commit.js';
import { createStore } from '../../backends/store.js';
import { agendaEntries } from '../agenda.js';

const keyOf = (workspace: WorkspaceId, { id }: Owner): string => `owner-gone:${workspace}:${id}`;

/** What another replica keeps of people and user groups is no older. */
const KEPT_OF_PEOPLE_MS = 20_000;

/** The owners who are gone, over any store. */
export function goneOwners(backend: Backend, now: () => Date): GoneOwners {
  const gone = createStore({ backend, schema: GoneOwner });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
  return {
    find: (workspace, owner) => gone.get(keyOf(workspace, owner)),
    note: (one) => gone.putIfAbsent(keyOf(one.workspace, one.owner), one),
    async told(one) {
      await gone.replace(keyOf(one.workspace, one.owner), one, { ...one, told: true });
    },
    forget: (one) => gone.delete(keyOf(one.workspace, one.owner)),
    async lookAt(workspace, owner) {
      const at = now().getTime();
      const entry = { kind: 'look-after-owner', workspace, id: owner.id } as const;
      await commit(
        [at, at + KEPT_OF_PEOPLE_MS].map((due) => agenda.adding({ ...entry, due: new Date(due) })),
      );
    },
  };
}
