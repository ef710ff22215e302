import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { StoreLost } from '../../../src/storage/backends/backend.js';
import { GroupCommits } from '../../../src/storage/backends/sqlite/group-commits.js';
import { openDatabase, type SqliteDatabase } from '../../../src/storage/backends/sqlite/sqlite-driver.js';

/** `fails` throws in place of a statement that SQLite is told. */
async function table(fails: (sql: string) => void = () => undefined) {
  const database = await openDatabase(':memory:');
  database.exec('CREATE TABLE kept (number INTEGER PRIMARY KEY, text TEXT) STRICT');
  const said: string[] = [];
  const exec = (sql: string): unknown => {
    said.push(sql);
    fails(sql);
    return database.exec(sql);
  };
  const listening = { exec, prepare: database.prepare.bind(database), close: database.close.bind(database) };
  const lost: StoreLost[] = [];
  const commits = new GroupCommits(listening, (reason) => lost.push(reason));
  const insert = database.prepare('INSERT INTO kept (number, text) VALUES (?, ?)');
  const make = (number: number, text = '') => commits.make(() => Number(insert.run(number, text).changes));
  return { database, said, commits, lost, make };
}

const numbers = (database: SqliteDatabase): unknown =>
  database.prepare('SELECT group_concat(number) AS all_of_them FROM kept').get();

const sqliteError = (message: string, rawCode: number): Error =>
  Object.assign(new Error(message), { rawCode });
const SQLITE_IOERR_FSYNC = 10 | (4 << 8);
const SQLITE_BUSY = 5;

test('the writes of one turn are done in order, in one transaction, and each caller hears about its own', async () => {
  const { database, said, commits, make } = await table();
  const remove = database.prepare('DELETE FROM kept WHERE number > ?');
  const removeAbove = (number: number) => commits.make(() => Number(remove.run(number).changes));
  expect(await Promise.all([make(1), make(2), make(3), removeAbove(1), removeAbove(1)])).toEqual([
    1, 1, 1, 2, 0,
  ]);
  expect(said).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  expect(numbers(database)).toMatchObject({ all_of_them: '1' });
});

test('none is answered before the commit', async () => {
  const order: string[] = [];
  const { make } = await table((sql) => void order.push(sql));
  await Promise.all([1, 2].map((number) => make(number).then(() => order.push(`answered ${number}`))));
  expect(order).toEqual(['BEGIN IMMEDIATE', 'COMMIT', 'answered 1', 'answered 2']);
});

test('one that fails takes none of the others with it', async () => {
  const { database, make } = await table();
  const outcomes = await Promise.allSettled([make(1), make(2), make(1), make(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(numbers(database)).toMatchObject({ all_of_them: '1,2,3' });
});

test('a commit for which the disk has no room fails, and those after it may succeed', async () => {
  const { database, lost, make } = await table();
  database.exec('PRAGMA max_page_count = 4');
  await expect(make(1, 'x'.repeat(100_000))).rejects.toThrow('full');
  expect(await make(2)).toBe(1);
  expect(numbers(database)).toMatchObject({ all_of_them: '2' });
  expect(lost).toEqual([]);
});

test('a commit that another connection was in the way of is tried again', async () => {
  let times = 0;
  const { database, lost, make } = await table((sql) => {
    if (sql === 'COMMIT' && (times += 1) === 1) throw sqliteError('database is locked', SQLITE_BUSY);
  });
  expect(await make(1)).toBe(1);
  expect(numbers(database)).toMatchObject({ all_of_them: '1' });
  expect(lost).toEqual([]);
});

test.each(['BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK'])(
  'an I/O error at %s ends all reading and writing, and is told once',
  async (statement) => {
    const { commits, lost, make } = await table((sql) => {
      if (sql === statement) throw sqliteError('disk I/O error', SQLITE_IOERR_FSYNC);
    });
    const fail = (): never => {
      throw new Error('a write that has to be rolled back');
    };
    const attempts = statement === 'ROLLBACK' ? [commits.make(fail)] : [make(1), make(2)];
    for (const outcome of await Promise.allSettled(attempts)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreLost) });
    }
    await expect(make(3)).rejects.toThrow('check the disk, then start the bot again');
    expect(() => commits.refuseIfOver()).toThrow(StoreLost);
    expect(lost).toHaveLength(1);
    expect(await commits.end()).toBe(false);
  },
);

test('a commit that fails for an unknown reason is not trusted either', async () => {
  const { lost, make } = await table((sql) => {
    if (sql === 'COMMIT') throw new Error('something else');
  });
  await expect(make(1)).rejects.toThrow(StoreLost);
  expect(lost).toHaveLength(1);
});

test('what is asked for after the end is refused, and what was asked for before is done', async () => {
  const { database, commits, make } = await table();
  const before = make(1);
  expect(await commits.end()).toBe(true);
  expect(await before).toBe(1);
  await expect(make(2)).rejects.toThrow('is closed');
  expect(() => commits.refuseIfOver()).toThrow('is closed');
  expect(numbers(database)).toMatchObject({ all_of_them: '1' });
});

test('what the same turn sends goes out before the commit, which waits for the disk', async () => {
  const order: string[] = [];
  const { make } = await table((sql) => void order.push(sql));
  const made = make(1);
  setImmediate(() => order.push('sent'));
  await made;
  expect(order).toEqual(['sent', 'BEGIN IMMEDIATE', 'COMMIT']);
});

test('what is asked for while others are written is written after them', async () => {
  const { database, make } = await table();
  await make(1).then(() => Promise.all([make(2), make(3)]));
  await nextTurn();
  expect(numbers(database)).toMatchObject({ all_of_them: '1,2,3' });
});
