import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** What each layer may import: layers of ours, and packages. The composition root may import everything. */
const TABLE: Record<string, { layers: readonly string[]; packages: readonly RegExp[] }> = {
  core: { layers: ['core'], packages: [/^zod$/, /^re2js$/, /^randexp$/] },
  upstream: { layers: ['upstream', 'core'], packages: [/^zod$/, /^node:/] },
  storage: {
    layers: ['storage', 'core'],
    packages: [
      /^zod$/,
      /^keyv$/,
      /^libsql$/,
      /^pg$/,
      /^@redis\/client$/,
      /^canonicalize$/,
      /^csv-(parse|stringify)\/sync$/,
      /^node:/,
    ],
  },
  slack: { layers: ['slack', 'core'], packages: [/^zod$/, /^@slack\//, /^node:/] },
  jobs: { layers: ['jobs', 'core'], packages: [/^node:/] },
  http: { layers: ['http', 'core'], packages: [/^undici$/, /^node:/] },
};
const ENTRIES = ['main.ts', 'launch.ts', 'operator/reseal.ts', 'operator/audit-export.ts'];
const COMPOSITION = new Set([
  ...ENTRIES,
  'run.ts',
  'code-cache.ts',
  'bot',
  'operator',
  'config.ts',
  'log.ts',
  'version.ts',
]);

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
);

const imports = (file: string): string[] =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );

/** `core`, `slack`, …, or the file itself at the top. */
const layerOf = (path: string): string => path.split('/')[0] ?? path;

describe('the import table', () => {
  test('every file of src is in a layer of the table, or of the composition root', () => {
    const strays = files.filter((file) => !(layerOf(file) in TABLE) && !COMPOSITION.has(layerOf(file)));
    expect(strays).toEqual([]);
  });

  test('no layer imports what it may not', () => {
    const forbidden = files
      .filter((file) => !COMPOSITION.has(layerOf(file)))
      .flatMap((file) => {
        const allowed = TABLE[layerOf(file)];
        return imports(file)
          .filter((specifier) =>
            specifier.startsWith('.')
              ? !allowed?.layers.includes(layerOf(relative(src, resolve(src, dirname(file), specifier))))
              : !allowed?.packages.some((pattern) => pattern.test(specifier)),
          )
          .map((specifier) => `${file} imports ${specifier}`);
      });
    expect(forbidden).toEqual([]);
  });

  test('only the entries read the environment', () => {
    const readers = files.filter((file) => readFileSync(join(src, file), 'utf8').includes('process.env'));
    expect(readers.sort()).toEqual(ENTRIES.toSorted());
  });

  test('in slack/, only secret-message.ts reveals an API client’s secret', () => {
    const revealers = files.filter(
      (file) => file.startsWith('slack/') && readFileSync(join(src, file), 'utf8').includes('.reveal()'),
    );
    // The others reveal the app's and the bot's own secrets to the SDK, or compare tokens.
    expect(revealers.sort()).toEqual([
      'slack/install/install-pages.ts',
      'slack/install/oauth-state.ts',
      'slack/receipts/secret-message.ts',
      'slack/transport/http-receiver.ts',
      'slack/transport/socket-receiver.ts',
      'slack/web-api/bot-token.ts',
      'slack/web-api/token-refresh.ts',
      'slack/web-api/web-clients.ts',
    ]);
  });
});
