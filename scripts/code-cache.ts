import { fileURLToPath } from 'node:url';
import { writeCodeCache } from '../src/code-cache.js';

writeCodeCache(fileURLToPath(new URL('../dist/bot.cjs', import.meta.url)));
