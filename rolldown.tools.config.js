import { defineConfig } from 'rolldown';
import { external } from './rolldown.config.js';

/** What starts the bot, and what operators run beside it, in files of their own: the bot's stays one. */
export default defineConfig({
  input: {
    main: 'src/launch.ts',
    reseal: 'src/operator/reseal.ts',
    'audit-export': 'src/operator/audit-export.ts',
  },
  platform: 'node',
  external,
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: 'tools/[name].js' },
});
