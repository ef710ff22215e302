import { z } from 'zod';
import { PersonId, WorkspaceId } from '../../core/model/ids.js';
import type { Installation, Installations } from '../../core/workspace/installation.js';
import type { Store } from '../../core/store.js';
import { SecretText } from './secret-text.js';

/** Kept in a sealed store only: it holds the bot token, and what the next one is got with. */
export const StoredInstallation = z.object({
  workspace: WorkspaceId,
  botToken: SecretText,
  rotation: z.object({ refreshToken: SecretText, expiresAt: z.iso.datetime() }).optional(),
  botUserId: z.string(),
  scopes: z.array(z.string()),
  installedBy: PersonId,
  installedAt: z.iso.datetime(),
});
export type StoredInstallation = z.infer<typeof StoredInstallation>;

const PREFIX = 'installation:';
const keyOf = (workspace: WorkspaceId): string => `${PREFIX}${workspace}:slack`;

/** Installations over a sealed store. */
export function installations(store: Store<StoredInstallation>): Installations {
  return {
    async find(workspace) {
      const stored = await store.get(keyOf(workspace));
      return stored === undefined ? undefined : installationOf(stored);
    },
    async keep(installation, commit) {
      const key = keyOf(installation.workspace);
      const stored = storedOf(installation);
      if (commit === undefined) await store.put(key, stored);
      else await commit([store.part.put(key, stored)]);
    },
    replace: (expected, next) => store.replace(keyOf(expected.workspace), storedOf(expected), storedOf(next)),
    // A lifetime of a millisecond removes it only while it is still the same.
    remove: (expected) => store.replace(keyOf(expected.workspace), storedOf(expected), storedOf(expected), 1),
  };
}

const installationOf = (stored: StoredInstallation): Installation => ({
  ...stored,
  rotation: stored.rotation,
});

const storedOf = ({ rotation, ...rest }: Installation): StoredInstallation => ({
  ...rest,
  scopes: [...rest.scopes],
  ...(rotation !== undefined && { rotation }),
});
