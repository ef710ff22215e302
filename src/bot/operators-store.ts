import { readStoreConfig } from '../config.js';
import type { Backend } from '../storage/backends/backend.js';
import { openBackend } from '../storage/backends/open-backend.js';
import { parseKeys, type SealingKeys } from '../storage/sealing/seal.js';
import { versionMismatch } from '../storage/backends/store-version.js';
import { verifyAmongReplicas } from '../storage/coordination/announced-keys.js';
import { verifyKeys } from '../storage/sealing/verify-keys.js';
import type { SetAside } from '../storage/backends/unreadable-record.js';

export interface OperatorsStore {
  readonly backend: Backend;
  readonly keys: SealingKeys;
}

/** A record that cannot be read does not end a command. */
export const tellOnStandardError: SetAside = ({ message }) => {
  process.stderr.write(`${message}: it is left out.\n`);
};

/**
 * Opens the store that the environment names; throws a sentence unless its version is this bot's and the keys are those
 * it was sealed with, and fit those of running replicas. The caller closes the backend.
 */
export async function openStore(environment: NodeJS.ProcessEnv): Promise<OperatorsStore> {
  const config = readStoreConfig(environment);
  const keys = parseKeys(config.ENCRYPTION_KEYS.reveal());
  const backend = await openBackend(config.STORE_URL, { allowVolatile: config.STORE_ALLOW_VOLATILE });
  try {
    const mismatch = await versionMismatch(backend);
    if (mismatch !== undefined) throw new Error(`The store cannot be used: ${mismatch}.`);
    await verifyAmongReplicas(backend, keys);
    await verifyKeys(backend, keys);
    return { backend, keys };
  } catch (error) {
    await backend.close();
    throw error;
  }
}
