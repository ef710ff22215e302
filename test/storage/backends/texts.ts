import type { Backend, StoredRecord } from '../../../src/storage/backends/backend.js';
import { scanAll } from '../../../src/storage/backends/scan-all.js';

/** Puts a text under a key, as no store of records would write it. */
export async function putText(backend: Backend, key: string, text: string, ttlMs?: number): Promise<void> {
  await backend.commit({ put: [{ key, text, ttlMs }] });
}

export async function deleteText(backend: Backend, key: string): Promise<void> {
  await backend.commit({ delete: [key] });
}

export async function claimText(backend: Backend, key: string, text: string): Promise<boolean> {
  const outcome = await backend.commit({ require: [{ key, text: undefined }], put: [{ key, text }] });
  return outcome.kind === 'done';
}

export async function replaceText(
  backend: Backend,
  key: string,
  expected: string,
  text: string,
): Promise<boolean> {
  const outcome = await backend.commit({ require: [{ key, text: expected }], put: [{ key, text }] });
  return outcome.kind === 'done';
}

export async function textsUnder(backend: Backend, prefix: string): Promise<readonly StoredRecord[]> {
  const found: StoredRecord[] = [];
  for await (const record of scanAll(backend, prefix)) found.push(record);
  return found;
}
