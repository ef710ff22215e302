import { execFile } from 'node:child_process';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Where `package.json` is. */
export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Makes `dist`, once for all test files of a run: Vitest, the parent of each of them, starts several at a time. What
 * tests start is what operators start, and takes a tenth of the time that the sources take. Checking the types first is
 * for `npm run build`.
 */
export async function build(): Promise<void> {
  const place = join(tmpdir(), `apiclient-build-${process.ppid}-${await startOf(process.ppid)}`);
  const built = join(place, 'built');
  try {
    await mkdir(place);
  } catch {
    while (!(await exists(built))) await sleep(50);
    return;
  }
  await promisify(execFile)('npm', ['run', '--silent', 'bundle'], { cwd: projectRoot });
  await writeFile(built, '');
}

/** When a process was started: its number alone may have been another one's. */
const startOf = async (pid: number): Promise<string> =>
  (await readFile(`/proc/${pid}/stat`, 'utf8')).split(' ').at(21) ?? '';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
