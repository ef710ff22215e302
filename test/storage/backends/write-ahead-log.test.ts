import { copyFileSync, existsSync, statSync } from 'node:fs';
import { type FileHandle, mkdtemp, open as openFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { openSqlite } from '../../../src/storage/backends/sqlite-backend.js';
import { openDatabase } from '../../../src/storage/backends/sqlite-driver.js';
import { type SyncFile, WriteAheadLog } from '../../../src/storage/backends/write-ahead-log.js';
import { collect } from '../servers/stores-under-test.js';

let directory: string;
let file: string;
let opened: Backend[];
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'apiclient-log-'));
  file = join(directory, 'bot.sqlite');
  opened = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const backend of opened) await backend.close();
  await rm(directory, { recursive: true });
});

async function open(sync?: SyncFile, path = file): Promise<Backend> {
  const backend = await openSqlite(path, sync && { sync });
  opened.push(backend);
  return backend;
}

/** A wait for the disk by which everything on it is known: the database and its log, as they were when it began. */
function watchedDisk() {
  const disk = { keys: new Set<string>(), waits: 0 };
  const sync: SyncFile = async (log) => {
    expect((await log.stat()).ino).toBe(statSync(`${file}-wal`).ino);
    disk.waits += 1;
    const image = copyTo(`image-${disk.waits}`);
    await log.datasync();
    disk.keys = new Set(await keysIn(image));
    for (const part of ['', '-wal', '-shm']) await rm(image + part, { force: true });
  };
  return { disk, sync };
}

function copyTo(name: string): string {
  const copy = join(directory, name);
  for (const part of ['', '-wal']) if (existsSync(file + part)) copyFileSync(file + part, copy + part);
  return copy;
}

async function keysIn(path: string): Promise<readonly string[]> {
  const database = await openDatabase(path);
  try {
    expect(database.prepare('PRAGMA integrity_check').get()).toMatchObject({ integrity_check: 'ok' });
    const rows = database.prepare('SELECT key FROM record').all();
    return rows.map((row) => String(Object(row).key));
  } finally {
    database.close();
  }
}

const changedAt = (path: string): bigint => statSync(path, { bigint: true }).mtimeNs;

describe('a power failure', () => {
  test('takes nothing back that was answered', async () => {
    const { disk, sync } = watchedDisk();
    const backend = await open(sync);
    const mayBeLost: string[] = [];
    const put = async (key: string): Promise<void> => {
      await backend.set(key, 'x'.repeat(8000));
      if (!disk.keys.has(key)) mayBeLost.push(key);
    };
    const all: Promise<void>[] = [];
    for (let burst = 0; burst < 20; burst += 1) {
      for (let one = 0; one < 40; one += 1) all.push(put(`key-${burst}-${one}`));
      // Some come while others are on their way to the disk.
      if (burst % 2 === 0) await Promise.all(all);
      else await sleep(1);
    }
    await Promise.all(all);
    expect(mayBeLost).toEqual([]);
    expect(disk.keys.size).toBe(800);
    expect(disk.waits).toBeGreaterThanOrEqual(11);
    // SQLite has copied the log into the file meanwhile, and begun it anew.
    expect(statSync(file).size).toBeGreaterThan(1_000_000);
  });

  test('takes nothing back that was read', async () => {
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

  test('takes nothing back that was read after a process was killed before its wait for the disk', async () => {
    const backend = await open();
    await backend.set('key', 'value');
    const left = copyTo('left.sqlite');
    const leftAt = changedAt(`${left}-wal`);
    await sleep(5);
    let writtenAt: bigint | undefined;
    const next = await open(async (log) => {
      writtenAt ??= changedAt(`${left}-wal`);
      await log.datasync();
    }, left);
    expect(writtenAt).toBeGreaterThan(leftAt);
    expect(await next.get('key')).toBe('value');
  });
});

describe('a disk', () => {
  test('is waited for at each write, as it is deployed', async () => {
    const some = await openFile(directory);
    const handles: FileHandle = Object.getPrototypeOf(some);
    const datasync = vi.spyOn(handles, 'datasync');
    await some.close();
    const backend = await open();
    await backend.set('key', 'value');
    expect(datasync).toHaveBeenCalledTimes(1);
    await backend.delete('nothing');
    expect(datasync).toHaveBeenCalledTimes(1);
    expect(await backend.replace('key', 'value', 'next')).toBe(true);
    expect(datasync).toHaveBeenCalledTimes(2);
  });

  test('is waited for by SQLite itself where it copies its log into the file', async () => {
    const database = await openDatabase(file);
    database.exec('PRAGMA journal_mode = WAL; CREATE TABLE record (key TEXT)');
    const log = await WriteAheadLog.of(database, file);
    expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 1 });
    await log.close();
    database.close();
  });

  test('that did not take what was written is given all of it once more', async () => {
    const seenAt: bigint[] = [];
    const backend = await open(async () => {
      seenAt.push(changedAt(`${file}-wal`));
      await sleep(5);
      // The system reports it once, and forgets what it could not write.
      if (seenAt.length === 2) throw new Error('EIO: i/o error, fdatasync');
    });
    await backend.set('a', 'before');
    await backend.set('b', 'written twice');
    const [, failedAt = 0n, againAt] = seenAt;
    expect(seenAt).toHaveLength(3);
    expect(againAt).toBeGreaterThan(failedAt);
    expect(await keysIn(copyTo('copy'))).toEqual(['a', 'b']);
  });

  test('that takes nothing any more ends all reading and writing until the next start', async () => {
    let isBroken = false;
    const backend = await open(async () => {
      if (isBroken) throw new Error('EIO: i/o error, fdatasync');
    });
    await backend.set('a', 'before');
    isBroken = true;
    await expect(backend.set('b', 'in doubt')).rejects.toThrow('mend it, and start the bot again');
    isBroken = false;
    const size = statSync(`${file}-wal`).size;
    for (const attempt of [
      () => backend.set('c', 'behind'),
      () => backend.get('a'),
      () => backend.health(),
      () => backend.sweep(),
    ]) {
      await expect(attempt()).rejects.toThrow('mend it, and start the bot again');
    }
    await backend.close();
    // Copied into the file it might be laid over by an older part of itself.
    expect(statSync(`${file}-wal`).size).toBe(size);

    const { disk, sync } = watchedDisk();
    const next = await open(sync);
    expect([...disk.keys]).toEqual(['a', 'b']);
    expect(await next.get('a')).toBe('before');
    await next.set('c', 'goes on');
    expect([...disk.keys]).toEqual(['a', 'b', 'c']);
  });
});
