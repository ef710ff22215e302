import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { type Running, start } from '../../harness.js';
import { run } from '../run.js';
import { AWKWARD, createAwkward } from './awkward.js';

let running: Running;
let directory: string;
let jsonLines: string;
let csv: string;
beforeAll(async () => {
  running = await start();
  directory = await mkdtemp(join(tmpdir(), 'apiclient-exports-'));
  const aiko = running.slack.as('aiko');
  await createAwkward(running, (name) => `${name} again`);
  await running.slack.as('gus').command('/apiclient list');
  await running.slack.settled();
  const exported = async (format: string): Promise<string> => {
    await aiko.command(`/apiclient audit --export ${format}`);
    await aiko.sees(({ messages }) => messages.some(({ content }) => content.includes(`.${format}]`)));
    await running.slack.settled();
    const file = running.slack.files().find(({ name }) => name.endsWith(format));
    const path = join(directory, `trail.${format}`);
    await writeFile(path, file?.content ?? '');
    return path;
  };
  jsonLines = await exported('jsonl');
  csv = await exported('csv');
});
afterAll(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
  await rm(directory, { recursive: true });
});

// Without leaving compiled files beside it.
const program = ['-B', fileURLToPath(new URL('read_audit.py', import.meta.url))];
const Read = z.object({
  jsonLines: z.number(),
  csv: z.number(),
  records: z.array(z.looseObject({ sequence: z.number(), action: z.string(), hash: z.string() })),
});
const readByPython = () => {
  const { status, stdout, stderr } = run('python3', [...program, jsonLines, csv]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Read.parse(JSON.parse(stdout));
};

test('Python reads both exports, finds the same records in them, and comes to the same hashes', async () => {
  const read = readByPython();
  expect(read.csv).toBe(read.jsonLines + 2);
  expect(read.records).toEqual((await running.audit()).slice(0, read.csv));
  const names = read.records.map(
    ({ target }) => z.object({ name: z.string().optional() }).parse(target).name,
  );
  expect(names).toEqual(expect.arrayContaining(AWKWARD));
});

test.each([
  ['JSON Lines', () => jsonLines, 'is not as it was written'],
  ['CSV', () => csv, 'is not as it was written'],
])('Python finds what was changed in a file of %s', async (_, path, said) => {
  const file = path();
  const changed = `${file}.changed`;
  const { stdout: text } = run('cat', [file]);
  await writeFile(changed, text.replace('"U0AIKO"', '"U0BEN"'));
  const { status, stderr } = run('python3', [
    ...program,
    ...[jsonLines, csv].map((one) => (one === file ? changed : one)),
  ]);
  expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining(said) });
});

test('jq reads every line, and finds each record chained to the one before', () => {
  const { status, stdout, stderr } = run('jq', [
    '--slurp',
    '--compact-output',
    '.[1:] | [length, map(.sequence) == [range(1; length + 1)], (.[1:] | map(.previousHash)) == (.[:-1] | map(.hash))]',
    jsonLines,
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual([readByPython().jsonLines, true, true]);
});

test('sqlite3 imports the CSV as a table, cell by cell', () => {
  const { status, stdout, stderr } = run(
    'sqlite3',
    [':memory:'],
    [
      '.mode csv',
      // With its first row as the names of columns.
      `.import '${csv}' trail`,
      '.mode json',
      'SELECT sequence, action, name, hash FROM trail ORDER BY CAST(sequence AS INTEGER), rowid;',
    ].join('\n'),
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const rows = z.array(z.record(z.string(), z.string())).parse(JSON.parse(stdout));
  const records = rows.filter(({ action }) => action !== 'file-end');
  const read = readByPython().records;
  expect(records.map(({ hash }) => hash)).toEqual(read.map(({ hash }) => hash));
  // A cell that a spreadsheet would run begins with an apostrophe.
  const names = records.flatMap(({ name }) => (name === '' ? [] : [name]));
  expect(names).toEqual(
    expect.arrayContaining(["'=1+1", "'@SUM(A1)", `she said "no", 'twice'`, "a,b;'=2+2"]),
  );
});
