import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from './scripts/third-party-licenses.js';

/**
 * Bolt loads at once what this bot uses late or never, and that is a fifth of its time to start: Express, for a
 * receiver that is not ours, stays out; of undici its Agent is loaded, and the rest, for Socket Mode, when it is asked for.
 * The engine for the policy's patterns is loaded with the first pattern.
 */
const loadedLate = new Map([
  ['express', 'module.exports = {};'],
  [
    'undici',
    `module.exports = new Proxy({}, {
      get: (_, name) => (name === 'Agent' ? require('undici/lib/dispatcher/agent.js') : require('undici/index.js')[name]),
    });`,
  ],
  ['re2js', `module.exports = new Proxy({}, { get: (_, name) => require('re2js')[name] });`],
]);
/** Drivers, which stay in node_modules, and what is loaded late. */
export const external = ['libsql', 'pg', '@redis/client', 'undici/index.js'];
const PREFIX = '\0late:';

/**
 * The bot as it is deployed: one file with all that it needs to serve, so that Node finds, reads and links a few
 * modules instead of a thousand. Beside it lies what is loaded only where it is wanted: the store's backends, whose
 * drivers stay in node_modules (libsql's is a native one).
 */
export default defineConfig({
  input: 'src/main.ts',
  platform: 'node',
  external,
  plugins: [
    {
      name: 'loaded-late',
      resolveId(id, importer = '') {
        if (!loadedLate.has(id)) return undefined;
        if (!importer.startsWith(PREFIX)) return PREFIX + id;
        return id === 're2js' ? { id, external: true } : undefined;
      },
      load: (id) => (id.startsWith(PREFIX) ? loadedLate.get(id.slice(PREFIX.length)) : undefined),
    },
    thirdPartyLicenses('THIRD-PARTY-LICENSES.txt'),
  ],
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    cleanDir: true,
    chunkFileNames: '[name].js',
  },
});
