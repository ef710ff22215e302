import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Builds where the named tool is not built yet, for people who have only run `npm ci`. They see what the tool prints
 * and nothing of the build, unless it fails.
 */
const tool = new URL(`../dist/${process.argv[2]}.js`, import.meta.url);
if (!existsSync(tool)) {
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}This tool is not built yet: npm ci && npm run build\n`);
    process.exitCode = 1;
  }
}
