import { defineConfig } from 'rolldown';
import { external } from './rolldown.config.js';

/** What operators run beside the bot, in files of their own: the bot's stays one. */
export default defineConfig({
  input: ['src/reseal.ts', 'src/audit-export.ts'],
  platform: 'node',
  external,
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: 'tools/[name].js' },
});
