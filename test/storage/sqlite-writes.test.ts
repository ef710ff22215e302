import { expect, test } from 'vitest';
import { openDatabase, type SqliteDatabase } from '../../src/storage/sqlite-driver.js';
import { SqliteWrites } from '../../src/storage/sqlite-writes.js';

async function table(): Promise<{ database: SqliteDatabase; said: string[]; writes: SqliteWrites }> {
  const database = await openDatabase(':memory:');
  database.exec('CREATE TABLE kept (number INTEGER PRIMARY KEY) STRICT');
  const said: string[] = [];
  const exec = (sql: string): unknown => {
    said.push(sql);
    return database.exec(sql);
  };
  const listening = { exec, prepare: database.prepare.bind(database), close: database.close.bind(database) };
  return { database, said, writes: new SqliteWrites(listening) };
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
  await writes.ended();
  await later;
  await writes.ended();
  expect(numbers(database)).toMatchObject({ all_of_them: '1,2,3' });
});
