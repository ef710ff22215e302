import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  readonly contentType: string;
  readonly content: Buffer;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code));

/** A file of the built page; `undefined` where there is none. Nothing outside `dir` is ever read. */
export const readStaticFile = async (dir: string, path: string): Promise<StaticFile | undefined> => {
  const inside = normalize(`/${decodeURIComponent(path)}`);
  const file = join(dir, inside === '/' ? 'index.html' : inside);
  try {
    const content = await readFile(file);
    return { contentType: TYPES[extname(file)] ?? 'application/octet-stream', content };
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};
