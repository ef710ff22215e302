import { readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Builds the browser page, unless what stands in `outDir` is newer than all that it is made of. */
export async function buildPage(root: string, outDir: string): Promise<void> {
  const pageDir = join(root, 'sandbox/page');
  // Written last, so that an interrupted build counts as none.
  const finished = join(outDir, 'built');
  const startedAt = new Date();
  const newest = Math.max(await newestIn(pageDir), await changedAt(join(root, 'package-lock.json')));
  if ((await changedAt(finished)) > newest) return;
  const { build } = await import('vite');
  await build({
    configFile: join(pageDir, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
  await writeFile(finished, '');
  await utimes(finished, startedAt, startedAt);
}

async function newestIn(dir: string): Promise<number> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const times = entries
    .filter((entry) => entry.isFile())
    .map((entry) => changedAt(join(entry.parentPath, entry.name)));
  return Math.max(...(await Promise.all(times)));
}

/** 0 when there is no such file. */
async function changedAt(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}
