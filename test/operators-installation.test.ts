import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseKeys } from '../src/storage/sealing/seal.js';
import { openBackend } from '../src/storage/backends/open-backend.js';
import { ENCRYPTION_KEYS } from './encryption-keys.js';
import { event, trailOver, workspace } from './storage/audit/trail.js';

const root = new URL('..', import.meta.url).pathname;
/** What a clone holds that `npm run build` reads, and what `npm ci` puts beside it. */
const CLONE = [
  'node_modules',
  'src',
  'scripts',
  'package.json',
  'package-lock.json',
  'manifest.yml',
  'tsconfig.json',
  'tsconfig.build.json',
  'rolldown.config.js',
  'rolldown.tools.config.js',
];
const Package = z.object({ scripts: z.record(z.string(), z.string()) });

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

let installation: string;
let storeUrl: string;

/** Runs npm in the installation, without anything of the tests' own environment. */
function npm(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const { PATH, HOME } = process.env;
  return new Promise((resolve) => {
    execFile(
      'npm',
      [...args],
      { cwd: installation, env: { PATH, HOME, ...environment }, timeout: 120_000 },
      (error, stdout, stderr) =>
        resolve({
          status: error === null ? 0 : typeof error.code === 'number' ? error.code : -1,
          stdout,
          stderr,
        }),
    );
  });
}

/** A tool, as an operator starts it whose environment has the store and its keys. */
const tool = (name: string, ...args: readonly string[]): Promise<Ended> =>
  npm(['run', '--silent', name, '--', ...args], { STORE_URL: storeUrl, ENCRYPTION_KEYS });

beforeAll(async () => {
  installation = await mkdtemp(join(tmpdir(), 'apiclient-installation-'));
  // Node's own copying takes many times as long for so many files.
  await promisify(execFile)('cp', ['-R', ...CLONE.map((name) => join(root, name)), installation]);
  storeUrl = `sqlite://${join(installation, 'store.sqlite')}`;
  const backend = await openBackend(storeUrl, { allowVolatile: false });
  await trailOver(backend).append(workspace, event());
  await backend.close();
}, 120_000);
afterAll(() => rm(installation, { recursive: true, force: true }));

describe('in an installation', () => {
  test('that has only been cloned, `npm run keys` builds the tools, and prints nothing but a key', async () => {
    const { status, stdout, stderr } = await tool('keys');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(parseKeys(stdout.trim()).first.id).toMatch(/^k\d{8}$/);
  }, 180_000);

  test('whose build fails, `npm run keys` shows why', async () => {
    const dist = join(installation, 'dist');
    const aside = join(installation, 'dist-aside');
    const settings = join(installation, 'tsconfig.build.json');
    const settingsAside = join(installation, 'tsconfig-aside.json');
    await rename(dist, aside);
    await rename(settings, settingsAside);
    try {
      const { status, stdout, stderr } = await tool('keys');
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(
        /tsconfig\.build\.json[^]*\nThis tool is not built yet: npm ci && npm run build\n$/,
      );
    } finally {
      await rename(settingsAside, settings);
      await rename(aside, dist);
    }
  }, 60_000);

  test('without development packages every tool of package.json runs', async () => {
    const pruned = await npm(['prune', '--omit=dev', '--offline', '--no-audit', '--no-fund']);
    expect(pruned.status).toBe(0);
    await expect(readFile(join(installation, 'node_modules/tsx/package.json'))).rejects.toThrow('ENOENT');

    const { scripts } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
    for (const [name, line] of Object.entries(scripts)) {
      if (!/^node dist\/(?!main\.)/.test(line)) continue;
      // What needs more says so in words of its own, and not that a module is missing.
      const { status, stdout, stderr } = await tool(name);
      expect([name, status === 0 ? stdout : stderr]).toEqual([name, expect.stringMatching(/^\S/)]);
      expect([name, stderr]).toEqual([name, expect.not.stringMatching(/Cannot find|node:internal|MODULE/)]);
    }
  }, 120_000);

  test('without development packages they do their work', async () => {
    expect(parseKeys((await tool('keys')).stdout.trim()).first.id).toMatch(/^k\d{8}$/);
    const manifest = await tool('manifest', 'https://bot.acme.example');
    expect(manifest.stdout).toContain('https://bot.acme.example/slack/events');
    const file = join(installation, 'trail.csv');
    expect(await tool('audit:export', workspace, file)).toMatchObject({ status: 0, stderr: '' });
    expect(await tool('audit:verify', file)).toMatchObject({ status: 0, stderr: '' });
    expect(await tool('reseal')).toMatchObject({ status: 0, stderr: '' });
  }, 120_000);
});
