import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStateDirectory } from '../../sandbox/state-directory.js';

const emptyDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'sandbox-state-'));

test('a sandbox that is started again is the same one to Slack and to the store', async () => {
  const dir = await emptyDirectory();
  const first = await openStateDirectory(dir, false);
  expect(await openStateDirectory(dir, false)).toEqual(first);
});

test('a fresh one is another, and what stood there is gone', async () => {
  const dir = await emptyDirectory();
  const first = await openStateDirectory(dir, false);
  const second = await openStateDirectory(dir, true);
  expect(second.identity.encryptionKeys).not.toBe(first.identity.encryptionKeys);
});

test.each([
  ['what is cut off', '{"version":1', 'it is not JSON'],
  ['what another version wrote', '{"version":2}', 'version: '],
])('%s is refused with a sentence that says what to do', async (_what, content, why) => {
  const dir = await emptyDirectory();
  await writeFile(join(dir, 'identity.json'), content);
  const opening = openStateDirectory(dir, false);
  await expect(opening).rejects.toThrow(`${join(dir, 'identity.json')} (${why}`);
  await expect(openStateDirectory(dir, false)).rejects.toThrow('npm run sandbox -- --fresh');
});
