import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { buildTwice } from './twice.js';

const root = new URL('../..', import.meta.url).pathname;

const NAMES = [
  'probe',
  'raw-acknowledge',
  'raw-create',
  'raw-list',
  'bare-bolt',
  'decider',
  'counted-bot',
  'plain-bolt',
] as const;
type Name = (typeof NAMES)[number];

/** The programs of the benchmarks, as files that Node starts by itself. */
export type Compiled = Readonly<Record<Name | 'bot' | 'bot-twice', string>>;

/**
 * Compiles the floors without bundling the packages that they import, as somebody would run them. `npm run build`
 * makes the bot.
 */
export async function compilePrograms(): Promise<Compiled> {
  const place = join(root, 'bench', '.build');
  const directory = join(place, 'dist');
  const build = await rolldown({
    input: Object.fromEntries(NAMES.map((name) => [name, join(root, 'bench/programs', `${name}.ts`)])),
    platform: 'node',
    external: /^[^./]/,
  });
  await build.write({ dir: directory, format: 'esm' });
  await build.close();
  // The bot reads its version beside the folder that it is built into.
  await copyFile(join(root, 'package.json'), join(place, 'package.json'));
  const compiled = (name: Name): string => join(directory, `${name}.js`);
  return {
    probe: compiled('probe'),
    'raw-acknowledge': compiled('raw-acknowledge'),
    'raw-create': compiled('raw-create'),
    'raw-list': compiled('raw-list'),
    'bare-bolt': compiled('bare-bolt'),
    decider: compiled('decider'),
    'counted-bot': compiled('counted-bot'),
    'plain-bolt': compiled('plain-bolt'),
    bot: join(root, 'dist/main.js'),
    'bot-twice': await buildTwice(root, join(directory, 'twice')),
  };
}
