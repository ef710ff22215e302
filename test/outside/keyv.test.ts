import keyvTestSuite, { keyvIteratorTests } from '@keyv/test-suite';
import { Keyv } from 'keyv';
import * as vitest from 'vitest';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Backend } from '../../src/storage/backends/backend.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import { scanAll } from '../../src/storage/backends/scan-all.js';
import { textKeyv } from '../../src/storage/backends/text-keyv.js';
import { type Place, places } from '../storage/servers/stores-under-test.js';

/** A place for texts: a backend itself, or the Keyv with which the store is wired. */
interface Texts {
  get(key: string): Promise<string | undefined>;
  set(key: string, text: string, ttlMs?: number): Promise<unknown>;
  delete(key: string): Promise<boolean>;
}

const directly = (backend: Backend): Texts => ({
  get: (key) => backend.get(key),
  set: (key, text, ttlMs) => backend.commit({ put: [{ key, text, ttlMs }] }),
  async delete(key) {
    const standing = await backend.get(key);
    await backend.commit({ delete: [key] });
    return standing !== undefined;
  },
});

/** What Keyv asks of a storage adapter; it iterates only over dialects that it knows. */
function adapter(backend: Backend, texts: Texts) {
  const own = (namespace: string | undefined): string => (namespace === undefined ? '' : `${namespace}:`);
  const made = {
    opts: { dialect: 'sqlite' },
    namespace: undefined,
    on: () => made,
    get: (key: string) => texts.get(key),
    set: (key: string, text: string, ttlMs?: number) => texts.set(key, text, ttlMs),
    delete: (key: string) => texts.delete(key),
    async clear() {
      for await (const [key] of scanAll(backend, own(made.namespace), {})) await texts.delete(key);
    },
    iterator: (namespace?: string) => scanAll(backend, own(namespace), {}),
  };
  return made;
}

describe.each(places)('Keyv’s own tests over $name', ({ place: newPlace }) => {
  let place: Place;
  let backend: Backend;
  beforeAll(async () => {
    place = newPlace();
    backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
  });
  afterAll(async () => {
    await backend.close();
    await place.clear();
  });

  describe.each([
    ['a backend', directly],
    ['the Keyv of the store', textKeyv],
  ] as const)('through %s', (_, texts) => {
    const store = () => adapter(backend, texts(backend));
    keyvTestSuite(vitest, Keyv, store);
    keyvIteratorTests(vitest, Keyv, store);
  });
});
