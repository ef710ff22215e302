import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from 'rolldown/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openBackend } from '../src/storage/backends/open-backend.js';
import { event, trailOver, workspace } from './storage/audit/trail.js';
import { ENCRYPTION_KEYS } from './encryption-keys.js';

const root = new URL('..', import.meta.url).pathname;
const Package = z.object({ scripts: z.record(z.string(), z.string()) });

let directory: string;
let storeUrl: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'apiclient-tools-'));
  storeUrl = `sqlite://${join(directory, 'store.sqlite')}`;
  const backend = await openBackend(storeUrl, { allowVolatile: false });
  for (let index = 0; index < 60; index += 1) await trailOver(backend).append(workspace, event());
  await backend.close();
});
afterAll(() => rm(directory, { recursive: true }));

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(file: string, ...args: readonly string[]): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    STORE_URL: storeUrl,
    ENCRYPTION_KEYS,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', 'tsx', file, ...args],
      { cwd: root, env },
      (error, stdout, stderr) =>
        resolve({ status: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
  });
}

describe('an operator', () => {
  test.each(['jsonl', 'csv'])(
    'exports a trail as %s, for their eyes, which anybody can verify',
    async (format) => {
      const file = join(directory, `trail.${format}`);
      const exported = await run('src/operator/audit-export.ts', workspace, file);
      expect(exported).toMatchObject({ status: 0, stderr: '' });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const verified = await run('src/operator/audit-verify.ts', file);
      expect(verified).toMatchObject({
        status: 0,
        stdout: expect.stringContaining('are as they were written'),
      });
      expect(await readFile(file, 'utf8')).toContain('operator');
    },
  );

  test('hears what is wrong with what they typed', async () => {
    expect(await run('src/operator/audit-export.ts', workspace, 'trail.xml')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Usage: npm run audit:export/),
    });
    expect(await run('src/operator/audit-verify.ts')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Usage: npm run audit:verify/),
    });
    expect(await run('src/operator/audit-verify.ts', join(directory, 'none.csv'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cannot be verified'),
    });
    expect(await run('src/operator/audit-export.ts', 'T9', join(directory, 'none.csv'))).toMatchObject({
      status: 0,
      stdout: 'There is no audit trail of T9.\n',
    });
  });

  test('finds every tool of package.json among what is built', async () => {
    const { scripts } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    const started = Object.values(scripts).flatMap((line) => /^node dist\/(.+)\.js$/.exec(line)?.[1] ?? []);
    const tools = await loadConfig(join(root, 'rolldown.tools.config.js'));
    const { input: built } = z.object({ input: z.record(z.string(), z.string()) }).parse(tools);
    expect(started.sort()).toEqual(Object.keys(built).sort());
  });
});
