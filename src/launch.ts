// This is `dist/main.js`: it starts the bot from its bundle.
import { fileURLToPath } from 'node:url';
import { loadCompiled } from './code-cache.js';

const isBot = (bundle: unknown): bundle is typeof import('./run.js') =>
  typeof bundle === 'object' && bundle !== null && 'run' in bundle;

const bundle = loadCompiled(fileURLToPath(new URL('bot.cjs', import.meta.url)));
if (!isBot(bundle)) throw new Error('dist/bot.cjs is not the bot: build it anew with `npm run build`');
bundle.run(process.env);
