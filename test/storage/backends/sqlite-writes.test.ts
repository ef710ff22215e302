import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../../src/storage/backends/sqlite-driver.js';
import { SqliteWrites } from '../../../src/storage/backends/sqlite-writes.js';

async function table(
  toDisk: () => Promise<void> = () => Promise.resolve(),
): Promise<{ database: SqliteDatabase; said: string[]; writes: SqliteWrites }> {
  const database = await openDatabase(':memory:');
  database.exec('CREATE TABLE kept (number INTEGER PRIMARY KEY) STRICT');
  const said: string[] = [];
  const exec = (sql: string): unknown => {
    said.push(sql);
    return database.exec(sql);
  };
  const listening = { exec, prepare: database.prepare.bind(database), close: database.close.bind(database) };
  return { database, said, writes: new SqliteWrites(listening, toDisk) };
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
}

const numbers = (database: SqliteDatabase): unknown =>
  database.prepare('SELECT group_concat(number) AS all_of_them FROM kept').get();

test('what one turn asks for is written in its order, in one transaction, and each hears of its own', async () => {
  const { database, said, writes } = await table();
  const insert = database.prepare('INSERT INTO kept (number) VALUES (?)');
  const remove = database.prepare('DELETE FROM kept WHERE number > ?');
  const make = (run: () => { readonly changes: number | bigint }) => writes.make(() => Number(run().changes));
  expect(
    await Promise.all([
      make(() => insert.run(1)),
      make(() => insert.run(2)),
      make(() => insert.run(3)),
      make(() => remove.run(1)),
      make(() => remove.run(1)),
    ]),
  ).toEqual([1, 1, 1, 2, 0]);
  expect(said).toEqual(['BEGIN IMMEDIATE', 'COMMIT']);
  expect(numbers(database)).toMatchObject({ all_of_them: '1' });
});

test('each is answered when it is on the disk, and what is asked for meanwhile waits for the disk once more', async () => {
  const waits: (() => void)[] = [];
  const { database, writes } = await table(() => new Promise((resolve) => waits.push(resolve)));
  const insert = database.prepare('INSERT INTO kept (number) VALUES (?)');
  const answered: number[] = [];
  const make = async (number: number): Promise<void> => {
    await writes.make(() => Number(insert.run(number).changes));
    answered.push(number);
  };
  const all = [make(1), make(2)];
  await turns();
  all.push(make(3));
  await turns();
  expect([answered, waits.length]).toEqual([[], 1]);
  waits[0]?.();
  await turns();
  expect([answered, waits.length]).toEqual([[1, 2], 2]);
  waits[1]?.();
  await Promise.all(all);
  expect(answered).toEqual([1, 2, 3]);
});

test('what may not be on the disk is told to nobody, and nothing is written or read behind it', async () => {
  const { database, writes } = await table(() => Promise.reject(new Error('the disk is gone')));
  const insert = database.prepare('INSERT INTO kept (number) VALUES (?)');
  const make = (number: number) => writes.make(() => Number(insert.run(number).changes));
  const gone = { status: 'rejected', reason: new Error('the disk is gone') };
  expect(await Promise.allSettled([make(1), make(2)])).toEqual([gone, gone]);
  expect(await Promise.allSettled([make(3), writes.settled()])).toEqual([gone, gone]);
  expect(numbers(database)).toMatchObject({ all_of_them: '1,2' });
  expect(await writes.end()).toBe(false);
});

test('what changes nothing does not wait for the disk', async () => {
  let waits = 0;
  const { database, writes } = await table(async () => {
    waits += 1;
  });
  const remove = database.prepare('DELETE FROM kept WHERE number > ?');
  expect(await writes.make(() => Number(remove.run(1).changes))).toBe(0);
  expect(waits).toBe(0);
});

test('what is asked for after the end is refused, and what was asked for before is done', async () => {
  const { database, writes } = await table();
  const insert = database.prepare('INSERT INTO kept (number) VALUES (?)');
  const make = (number: number) => writes.make(() => Number(insert.run(number).changes));
  const before = make(1);
  expect(await writes.end()).toBe(true);
  expect(await before).toBe(1);
  await expect(make(2)).rejects.toThrow('is closed');
  await expect(writes.settled()).rejects.toThrow('is closed');
  expect(numbers(database)).toMatchObject({ all_of_them: '1' });
});

test('what the same turn sends goes out before the wait for the disk', async () => {
  const { writes } = await table();
  const order: string[] = [];
  const made = writes.make(() => order.push('written'));
  setImmediate(() => order.push('sent'));
  await made;
  expect(order).toEqual(['sent', 'written']);
});

test('one that fails takes none of the others with it', async () => {
  const { database, said, writes } = await table();
  const insert = database.prepare('INSERT INTO kept (number) VALUES (?)');
  const make = (number: number) => writes.make(() => Number(insert.run(number).changes));
  const outcomes = await Promise.allSettled([make(1), make(2), make(1), make(3)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(said).toEqual(['BEGIN IMMEDIATE', 'ROLLBACK']);
  expect(numbers(database)).toMatchObject({ all_of_them: '1,2,3' });
});

test('what is asked for while others are written is written after them', async () => {
  const { database, writes } = await table();
  const insert = database.prepare('INSERT INTO kept (number) VALUES (?)');
  const make = (number: number) => writes.make(() => Number(insert.run(number).changes));
  const later = make(1).then(() => Promise.all([make(2), make(3)]));
  await later;
  expect(numbers(database)).toMatchObject({ all_of_them: '1,2,3' });
});
