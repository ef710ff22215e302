import type { Backend } from './backend.js';

/** Raised when records are laid out so that an older bot cannot read them any more; `upgrade/migrations.ts` says how. */
export const STORE_VERSION = 10;
const KEY = 'store-version';

/** The version of a store's records; the first bot that meets a store says that it is its own. */
export async function versionOf(backend: Backend): Promise<number> {
  const stored = (await backend.get(KEY)) ?? (await sayVersion(backend));
  return Number(stored);
}

/** What is wrong with the version of a store's records, in one line; `undefined` when nothing is. */
export async function versionMismatch(backend: Backend): Promise<string | undefined> {
  const version = await versionOf(backend);
  if (version === STORE_VERSION) return undefined;
  const wayOut =
    version < STORE_VERSION
      ? 'start the bot again, which brings the store up to its version'
      : 'start the bot that wrote it, or restore a backup of its time';
  return `the store is of version ${version}, this bot of version ${STORE_VERSION}: ${wayOut}`;
}

/** Raises the version from one to another, unless another replica has done so. */
export async function raiseVersion(backend: Backend, from: number, to: number): Promise<void> {
  await backend.commit({ require: [{ key: KEY, text: `${from}` }], put: [{ key: KEY, text: `${to}` }] });
}

async function sayVersion(backend: Backend): Promise<string> {
  const version = `${STORE_VERSION}`;
  const outcome = await backend.commit({
    require: [{ key: KEY, text: undefined }],
    put: [{ key: KEY, text: version }],
  });
  return outcome.kind === 'done' ? version : (outcome.standing[0] ?? version);
}
