import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineConfig } from 'rolldown';
import { external } from './rolldown.config.js';
import { thirdPartyLicenses } from './scripts/third-party-licenses.js';

/** Each file of src/operator is a tool: `dist/<its name>.js`, for a line of package.json's scripts. */
const tools = readdirSync('src/operator', { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => [basename(name, '.ts'), `src/operator/${name}`]);

/** What starts the bot, and what operators run beside it, in files of their own: the bot's stays one. */
export default defineConfig({
  input: { main: 'src/launch.ts', ...Object.fromEntries(tools) },
  platform: 'node',
  external,
  plugins: [
    {
      name: 'manifest',
      // dist alone is enough for `npm run manifest`.
      generateBundle() {
        this.emitFile({ type: 'asset', fileName: 'manifest.yml', source: readFileSync('manifest.yml') });
      },
    },
    thirdPartyLicenses('tools/THIRD-PARTY-LICENSES.txt'),
  ],
  output: { dir: 'dist', format: 'esm', sourcemap: true, chunkFileNames: 'tools/[name].js' },
});
