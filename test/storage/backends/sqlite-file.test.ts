import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'libsql';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '../../../src/storage/backends/sqlite/sqlite-driver.js';
import { prepareDatabase } from '../../../src/storage/backends/sqlite/sqlite-backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { startChild } from '../programs/child-process.js';
import { sqlitePlace } from '../servers/stores-under-test.js';
import { putText } from './texts.js';

const durable = { allowVolatile: false };
const modeOf = (path: string): number => statSync(path).mode & 0o777;

/** Overwrites the middle of a file with zeros. */
function damage(file: string): void {
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0, bytes.length / 4, (bytes.length * 3) / 4));
}

describe('a SQLite file', () => {
  const undo: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).toReversed()) await step();
  });
  const newPlace = () => {
    const place = sqlitePlace();
    undo.push(() => place.clear());
    return place;
  };
  const open = async (url: string) => {
    const backend = await openBackend(url, durable);
    undo.push(() => backend.close());
    return backend;
  };
  const start = (file: string, ...args: readonly string[]) => {
    const child = startChild(file, ...args);
    undo.push(() => child.kill());
    return child;
  };

  it('is made with its directory, and only its user may read it', async () => {
    const { url, file } = newPlace();
    await putText(await open(url), 'key', 'text');
    expect(modeOf(dirname(file))).toBe(0o700);
    const files = [file, `${file}-wal`, `${file}-shm`, `${file}.lock`];
    expect(files.map(modeOf)).toEqual([0o600, 0o600, 0o600, 0o600]);
  });

  it('leaves the permissions of a directory that was there before', async () => {
    const { url, file } = newPlace();
    mkdirSync(dirname(file));
    chmodSync(dirname(file), 0o755);
    await open(url);
    expect(modeOf(dirname(file))).toBe(0o755);
  });

  it('keeps its records when it is closed and opened again', async () => {
    const { url } = newPlace();
    const first = await openBackend(url, durable);
    await putText(first, 'key', 'text');
    await first.close();
    await first.close();
    const second = await open(url);
    expect(await second.get('key')).toBe('text');
  });

  it('is waited for by SQLite at each commit, on the disk', async () => {
    const database = await openDatabase(newPlace().file.replace(/made.*/, 'plain.sqlite'));
    await prepareDatabase(database);
    expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
    expect(database.prepare('PRAGMA fullfsync').get()).toMatchObject({ fullfsync: 1 });
    database.close();
  });

  it('serves one process: a second is refused, and admitted once the first was killed', async () => {
    const { url } = newPlace();
    const first = start('./writer.ts', url);
    await first.nextLine();
    await expect(openBackend(url, durable)).rejects.toThrow(
      `The store ${url} cannot be opened: another process uses it, and a SQLite file serves one process: stop that one, or set STORE_URL to redis:// or postgres://`,
    );
    await first.kill();
    const mine = await open(url);
    expect(await mine.get('record:0')).toBeDefined();
  });

  it('stays locked for others when its own process tries to open it twice', async () => {
    const { url } = newPlace();
    await open(url);
    await expect(openBackend(url, durable)).rejects.toThrow('another process uses it');
    const other = start('./second-process.ts', url);
    expect(await other.nextLine()).toContain('another process uses it');
  });

  it('loses nothing that was acknowledged when its process is killed while writing', {
    timeout: 30_000,
  }, async () => {
    const { url } = newPlace();
    for (let round = 0; round < 3; round += 1) {
      const writer = start('./writer.ts', url);
      const acknowledged: number[] = [];
      const reading = (async () => {
        for await (const line of writer.lines) acknowledged.push(Number(line));
      })();
      while (acknowledged.length < 50) await sleep(5);
      await sleep(Math.random() * 200);
      await writer.kill();
      await reading;

      const backend = await openBackend(url, durable);
      const store = createStore({ backend, schema: z.string() });
      const missing: number[] = [];
      for (const count of acknowledged) {
        if ((await store.get(`record:${count}`)) === undefined) missing.push(count);
      }
      expect(missing).toEqual([]);
      await backend.close();
    }
  });

  it('waits for somebody who reads the file by hand, without holding up the process', async () => {
    const { url, file } = newPlace();
    const backend = await open(url);
    const byHand = new Database(file);
    byHand.exec('BEGIN IMMEDIATE');
    let longestStall = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longestStall = Math.max(longestStall, performance.now() - last);
      last = performance.now();
    }, 5);
    const writing = putText(backend, 'key', 'text');
    await sleep(600);
    byHand.exec('ROLLBACK');
    byHand.close();
    await writing;
    clearInterval(watch);
    expect(await backend.get('key')).toBe('text');
    expect(longestStall).toBeLessThan(400);
  });

  it('is refused when it is something else, or damaged', async () => {
    const { url, file } = newPlace();
    mkdirSync(dirname(file));
    writeFileSync(file, 'These are the notes of last week.\n'.repeat(200));
    await expect(openBackend(url, durable)).rejects.toThrow(
      `The store ${url} cannot be opened: it is not a SQLite file`,
    );
    await expect(openBackend(`sqlite://${dirname(file)}`, durable)).rejects.toThrow('it is not a file');
    expect(modeOf(dirname(file))).not.toBe(0o600);
    await expect(openBackend(`sqlite://${file}/below`, durable)).rejects.toThrow('cannot be opened');
    await expect(openBackend('sqlite://', durable)).rejects.toThrow('it names no file');
  });

  it('is read as a whole at a start only if the process before was killed; damage that is met later ends the process', async () => {
    const { url, file } = newPlace();
    const writing = await open(url);
    for (let number = 0; number < 300; number += 1) await putText(writing, `key-${number}`, 'x'.repeat(400));
    await writing.close();
    damage(file);

    const lost: string[] = [];
    const opened = await openBackend(url, {
      ...durable,
      lost: ({ message }) => void lost.push(message),
    });
    undo.push(() => opened.close());
    await expect(opened.scan('key-', { limit: 300 })).rejects.toMatchObject({
      facts: { kind: 'store-unavailable' },
    });
    await expect(opened.get('key-1')).rejects.toMatchObject({ facts: { kind: 'store-unavailable' } });
    expect(lost).toEqual([expect.stringMatching(/^the SQLite file is damaged \(.+\): restore a backup$/)]);
    await opened.close();

    writeFileSync(`${file}-wal`, 'left by a process that was killed');
    await expect(openBackend(url, durable)).rejects.toThrow(/the file is damaged \(.+\): restore a backup/);
  });

  it('holds everything by itself once it is closed: a copy of it alone is a whole backup', async () => {
    const { url, file } = newPlace();
    const writing = await open(url);
    await putText(writing, 'key', 'text');
    await writing.close();
    const copied = newPlace();
    mkdirSync(dirname(copied.file));
    copyFileSync(file, copied.file);
    expect(await (await open(copied.url)).get('key')).toBe('text');
  });

  it('is unhealthy when it is deleted or exchanged under its process', async () => {
    const { url, file } = newPlace();
    const backend = await open(url);
    await backend.health();
    renameSync(file, `${file}.moved`);
    expect(existsSync(file)).toBe(false);
    await expect(backend.health()).rejects.toMatchObject({ facts: { kind: 'store-unavailable' } });
    writeFileSync(file, '');
    await expect(backend.health()).rejects.toMatchObject({ facts: { kind: 'store-unavailable' } });
  });
});
