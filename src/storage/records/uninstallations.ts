import type { WorkspaceId } from '../../core/model/ids.js';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import { agendaEntries } from './agenda.js';
import { Uninstallation, type Uninstallations } from '../../core/workspace/uninstallation.js';

const keyOf = (workspace: WorkspaceId): string => `uninstallation:${workspace}`;

export interface UninstallationParts {
  readonly backend: Backend;
  readonly now: () => Date;
}

/** Uninstallations over any store, one a workspace. */
export function uninstallations({ backend, now }: UninstallationParts): Uninstallations {
  const store = createStore({ backend, schema: Uninstallation });
  const commit = committing(backend);
  const agenda = agendaEntries(backend);
  return {
    async note({ workspace, saidAt, reference }) {
      const key = keyOf(workspace);
      const first: Uninstallation = { version: 1, workspace, saidAt, reference, asked: 0 };
      const entry = agenda.adding({ due: now(), kind: 'follow-uninstallation', workspace, id: reference });
      for (;;) {
        const absent = store.part.expect(key, undefined);
        const landed = await commit([absent, store.part.put(key, first), entry]);
        if (landed.kind === 'done') return;
        const standing = absent.standing(landed);
        if (standing === undefined) continue;
        const latest = { ...standing, saidAt: Math.max(standing.saidAt, saidAt) };
        const again = await commit([store.part.expect(key, standing), store.part.put(key, latest), entry]);
        if (again.kind === 'done') return;
      }
    },
    find: (workspace) => store.get(keyOf(workspace)),
    replace: (expected, next) => store.replace(keyOf(expected.workspace), expected, next),
    async followed(said) {
      // Only while it is still the same: Slack may have said it again since.
      const key = keyOf(said.workspace);
      await commit([store.part.expect(key, said), store.part.delete(key)]);
    },
  };
}
