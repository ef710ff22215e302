import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const src = join(root, 'src');

/** What each floor may import: floors of ours, and packages. The composition root may import everything. */
const TABLE: Record<string, { floors: readonly string[]; packages: readonly RegExp[] }> = {
  core: { floors: ['core'], packages: [/^zod$/, /^re2js$/, /^randexp$/] },
  upstream: { floors: ['upstream', 'core'], packages: [/^zod$/, /^node:/] },
  storage: {
    floors: ['storage', 'core'],
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
  slack: { floors: ['slack', 'core'], packages: [/^zod$/, /^@slack\//, /^node:/] },
  jobs: { floors: ['jobs', 'core'], packages: [/^node:/] },
  http: { floors: ['http', 'core'], packages: [/^undici$/, /^node:/] },
  bot: {
    floors: [
      'bot',
      'slack',
      'jobs',
      'storage',
      'upstream',
      'http',
      'core',
      'config.js',
      'log.js',
      'version.js',
    ],
    packages: [/^pino$/, /^prom-client$/, /^zod$/, /^@slack\/bolt$/, /^node:/],
  },
};

/** What `bot/` never does: each of these is a decision, and belongs to the floor that the decision is about. */
const DECISIONS: Readonly<Record<string, RegExp>> = {
  'asks for a right': /core\/rights\/(decide|sight|who-could-decide|check-patterns)\.js'/,
  'writes the audit trail': /core\/audit\/audited\.js'|\.(conclude|append)\(/,
  'moves a request': /core\/requests\/move-request\.js'|\bmoveRequest\(/,
  'tells kinds of problems apart': /[^.]\.facts\b/,
  'writes a sentence': /slack\/text\//,
};

/** The rooms of each floor, in order: a room imports only itself and what stands before it. */
const ROOMS: Record<string, readonly string[]> = {
  core: [
    'async',
    'http.ts',
    'model',
    'problem.ts',
    'unless-problem.ts',
    'store.ts',
    'committing-with.ts',
    'bounded-cache.ts',
    'rights',
    'audit',
    'coordination',
    'connection',
    'rules',
    'intents',
    'clients',
    'requests',
    'settling',
    'attention',
    'workspace',
    'agenda',
  ],
  storage: ['backends', 'sealing', 'coordination', 'records', 'audit', 'inventory', 'upgrade'],
  slack: [
    'log.ts',
    'observer.ts',
    'scopes.ts',
    'refusal.ts',
    'text',
    'web-api',
    'transport',
    'people',
    'view',
    'call',
    'cards',
    'home',
    'receipts',
    'forms',
    'requests',
    'ownership',
    'doctor',
    'setup',
    'commands',
    'install',
    'workflow',
    'app.ts',
  ],
};

/** What is started: the bot, and each tool of an operator. */
const ENTRIES = /^(main|launch|operator\/[a-z-]+)\.ts$/;
const COMPOSITION = new Set([
  'main.ts',
  'launch.ts',
  'run.ts',
  'config.ts',
  'environment-values.ts',
  'log.ts',
  'log-output.ts',
  'version.ts',
  'operator',
]);

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.d.ts'),
);

const imports = (file: string): string[] =>
  [...readFileSync(join(src, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(
    ([, specifier = '']) => specifier,
  );

/** The files of `src` that a file imports, types included, by their paths within it. */
const neighbours = (file: string): string[] =>
  imports(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(src, resolve(src, dirname(file), specifier)).replace(/\.js$/, '.ts'));

/** `core`, `slack`, …, or the file itself at the top. */
const floorOf = (path: string): string => path.split('/')[0] ?? path;
const roomOf = (path: string): string => path.split('/')[1] ?? '';

/** Circles of files that import each other, each as one line. */
function cycles(): string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) found.push([...path.slice(at), file].join(' → '));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of neighbours(file)) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of files) visit(file);
  return found;
}

describe('the import table', () => {
  test('every file of src is on a floor of the table, or of the composition root', () => {
    const strays = files.filter((file) => !(floorOf(file) in TABLE) && !COMPOSITION.has(floorOf(file)));
    expect(strays).toEqual([]);
  });

  test('no floor imports what it may not', () => {
    const forbidden = files
      .filter((file) => !COMPOSITION.has(floorOf(file)))
      .flatMap((file) => {
        const allowed = TABLE[floorOf(file)];
        return imports(file)
          .filter((specifier) =>
            specifier.startsWith('.')
              ? !allowed?.floors.includes(floorOf(relative(src, resolve(src, dirname(file), specifier))))
              : !allowed?.packages.some((pattern) => pattern.test(specifier)),
          )
          .map((specifier) => `${file} imports ${specifier}`);
      });
    expect(forbidden).toEqual([]);
  });

  test('bot/ puts the parts together and decides nothing', () => {
    const decided = files
      .filter((file) => floorOf(file) === 'bot')
      .flatMap((file) => {
        const source = readFileSync(join(src, file), 'utf8');
        return Object.entries(DECISIONS).flatMap(([what, sign]) =>
          sign.test(source) ? [`${file} ${what}`] : [],
        );
      });
    expect(decided).toEqual([]);
  });

  test('a room imports only what stands before it', () => {
    const backwards = files.flatMap((file) => {
      const rooms = ROOMS[floorOf(file)];
      if (rooms === undefined) return [];
      const place = rooms.indexOf(roomOf(file));
      if (place < 0) return [`${file} is in no room`];
      return neighbours(file)
        .filter((other) => floorOf(other) === floorOf(file) && rooms.indexOf(roomOf(other)) > place)
        .map((other) => `${file} imports ${other}`);
    });
    expect(backwards).toEqual([]);
  });

  test('only languages.ts chooses a language, and words.ts says what each has to say', () => {
    const isLanguage = (file: string): boolean => /^slack\/text\/[a-z]+\//.test(file);
    const others = files.filter((file) => !isLanguage(file) && neighbours(file).some(isLanguage));
    expect(others.toSorted()).toEqual(['slack/text/languages.ts', 'slack/text/words.ts']);
  });

  test('no language knows another one', () => {
    const languageOf = (file: string): string | undefined => /^slack\/text\/([a-z]+)\//.exec(file)?.[1];
    const mixed = files.filter((file) => {
      const language = languageOf(file);
      return (
        language !== undefined &&
        neighbours(file).some((other) => (languageOf(other) ?? language) !== language)
      );
    });
    expect(mixed).toEqual([]);
  });

  test('no file imports itself through others, types included', () => {
    expect(cycles()).toEqual([]);
  });

  test('only the entries read the environment', () => {
    const readers = files.filter((file) => readFileSync(join(src, file), 'utf8').includes('process.env'));
    expect(readers.filter((file) => !ENTRIES.test(file))).toEqual([]);
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
