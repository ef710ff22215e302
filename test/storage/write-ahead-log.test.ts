import { copyFileSync, existsSync, fdatasyncSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Backend } from '../../src/storage/backend.js';
import { openSqlite } from '../../src/storage/sqlite-backend.js';
import { openDatabase } from '../../src/storage/sqlite-driver.js';
import { collect } from './stores-under-test.js';

let directory: string;
let file: string;
let opened: Backend[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'apiclient-log-'));
  file = join(directory, 'bot.sqlite');
  opened = [];
});
afterEach(async () => {
  vi.useRealTimers();
  for (const backend of opened) await backend.close();
  await rm(directory, { recursive: true });
});

async function open(sync?: (descriptor: number) => Promise<void>): Promise<Backend> {
  const backend = await openSqlite(file, sync && { sync });
  opened.push(backend);
  return backend;
}

/** What a machine would find after a power failure now, if all that was written so far had come to the disk. */
function copyTo(name: string, parts = ['', '-wal']): string {
  const copy = join(directory, name);
  for (const part of parts) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
  return copy;
}

async function keysIn(copy: string): Promise<readonly string[]> {
  const database = await openDatabase(copy);
  try {
    // The table itself may be in the log alone.
    if (database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'record'`).get() === undefined) return [];
    const rows = database.prepare('SELECT key FROM record ORDER BY key').all();
    return rows.map((row) => String(Object(row).key));
  } finally {
    database.close();
  }
}

test('a power failure takes nothing back that was answered', async () => {
  let copies = 0;
  let onDisk = 0;
  const backend = await open(async (descriptor) => {
    copies += 1;
    const copied = copies;
    copyTo(`copy-${copied}`);
    await sleep(1);
    fdatasyncSync(descriptor);
    onDisk = copied;
  });
  const answered: { readonly key: string; readonly copy: number }[] = [];
  const put = async (key: string): Promise<void> => {
    await backend.set(key, 'value');
    answered.push({ key, copy: onDisk });
  };
  const all: Promise<void>[] = [];
  for (let burst = 0; burst < 20; burst += 1) {
    for (let one = 0; one <= burst % 4; one += 1) all.push(put(`key-${burst}-${one}`));
    await sleep(Math.random() * 3);
  }
  await Promise.all(all);
  expect(answered).toHaveLength(50);
  for (let copy = 1; copy <= copies; copy += 1) {
    const found = await keysIn(join(directory, `copy-${copy}`));
    const promised = answered.filter((one) => one.copy === copy).map(({ key }) => key);
    expect(found).toEqual(expect.arrayContaining(promised));
  }
});

test('nobody reads what a power failure may still take back', async () => {
  let isOnDisk = false;
  let toDisk = (): void => undefined;
  const backend = await open(() => new Promise((resolve) => (toDisk = resolve)));
  const written = backend.putIfAbsent('key', 'value');
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  const read = async <Result>(result: Promise<Result>) => [await result, isOnDisk];
  const reads = [read(backend.get('key')), read(collect(backend.scan('key')))];
  await sleep(20);
  isOnDisk = true;
  toDisk();
  expect(await written).toBe(true);
  expect(await Promise.all(reads)).toEqual([
    ['value', true],
    [[['key', 'value']], true],
  ]);
});

test('after a wait for the disk that failed, the next write brings all of it there on another way', async () => {
  let asked = 0;
  let isBroken = false;
  const backend = await open(async () => {
    asked += 1;
    if (isBroken) throw new Error('EIO: i/o error, fdatasync');
  });
  await backend.set('a', 'before');
  isBroken = true;
  await expect(backend.set('b', 'in doubt')).rejects.toThrow('EIO');
  expect(await keysIn(copyTo('log-lost', ['']))).toEqual([]);
  // The system has forgotten what it could not write: asking it once more would prove nothing.
  await backend.set('c', 'after');
  expect(asked).toBe(2);
  expect(await keysIn(copyTo('log-unread', ['']))).toEqual(['a', 'b', 'c']);
  isBroken = false;
  await backend.set('d', 'as usual');
  expect(asked).toBe(3);
  expect(await keysIn(copyTo('with-log'))).toEqual(['a', 'b', 'c', 'd']);
});

test('the log is copied into the file when nobody has written for a second', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const backend = await open();
  await backend.set('a', 'value');
  vi.advanceTimersByTime(900);
  await backend.set('b', 'value');
  vi.advanceTimersByTime(900);
  expect(await keysIn(copyTo('early', ['']))).toEqual([]);
  vi.advanceTimersByTime(100);
  expect(await keysIn(copyTo('quiet', ['']))).toEqual(['a', 'b']);
});
