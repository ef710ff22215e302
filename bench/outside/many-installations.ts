import { PersonId, WorkspaceId } from '../../src/core/model/ids.js';
import { Secret } from '../../src/core/model/secret.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { installations, StoredInstallation } from '../../src/storage/records/installations.js';
import { parseKeys } from '../../src/storage/sealing/seal.js';
import { sealed } from '../../src/storage/sealing/sealed-backend.js';
import type { Outside } from './outside.js';

export const teamOf = (number: number): string => `TBENCH${number}`;

/** So soon that the next one is asked for whenever it is used. */
export const ENDS_SOON_S = 3_600;

/** Puts installations into a store that no bot has open. */
export async function putInstallations(
  { environment }: Outside,
  storeUrl: string,
  { first, count, rotate }: { readonly first: number; readonly count: number; readonly rotate: boolean },
): Promise<void> {
  const backend = await openBackend(storeUrl, { allowVolatile: true });
  const keys = parseKeys(environment['ENCRYPTION_KEYS'] ?? '');
  const kept = installations(
    createStore({ backend: sealed(backend, keys), schema: StoredInstallation, isCodec: true }),
  );
  try {
    const expiresAt = new Date(Date.now() + ENDS_SOON_S * 1000).toISOString();
    for (let done = 0; done < count; done += 500) {
      await Promise.all(
        Array.from({ length: Math.min(500, count - done) }, (_, index) => {
          const number = first + done + index;
          return kept.keep({
            workspace: WorkspaceId.parse(teamOf(number)),
            botToken: new Secret(`xoxb-of-${number}`),
            rotation: rotate ? { refreshToken: new Secret(`xoxe-of-${number}`), expiresAt } : undefined,
            botUserId: 'U0APICLIENTS',
            scopes: ['commands'],
            installedBy: PersonId.parse('U0AIKO'),
            installedAt: new Date().toISOString(),
          });
        }),
      );
    }
  } finally {
    await backend.close();
  }
}
