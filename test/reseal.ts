import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from './built/build.js';

/** `npm run reseal`, with no more in its environment than it needs. */
export async function reseal(storeUrl: string, keys: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['dist/reseal.js'], {
    cwd: projectRoot,
    env: {
      PATH: process.env['PATH'],
      STORE_ALLOW_VOLATILE: 'true',
      STORE_URL: storeUrl,
      ENCRYPTION_KEYS: keys,
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await once(child, 'close');
  // Node 22 itself warns that its SQLite is an experiment.
  const lines = said.split('\n').filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line));
  return { code: child.exitCode, said: lines.join('\n').trim() };
}
