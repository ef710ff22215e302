import { randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from 'rolldown/config';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openBackend } from '../src/storage/backends/open-backend.js';
import { WorkspaceId } from '../src/core/model/ids.js';
import { event, trailOver, workspace } from './storage/audit/trail.js';
import { build, projectRoot } from './built/build.js';
import { ENCRYPTION_KEYS } from './encryption-keys.js';
import { putText, textsUnder } from './storage/backends/texts.js';

const Package = z.object({ scripts: z.record(z.string(), z.string()) });

let directory: string;
let storeUrl: string;
beforeAll(build, 120_000);
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'apiclient-tools-'));
  storeUrl = `sqlite://${join(directory, 'store.sqlite')}`;
  const backend = await openBackend(storeUrl, { allowVolatile: false });
  for (let index = 0; index < 60; index += 1) await trailOver(backend).append(workspace, event());
  await backend.close();
});
afterAll(() => rm(directory, { recursive: true }));

async function keysOf(of: string): Promise<readonly string[]> {
  const backend = await openBackend(storeUrl, { allowVolatile: false });
  try {
    return (await textsUnder(backend, '')).map(([key]) => key).filter((key) => key.includes(of));
  } finally {
    await backend.close();
  }
}

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A tool, as it is built, without anything of the tests' own environment. */
function run(tool: string, ...args: readonly string[]): Promise<Ended> {
  const env = {
    PATH: process.env['PATH'],
    STORE_URL: storeUrl,
    ENCRYPTION_KEYS,
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [`dist/${tool}.js`, ...args],
      { cwd: projectRoot, env },
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
      const exported = await run('audit-export', workspace, file);
      expect(exported).toMatchObject({ status: 0, stderr: '' });
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      const verified = await run('audit-verify', file);
      expect(verified).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(
          /^The file is whole: it has the \d+ records .*\nRange, proved: every record from 1 /,
        ),
      });
      expect(await readFile(file, 'utf8')).toContain('operator');
    },
  );

  test('accepts a store that came back empty only when they confirm what that means', async () => {
    const tool = 'store-accept';
    expect(await run(tool)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('nothing to accept'),
    });
    const backend = await openBackend(storeUrl, { allowVolatile: false });
    const life = {
      id: randomUUID(),
      mark: 7,
      accepted: 0,
      doubt: { loss: 'empty', at: '2027-01-01T00:00:00Z' },
    };
    await putText(backend, 'store-life', JSON.stringify({ value: life }));
    await backend.close();
    const told = await run(tool);
    expect(told).toMatchObject({ status: 1, stdout: '' });
    expect(told.stderr).toContain('the store came back empty');
    expect(told.stderr).toContain('create without approval');
    expect(await run(tool, '--yes')).toMatchObject({ status: 0, stderr: '' });
    expect(await run(tool)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('nothing to accept'),
    });
  });

  test('erases a workspace only when they confirm what that means', async () => {
    const backend = await openBackend(storeUrl, { allowVolatile: false });
    const other = WorkspaceId.parse('T9OTHER');
    await trailOver(backend).append(other, event());
    for (const kept of [
      'installation:T9OTHER:slack',
      'connection:T9OTHER',
      'client:T9OTHER:c',
      'rules:T9OTHER',
    ]) {
      await putText(backend, kept, '{"value":1}');
    }
    await backend.close();
    const asked = await run('workspace-erase', other);
    expect(asked).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^Nothing was erased yet\.\n6 records are kept of T9OTHER[\s\S]*--confirm\n$/,
      ),
    });
    expect(await keysOf('T9OTHER')).toHaveLength(6);
    const erased = await run('workspace-erase', other, '--confirm');
    expect(erased).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('T9OTHER is erased'),
    });
    expect(await keysOf('T9OTHER')).toEqual([
      'audit-actor:T9OTHER:operator:0000000000000002',
      'audit-anchor:T9OTHER',
      'audit:T9OTHER:0000000000000002',
    ]);
    expect((await keysOf(workspace)).length).toBeGreaterThan(50);
    expect(await run('workspace-erase', 'acme', '--confirm')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Usage: npm run workspace:erase/),
    });
  });

  test('hears what was proved of a file, and what was not', async () => {
    const file = join(directory, 'since.csv');
    await run('audit-export', workspace, file, '--since', '2026-01-01');
    const { stdout } = await run('audit-verify', file);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        /^The file is whole: it has the \d+ records that the export of .* by operator wrote\./,
      ),
      expect.stringMatching(/^Range, proved: every record from 1 to \d+, that is since 2026-01-01T/),
      expect.stringMatching(/^Anchor: none\. The export was asked to begin later/),
      expect.stringMatching(/^Head, not proved: /),
      expect.stringMatching(/^Head of this file: \d+:[0-9a-f]{64}$/),
      '',
    ]);
    const [, head = ''] = /Head of this file: (.*)/.exec(stdout) ?? [];
    expect(await run('audit-verify', file, '--head', head)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Head, proved: record \d+ is the one that the audit channel told of/m),
    });
    const lines = (await readFile(file, 'utf8')).split('\r\n');
    await writeFile(file, lines.toSpliced(2, 5).join('\r\n'));
    expect(await run('audit-verify', file)).toEqual({
      status: 1,
      stdout: '',
      stderr: 'Records 1 to 5 are missing (before line 3).\n',
    });
  });

  test('hears what is wrong with what they typed', async () => {
    expect(await run('audit-export', workspace, 'trail.xml')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Usage: npm run audit:export/),
    });
    expect(await run('audit-verify')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^Usage: npm run audit:verify/),
    });
    expect(await run('audit-verify', join(directory, 'none.csv'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('cannot be verified'),
    });
    expect(await run('audit-export', 'T9', join(directory, 'none.csv'))).toMatchObject({
      status: 0,
      stdout: 'There is no audit trail of T9.\n',
    });
  });

  test('finds every tool of package.json among what is built', async () => {
    const { scripts } = Package.parse(JSON.parse(await readFile(join(projectRoot, 'package.json'), 'utf8')));
    const started = Object.values(scripts).flatMap(
      (line) => /^(?:exec )?node dist\/(.+)\.js$/.exec(line)?.[1] ?? [],
    );
    const tools = await loadConfig(join(projectRoot, 'rolldown.tools.config.js'));
    const { input: built } = z.object({ input: z.record(z.string(), z.string()) }).parse(tools);
    // Containers start the health check by themselves.
    expect([...started, 'health-check'].sort()).toEqual(Object.keys(built).sort());
  });
});
