import { copyFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import config from '../../rolldown.config.js';

const ALL = /export const conversations: readonly Conversation\[\] = (\[[\s\S]*?\n\]);/;
/** Every conversation once more, under other names and ids. */
const twice = (all: string): string => `const another = (id: string) => id + '-again';
const renamed = <One extends { readonly id: string }>(all: readonly One[] = []) =>
  all.map((one) => ({ ...one, id: another(one.id) }));
export const conversations: readonly Conversation[] = ${all}.flatMap((one) => [
  one,
  {
    ...(one.command && { command: { ...one.command, name: another(one.command.name) } }),
    buttons: renamed(one.buttons),
    forms: renamed(one.forms),
    typeaheads: renamed(one.typeaheads),
  },
]);`;

/** Builds the bot with twice as many commands, buttons and forms; resolves to its file. */
export async function buildTwice(root: string, directory: string): Promise<string> {
  const build = await rolldown({
    ...config,
    input: { bot: join(root, 'src/run.ts') },
    plugins: [
      config.plugins,
      {
        name: 'twice',
        transform(code, id) {
          if (!id.endsWith('/src/slack/app.ts')) return undefined;
          if (!ALL.test(code)) throw new Error(`${id} lists its conversations in another way`);
          return code.replace(ALL, (_, all: string) => twice(all));
        },
      },
    ],
  });
  const file = join(directory, 'dist', 'main.js');
  await build.write({ ...config.output, dir: join(directory, 'dist'), sourcemap: false });
  await build.close();
  await copyFile(join(root, 'dist/main.js'), file);
  // Where the bot finds its version.
  await writeFile(join(directory, 'package.json'), JSON.stringify({ type: 'module', version: '0.0.0' }));
  return file;
}
