import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** The bot's version, from `package.json` beside `src` or `dist`. */
export async function readVersion(): Promise<string> {
  const text = await readFile(new URL('../package.json', import.meta.url), 'utf8');
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
