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
  running.api.seed('billing', [{ name: '=cmd()', createTime: '2026-01-01T00:00:00.000Z' }]);
  directory = await mkdtemp(join(tmpdir(), 'apiclient-exports-'));
  // As purposes may be, these have a second line.
  await createAwkward(running, (name) => `${name}\n${name} again`);
  const aiko = running.slack.as('aiko');
  const exported = async (format: string): Promise<string> => {
    await aiko.command(`/apiclient list --user billing --export ${format}`);
    await aiko.sees(({ messages }) => messages.some(({ content }) => content.includes(`.${format}]`)));
    await running.slack.settled();
    const file = running.slack.files().find(({ name }) => name.endsWith(format));
    const path = join(directory, `clients.${format}`);
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

const Clients = z.array(
  z.looseObject({ client_id: z.string(), name: z.string(), purpose: z.string().nullable() }),
);
const here = () =>
  running.api
    .clients()
    .filter(({ user }) => user === 'billing')
    .map(({ id, name }) => `${id} ${name}`)
    .toSorted();

// Without leaving compiled files beside it.
const program = ['-B', fileURLToPath(new URL('read_list.py', import.meta.url))];
const readByPython = () => {
  const { status, stdout, stderr } = run('python3', [...program, jsonLines, csv]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return Clients.parse(JSON.parse(stdout));
};

test('Python reads both exports of the list, and finds the same clients in them, as the API has them', () => {
  const read = readByPython();
  expect(read.map(({ client_id, name }) => `${client_id} ${name}`).toSorted()).toEqual(here());
  expect(read.flatMap(({ purpose }) => purpose ?? []).toSorted()).toEqual(
    AWKWARD.map((name) => `${name}\n${name} again`).toSorted(),
  );
});

test('Python finds what was changed in one of them', async () => {
  const changed = `${csv}.changed`;
  await writeFile(changed, run('cat', [csv]).stdout.replace('U0AIKO', 'U0BEN'));
  const { status, stderr } = run('python3', [...program, jsonLines, changed]);
  expect({ status, stderr }).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('the same clients'),
  });
});

test('jq reads every line of it', () => {
  const { status, stdout, stderr } = run('jq', ['--slurp', '--compact-output', '.', jsonLines]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual(readByPython());
});

test('sqlite3 imports its CSV as a table, cell by cell, and no cell is a formula', () => {
  const { status, stdout, stderr } = run(
    'sqlite3',
    [':memory:'],
    ['.mode csv', `.import '${csv}' clients`, '.mode json', 'SELECT * FROM clients;'].join('\n'),
  );
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const rows = z.array(z.record(z.string(), z.string())).parse(JSON.parse(stdout));
  const read = readByPython();
  expect(rows.map(({ client_id }) => client_id)).toEqual(read.map(({ client_id }) => client_id));
  expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(Object.keys(read[0] ?? {}).toSorted());
  const names = rows.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(["'=1+1", "'@SUM(A1)", "'=cmd()", "a,b;'=2+2"]));
  expect(rows.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@]/.test(cell))).toEqual([]);
});
