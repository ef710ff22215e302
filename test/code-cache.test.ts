import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const here = new URL('..', import.meta.url).pathname;

let directory: string;
let bundle: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'apiclient-code-cache-'));
  bundle = join(directory, 'bundle.cjs');
  await build({ file: 'code-cache.mjs', format: 'esm', input: join(here, 'src/code-cache.ts') });
  await bundled(`export const greet = (): string => 'hello';
export const fail = (): never => {
  throw new Error('this one');
};`);
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

async function build(what: { file: string; format: 'esm' | 'cjs'; input: string }): Promise<void> {
  const built = await rolldown({ input: what.input, platform: 'node' });
  await built.write({ file: join(directory, what.file), format: what.format, sourcemap: true });
  await built.close();
}

async function bundled(source: string): Promise<void> {
  const input = join(directory, 'greeting.ts');
  await writeFile(input, source);
  await build({ file: 'bundle.cjs', format: 'cjs', input });
}

/** What a process of its own prints, that has the functions of `code-cache.ts` and the bundle’s path. */
async function printed(code: string, options: readonly string[] = []): Promise<string> {
  const script = `import { compile, loadCompiled, writeCodeCache } from ${JSON.stringify(join(directory, 'code-cache.mjs'))};
const bundle = ${JSON.stringify(bundle)};
${code}`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...options, '--input-type=module', '-e', script],
    { cwd: directory, env: {} },
  );
  return stdout.trim();
}

const write = (): Promise<string> => printed('writeCodeCache(bundle)');
const asAnotherNode = `data:text/javascript,${encodeURIComponent(
  "Object.defineProperty(process, 'versions', { value: { ...process.versions, v8: '11.3.244.8-node.30' } })",
)}`;
const GREET = 'console.log(loadCompiled(bundle).greet())';
const FAIL = 'try { loadCompiled(bundle).fail() } catch (error) { console.log(error.stack) }';
const HOW = 'console.log(compile(bundle).cachedDataRejected)';

describe('the bundle with the code that V8 compiled of it', () => {
  test('is loaded from that code, by another process', async () => {
    expect(await printed(HOW)).toBe('undefined');
    await write();
    expect(await printed(HOW)).toBe('false');
    expect(await printed(GREET)).toBe('hello');
  });

  test('is loaded once, also through a link', async () => {
    await write();
    const link = join(directory, 'link.cjs');
    await symlink(bundle, link);
    const isOne = `import { createRequire } from 'node:module';
const throughLink = loadCompiled(${JSON.stringify(link)});
console.log(createRequire(bundle)(bundle) === throughLink);`;
    expect(await printed(isOne)).toBe('true');
  });

  test('is compiled anew when it was changed, even to one as long', async () => {
    await write();
    await bundled((await readFile(join(directory, 'greeting.ts'), 'utf8')).replace('hello', 'HELLO'));
    expect(await printed(HOW)).toBe('undefined');
    expect(await printed(GREET)).toBe('HELLO');
  });

  test('is compiled anew by another Node, though its V8 may seem to be the same', async () => {
    await printed(`writeCodeCache(bundle)`, ['--import', asAnotherNode]);
    expect(await printed(HOW)).toBe('undefined');
    expect(await printed(GREET)).toBe('hello');
  });

  test('is compiled anew by a V8 that runs with other options', async () => {
    await write();
    expect(await printed(HOW, ['--no-opt'])).toBe('true');
    expect(await printed(GREET, ['--no-opt'])).toBe('hello');
  });

  test.each([
    ['cut off', (cache: Buffer) => cache.subarray(0, 100)],
    ['empty', () => Buffer.alloc(0)],
    ['damaged', (cache: Buffer) => Buffer.concat([cache.subarray(0, 64), Buffer.alloc(cache.length - 64)])],
  ])('is compiled anew when what is kept of it is %s', async (_, damaged) => {
    await write();
    await writeFile(`${bundle}.cache`, damaged(await readFile(`${bundle}.cache`)));
    expect(await printed(GREET)).toBe('hello');
  });

  test('names its own lines in a stack trace, and its sources’ where they are asked for', async () => {
    await write();
    expect(await printed(FAIL)).toMatch(/fail \(.*\/bundle\.cjs:\d+:/);
    expect(await printed(FAIL, ['--enable-source-maps'])).toMatch(/greeting\.ts:3:/);
  });
});
