import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** No sandbox runs longer than this. */
const KEPT_MS = 7 * 86_400_000;

/**
 * Builds the browser page, unless one stands there that was made of the same sources; gives its directory under
 * `outDir`. Sandboxes that start at the same time do not disturb each other, nor one that runs already.
 */
export async function buildPage(root: string, outDir: string): Promise<string> {
  const built = join(outDir, await stampOf(root));
  if (await exists(built)) return built;
  const { build } = await import('vite');
  const unfinished = `${built}.${process.pid}`;
  await build({
    configFile: join(root, 'sandbox/page/vite.config.ts'),
    logLevel: 'error',
    build: { outDir: unfinished, emptyOutDir: true },
  });
  await mkdir(outDir, { recursive: true });
  await removeOld(outDir);
  try {
    await rename(unfinished, built);
  } catch (error) {
    // Another sandbox was faster, with the same page.
    if (!(await exists(built))) throw error;
    await rm(unfinished, { recursive: true });
  }
  return built;
}

/** Pages that nobody serves any more. */
async function removeOld(outDir: string): Promise<void> {
  for (const name of await readdir(outDir)) {
    const built = join(outDir, name);
    const page = await statOf(built);
    // Another sandbox may have just given it its name.
    if (page !== undefined && Date.now() - page.mtimeMs > KEPT_MS) {
      await rm(built, { recursive: true, force: true });
    }
  }
}

/** Changes with whatever the page is made of: its own files, what it imports beside them, and its packages. */
async function stampOf(root: string): Promise<string> {
  const sandbox = join(root, 'sandbox');
  const entries = await readdir(sandbox, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const all = [...files, join(root, 'package-lock.json')].toSorted();
  const states = await Promise.all(
    all.map(async (file) => `${relative(root, file)} ${(await stat(file)).mtimeMs}`),
  );
  return createHash('sha256').update(states.join('\n')).digest('hex').slice(0, 12);
}

const exists = async (path: string): Promise<boolean> => (await statOf(path)) !== undefined;

async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
