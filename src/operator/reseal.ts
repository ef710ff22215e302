import { readStoreConfig } from '../config.js';
import { openBackend } from '../storage/backends/open-backend.js';
import { parseKeys } from '../storage/backends/seal.js';
import { sealAnew, verifyKeys } from '../storage/backends/verify-keys.js';

/** Seals the whole store with the first of `ENCRYPTION_KEYS`, so that the others can be taken away. */
async function reseal(): Promise<string> {
  const config = readStoreConfig(process.env);
  const keys = parseKeys(config.ENCRYPTION_KEYS.reveal());
  const backend = await openBackend(config.STORE_URL, { allowVolatile: config.STORE_ALLOW_VOLATILE });
  try {
    await verifyKeys(backend, keys);
    const count = await sealAnew(backend, keys);
    const sealed = count === 1 ? '1 record was' : `${count} records were`;
    return `${sealed} sealed anew: the store is sealed with key ${keys.first.id} alone.`;
  } finally {
    await backend.close();
  }
}

try {
  process.stdout.write(`${await reseal()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
