import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { createRequire, Module } from 'node:module';
import { dirname } from 'node:path';
import { Script } from 'node:vm';

const DIGEST_BYTES = 32;
const THIS_NODE = JSON.stringify([process.versions, process.platform, process.arch]);

const cacheOf = (file: string): string => `${file}.cache`;

/**
 * Loads a CommonJS bundle with the code that V8 compiled of it when it was built, which saves a quarter of the start.
 * That is used only whole, for the very same bundle and by the very same Node (the digest), with the same options (V8
 * looks); otherwise, and where sources are to be named in stack traces, Node compiles it as it does all others.
 */
export function loadCompiled(path: string): unknown {
  // By its real path, as what is loaded late asks for it.
  const file = realpathSync(path);
  // Of what is not loaded in Node's own way, Node does not read the source map.
  if (process.sourceMapsEnabled) return createRequire(file)(file);
  return evaluate(file, compile(file));
}

/** Keeps beside a bundle what V8 compiles to load it. */
export function writeCodeCache(file: string): void {
  const script = compile(file);
  // What is compiled while it is loaded is kept along.
  evaluate(file, script);
  const compiled = script.createCachedData();
  writeFileSync(cacheOf(file), Buffer.concat([digestOf(readFileSync(file), compiled), compiled]));
}

/** What it is loaded by; `cachedDataRejected` tells whether it had to be compiled anew. */
export function compile(file: string): Script {
  const bytes = readFileSync(file);
  const cachedData = cachedFor(file, bytes);
  return new Script(Module.wrap(bytes.toString()), {
    filename: file,
    ...(cachedData !== undefined && { cachedData }),
  });
}

function cachedFor(file: string, bytes: Buffer): Buffer | undefined {
  let cache: Buffer;
  try {
    cache = readFileSync(cacheOf(file));
  } catch {
    // It only saves time.
    return undefined;
  }
  const compiled = cache.subarray(DIGEST_BYTES);
  // V8 looks at the bundle's length only, and crashes over damaged code, and over that of a Node that patches it otherwise.
  return digestOf(bytes, compiled).equals(cache.subarray(0, DIGEST_BYTES)) ? compiled : undefined;
}

const digestOf = (bundle: Buffer, compiled: Buffer): Buffer =>
  createHash('sha256').update(THIS_NODE).update(bundle).update(compiled).digest();

function evaluate(file: string, script: Script): unknown {
  const module = new Module(file);
  module.filename = file;
  const require = createRequire(file);
  // What is loaded late asks for it again.
  require.cache[file] = module;
  script.runInThisContext().call(module.exports, module.exports, require, module, file, dirname(file));
  module.loaded = true;
  return module.exports;
}
