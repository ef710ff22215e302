import { resealAll } from '../storage/sealing/verify-keys.js';
import { openStore } from '../bot/operators-store.js';

/** Seals the whole store with the first of `ENCRYPTION_KEYS`, so that the others can be taken away. */
async function reseal(): Promise<string> {
  const { backend, keys } = await openStore(process.env);
  try {
    let unreadable = 0;
    const count = await resealAll(
      backend,
      keys,
      (progress) => {
        process.stderr.write(`${progress.read} records read, ${progress.sealed} of them sealed again\n`);
      },
      ({ message }) => {
        unreadable += 1;
        process.stderr.write(`${message}: it stays as it is.\n`);
      },
    );
    const sealed = count === 1 ? '1 record was' : `${count} records were`;
    const rest =
      unreadable === 0
        ? `the store is sealed with key ${keys.first.id} alone`
        : `${unreadable} cannot be opened with these keys, and stay as they are`;
    return `${sealed} sealed again: ${rest}.`;
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
