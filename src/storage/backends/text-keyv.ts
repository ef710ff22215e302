import { Keyv } from 'keyv';
import type { Backend } from './backend.js';

/**
 * Keyv as a thin façade: without its namespaces, hooks or serialisation. The lifetime is the backend's alone,
 * since Keyv deletes by key what it saw expired, and a value written in between would go with it.
 */
export function textKeyv(backend: Backend): Keyv<string> {
  const keyv = new Keyv<string>({
    store: {
      async get(key: string) {
        const value = await backend.get(key);
        return value === undefined ? undefined : { value };
      },
      async set(key: string, { value }: { readonly value: string }, ttlMs?: number) {
        await backend.commit({ put: [{ key, text: value, ttlMs }] });
      },
      async delete(key: string) {
        const standing = await backend.get(key);
        await backend.commit({ delete: [key] });
        return standing !== undefined;
      },
      clear: () => Promise.reject(new Error('a store is never cleared')),
    },
    // Keyv's default makes a store that is down read as "nothing there".
    throwOnErrors: true,
    emitErrors: false,
    useKeyPrefix: false,
  });
  keyv.serialize = undefined;
  keyv.deserialize = undefined;
  return keyv;
}
