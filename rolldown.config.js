import { defineConfig } from 'rolldown';
import { thirdPartyLicenses } from './scripts/third-party-licenses.js';

/** Stands for a CommonJS module that is loaded when something of it is asked for. */
const late = (load) => `module.exports = new Proxy(() => undefined, {
  get: (_, name) => (name === '__esModule' ? undefined : ${load}[name]),
  apply: (_, self, given) => ${load}(...given),
});`;

/** What nothing here uses: it stays in node_modules. */
const unused = ['raw-body', 'jsonwebtoken', '@opentelemetry/api'];
/** The engine for the policy's patterns is loaded with the first pattern. */
const seldom = ['re2js'];

/**
 * Bolt, and what else is bundled, load at once what this bot uses late or never, and that is a third of the time to
 * start. Express, for a receiver that is not ours, stays out; of undici its Agent is loaded, and the rest, and the
 * SDK's client with it, for Socket Mode.
 */
const loadedLate = new Map([
  ['express', 'module.exports = {};'],
  [
    'undici',
    // As undici's own index gives its dispatchers this method.
    `require('undici/lib/dispatcher/dispatcher.js').prototype.request = require('undici/lib/api/api-request.js');
    ${late("(name === 'Agent' ? { Agent: require('undici/lib/dispatcher/agent.js') } : require('undici/index.js'))")}`,
  ],
  ['@slack/socket-mode', late("require('@slack/socket-mode/dist/src/index.js')")],
  ...[...unused, ...seldom].map((name) => [name, late(`require('${name}')`)]),
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
  input: { bot: 'src/run.ts' },
  platform: 'node',
  external,
  // What is loaded late takes what it shares with the bot from the bot's own file.
  preserveEntrySignatures: 'allow-extension',
  plugins: [
    {
      name: 'loaded-late',
      resolveId(id, importer = '') {
        if (!loadedLate.has(id)) return undefined;
        if (!importer.startsWith(PREFIX)) return PREFIX + id;
        return [...unused, ...seldom].includes(id) ? { id, external: true } : undefined;
      },
      load: (id) => (id.startsWith(PREFIX) ? loadedLate.get(id.slice(PREFIX.length)) : undefined),
    },
    thirdPartyLicenses('THIRD-PARTY-LICENSES.txt'),
  ],
  output: {
    dir: 'dist',
    // Node keeps compiled code of scripts, not of ES modules.
    format: 'cjs',
    // As modules are, and as it runs in the tests.
    strict: true,
    sourcemap: true,
    comments: false,
    cleanDir: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
  },
});
