// This is `dist/main.js`: it starts the bot from its bundle.
import nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

/** Node has `enableCompileCache` since 22.1; the types of the oldest Node that we support do not know it. */
const node: Pick<typeof nodeModule, 'createRequire'> & {
  readonly enableCompileCache?: (directory: string) => unknown;
} = nodeModule;

const isBot = (bundle: unknown): bundle is typeof import('./run.js') =>
  typeof bundle === 'object' && bundle !== null && 'run' in bundle;

// The cache goes where nobody else may write, unlike Node's choice. A directory that this user may not write is left.
node.enableCompileCache?.(fileURLToPath(new URL('compile-cache', import.meta.url)));
const bundle: unknown = node.createRequire(import.meta.url)('./bot.cjs');
if (!isBot(bundle)) throw new Error('dist/bot.cjs is not the bot: run `npm run build` again');
bundle.run(process.env);
