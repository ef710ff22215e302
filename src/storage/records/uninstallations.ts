import type { WorkspaceId } from '../../core/model/ids.js';
import type { Uninstallation, Uninstallations } from '../../core/workspace/uninstallation.js';
import type { Store } from '../../core/store.js';

const keyOf = (workspace: WorkspaceId): string => `uninstallation:${workspace}`;

/** Uninstallations over any store, one a workspace. */
export function uninstallations(store: Store<Uninstallation>): Uninstallations {
  return {
    async note({ workspace, saidAt, reference }) {
      const key = keyOf(workspace);
      const first: Uninstallation = { version: 1, workspace, saidAt, reference, asked: 0 };
      while (!(await store.putIfAbsent(key, first))) {
        const standing = await store.get(key);
        if (standing === undefined) continue;
        if (standing.saidAt >= saidAt || (await store.replace(key, standing, { ...standing, saidAt })))
          return;
      }
    },
    find: (workspace) => store.get(keyOf(workspace)),
    replace: (expected, next) => store.replace(keyOf(expected.workspace), expected, next),
    async followed(said) {
      // A lifetime of a millisecond removes it only while it is still the same.
      await store.replace(keyOf(said.workspace), said, said, 1);
    },
    async *waiting() {
      for await (const [, said] of store.scan('uninstallation:')) yield said;
    },
  };
}
