import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Builds where the named tool is not built yet, for people who have only run `npm ci`. The build is told on standard
 * error: standard output is the tool's.
 */
const tool = new URL(`../dist/${process.argv[2]}.js`, import.meta.url);
if (!existsSync(tool)) {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) {
    process.stderr.write('This tool is not built yet: npm ci && npm run build\n');
    process.exitCode = 1;
  }
}
