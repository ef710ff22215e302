import type { Backend } from './backend.js';

/** Raised when records change so that an older bot cannot read them any more. */
const STORE_VERSION = 1;
const KEY = 'store-version';

/** What is wrong with the version of a store's records, in one line; `undefined` when nothing is. */
export async function versionMismatch(backend: Backend): Promise<string | undefined> {
  // The first bot that meets a store says of which version it is.
  const stored = (await backend.get(KEY)) ?? (await sayVersion(backend));
  const version = Number(stored);
  return version === STORE_VERSION
    ? undefined
    : `the store is of version ${stored}, this bot of version ${STORE_VERSION}: start the bot that wrote it, or restore a backup of its time`;
}

async function sayVersion(backend: Backend): Promise<string> {
  const version = String(STORE_VERSION);
  if (await backend.putIfAbsent(KEY, version)) return version;
  return (await backend.get(KEY)) ?? version;
}
