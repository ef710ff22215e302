import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { parseKeys, type SealingKeys, sealedWith } from '../../../src/storage/sealing/seal.js';
import { sealed } from '../../../src/storage/sealing/sealed-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { resealAll, verifyKeys } from '../../../src/storage/sealing/verify-keys.js';
import { collect } from '../servers/stores-under-test.js';
import { encryptionKey } from '../../encryption-keys.js';
import { putText, textsUnder } from '../backends/texts.js';

const old = parseKeys(encryptionKey('old'));
const rotated = parseKeys(`${encryptionKey('new')},${encryptionKey('old')}`);
const onlyNew = parseKeys(encryptionKey('new'));

const Token = z.object({ token: z.string() });

function setUp() {
  let time = 1_000_000;
  const now = (): number => time;
  const backend = memoryBackend(now);
  return {
    backend,
    tokens: (keys: SealingKeys) => createStore({ backend: sealed(backend, keys, { now }), schema: Token }),
    plain: createStore({ backend, schema: z.string() }),
    wait: (ms: number) => {
      time += ms;
    },
  };
}

describe('a sealed store', () => {
  it('keeps nothing readable, beside a plain store in the same place', async () => {
    const { backend, tokens, plain } = setUp();
    await tokens(old).put('token:T1', { token: 'xoxb-1' });
    await plain.put('note', 'readable');
    expect(await tokens(old).get('token:T1')).toEqual({ token: 'xoxb-1' });
    expect(sealedWith((await backend.get('token:T1')) ?? '')).toBe('old');
    expect(await backend.get('note')).toBe('{"value":"readable"}');
    expect(await collect(tokens(old).scan('token:'))).toEqual([['token:T1', { token: 'xoxb-1' }]]);
  });

  it('claims and replaces atomically, although the same value is sealed differently every time', async () => {
    const { tokens } = setUp();
    const store = tokens(old);
    const claims = Array.from({ length: 20 }, (_, index) => store.putIfAbsent('key', { token: `${index}` }));
    expect((await Promise.all(claims)).filter(Boolean)).toHaveLength(1);
    const current = (await store.get('key')) ?? { token: '' };
    const changes = Array.from({ length: 20 }, (_, index) =>
      store.replace('key', current, { token: `next ${index}` }),
    );
    expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
    expect(await store.replace('key', current, { token: 'too late' })).toBe(false);
    expect(await store.replace('absent', current, current)).toBe(false);
  });

  it('is replaced although somebody seals the same value again', async () => {
    const { tokens } = setUp();
    await tokens(old).put('key', { token: 'first' });
    const [replaced] = await Promise.all([
      tokens(rotated).replace('key', { token: 'first' }, { token: 'second' }),
      tokens(rotated).get('key'),
    ]);
    expect(replaced).toBe(true);
    expect(await tokens(rotated).get('key')).toEqual({ token: 'second' });
  });

  it('refuses a record that was copied from another workspace, altered, or put there unsealed', async () => {
    const { backend, tokens } = setUp();
    await tokens(old).put('token:T1', { token: 'xoxb-1' });
    const stored = (await backend.get('token:T1')) ?? '';
    await putText(backend, 'token:T2', stored);
    await putText(backend, 'token:T3', `${stored.slice(0, -4)}AAAA`);
    await putText(backend, 'token:T4', '{"value":{"token":"xoxb-4"}}');
    for (const key of ['token:T2', 'token:T3', 'token:T4']) {
      await expect(tokens(old).get(key)).rejects.toThrow(key);
    }
    await expect(collect(tokens(old).scan('token:T2'))).rejects.toThrow('token:T2');
  });

  it('seals what it reads again with the first key, and keeps its lifetime', async () => {
    const { backend, tokens, wait } = setUp();
    await tokens(old).put('key', { token: 'brief' }, 1000);
    wait(400);
    expect(await tokens(rotated).get('key')).toEqual({ token: 'brief' });
    expect(sealedWith((await backend.get('key')) ?? '')).toBe('new');
    wait(599);
    expect(await tokens(onlyNew).get('key')).toEqual({ token: 'brief' });
    wait(1);
    expect(await tokens(onlyNew).get('key')).toBeUndefined();
    expect(await backend.get('key')).toBeUndefined();
  });

  it('lets nobody prolong the life of a record in the database', async () => {
    const { backend, tokens, wait } = setUp();
    await tokens(old).put('key', { token: 'brief' }, 1000);
    await putText(backend, 'key', (await backend.get('key')) ?? '');
    wait(1000);
    expect(await tokens(old).get('key')).toBeUndefined();
    expect(await collect(tokens(old).scan(''))).toEqual([]);
  });
});

describe('the keys at start', () => {
  it('are right when the store is new, was sealed with them, or they were rotated', async () => {
    const { backend, tokens } = setUp();
    await verifyKeys(backend, old);
    await tokens(old).put('key', { token: 'xoxb-1' });
    await verifyKeys(backend, old);
    await verifyKeys(backend, rotated);
    expect(await tokens(rotated).get('key')).toEqual({ token: 'xoxb-1' });
  });

  it('are refused in one line when one is missing that records still need', async () => {
    const { backend, tokens } = setUp();
    await verifyKeys(backend, old);
    await tokens(old).put('key', { token: 'xoxb-1' });
    await expect(verifyKeys(backend, onlyNew)).rejects.toThrow(
      /^ENCRYPTION_KEYS lacks key old, with which records of the store are sealed: add it behind the first$/,
    );
  });

  it('are refused in one line when one has the right id and is another', async () => {
    const { backend } = setUp();
    await verifyKeys(backend, old);
    await expect(verifyKeys(backend, parseKeys(encryptionKey('old', 'another')))).rejects.toThrow(
      /^ENCRYPTION_KEYS: key old is not the key old that the store was sealed with$/,
    );
  });

  it('may be changed in a store of any size, page by page, which tells how far it is', async () => {
    const { backend, tokens } = setUp();
    await tokens(old).put('key:00007', { token: 'xoxb-1' });
    for (let first = 0; first < 20_000; first += 500) {
      await backend.commit({
        put: Array.from({ length: 500 }, (_, index) => ({ key: `note:${first + index}`, text: '{}' })),
      });
    }
    let most = 0;
    const watched = {
      ...backend,
      async scan(...range: Parameters<typeof backend.scan>) {
        const page = await backend.scan(...range);
        most = Math.max(most, page.length);
        return page;
      },
    };
    const told: unknown[] = [];
    expect(await resealAll(watched, rotated, (progress) => told.push(progress))).toBe(1);
    expect(told).toEqual([
      { read: 10_000, sealed: 1 },
      { read: 20_000, sealed: 1 },
    ]);
    expect(most).toBeLessThanOrEqual(200);
  });

  it('may lack an old one once everything is sealed again', async () => {
    const { backend, tokens, plain } = setUp();
    await verifyKeys(backend, old);
    await tokens(old).put('key:1', { token: 'xoxb-1' });
    await tokens(old).put('key:2', { token: 'xoxb-2' });
    await plain.put('note', 'readable');
    await verifyKeys(backend, rotated);
    expect(await resealAll(backend, rotated)).toBe(2);
    expect(await resealAll(backend, rotated)).toBe(0);
    await verifyKeys(backend, onlyNew);
    expect(await tokens(onlyNew).get('key:2')).toEqual({ token: 'xoxb-2' });
    expect((await textsUnder(backend, 'sealing-key:')).map(([key]) => key)).toEqual(['sealing-key:new']);
  });
});
