import type { Backend } from '../backends/backend.js';
import { scanAll } from '../backends/scan-all.js';
import { open, seal, type SealingKeys, sealedWith } from './seal.js';
import { sealed } from './sealed-backend.js';
import { type SetAside, settingAside } from '../backends/unreadable-record.js';

/** Under it, one sealed record per key that was ever the first. */
const CANARIES = 'sealing-key:';

/**
 * Proves at start that the keys are those the store was sealed with; throws one line otherwise.
 * A key that no record needs any more may be missing.
 */
export async function verifyKeys(backend: Backend, keys: SealingKeys): Promise<void> {
  const canary = `${CANARIES}${keys.first.id}`;
  await backend.commit({
    require: [{ key: canary, text: undefined }],
    put: [{ key: canary, text: seal(keys, canary, '') }],
  });
  const retired = new Set<string>();
  for await (const [key, text] of scanAll(backend, CANARIES)) {
    const id = key.slice(CANARIES.length);
    if (!keys.all.has(id)) {
      retired.add(id);
      continue;
    }
    try {
      open(keys, key, text);
    } catch (cause) {
      throw new Error(`ENCRYPTION_KEYS: key ${id} is not the key ${id} that the store was sealed with`, {
        cause,
      });
    }
  }
  if (retired.size > 0) await refuseIfNeeded(backend, retired);
}

async function refuseIfNeeded(backend: Backend, retired: ReadonlySet<string>): Promise<void> {
  for await (const [key, text] of scanAll(backend, '')) {
    const id = sealedWith(text);
    if (id !== undefined && retired.has(id) && !key.startsWith(CANARIES)) {
      throw new Error(
        `ENCRYPTION_KEYS lacks key ${id}, with which records of the store are sealed: add it behind the first`,
      );
    }
  }
  await backend.commit({ delete: [...retired].map((id) => `${CANARIES}${id}`) });
}

/** How far sealing again has come, in records. */
export interface ResealProgress {
  readonly read: number;
  readonly sealed: number;
}

const TELL_EVERY = 10_000;

/**
 * Seals again whatever an older key sealed, so that the older key can be taken away; resolves to how many those were.
 * It holds one page of records at a time, and `tell` hears how far it is. What cannot be opened stays as it
 * is, and is told to `setAside`; without that it is thrown.
 */
export async function resealAll(
  backend: Backend,
  keys: SealingKeys,
  tell: (progress: ResealProgress) => void = () => undefined,
  setAside?: SetAside,
): Promise<number> {
  const reading = sealed(backend, keys);
  let [read, count] = [0, 0];
  for await (const [key, text] of scanAll(backend, '')) {
    read += 1;
    if (read % TELL_EVERY === 0) tell({ read, sealed: count });
    const id = sealedWith(text);
    if (id === undefined || id === keys.first.id || key.startsWith(CANARIES)) continue;
    try {
      // Reading is what seals it again.
      await reading.get(key);
      count += 1;
    } catch (error) {
      settingAside(error, setAside);
    }
  }
  return count;
}
