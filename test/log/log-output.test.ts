import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

const LINES = 20_000;
const Line = z.object({ msg: z.string(), line: z.number().optional(), dropped: z.number().optional() });

let child: ChildProcess | undefined;
afterEach(() => child?.kill('SIGKILL'));

/** A process that logs; its standard output is a pipe unless a file's descriptor is given. */
function startLogger(output: 'pipe' | number = 'pipe'): ChildProcess {
  const file = fileURLToPath(new URL('logger.ts', import.meta.url));
  child = spawn(process.execPath, ['--import', 'tsx', file, `${LINES}`], {
    stdio: ['ignore', output, 'inherit', 'ipc'],
  });
  return child;
}

async function hasLoggedAll(logger: ChildProcess): Promise<void> {
  for (let line = 0; line < LINES; )
    [line] = z
      .tuple([z.number()])
      .rest(z.unknown())
      .parse(await once(logger, 'message'));
}

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => Line.parse(JSON.parse(line)));

describe('a log', () => {
  test('that nobody reads does not halt the process, and says afterwards how much of it was dropped', async () => {
    const logger = startLogger();
    await hasLoggedAll(logger);
    let text = '';
    logger.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    logger.send('go');
    await once(logger, 'close');
    const lines = linesOf(text);
    const dropped = lines.reduce((sum, line) => sum + (line.dropped ?? 0), 0);
    const said = lines.filter(({ msg }) => msg !== 'log lines were dropped');
    expect(dropped).toBeGreaterThan(LINES / 2);
    expect(said.length + dropped).toBe(LINES + 1);
    // It holds what came first, in order.
    const [first, second] = said;
    expect([first?.line, second?.line]).toEqual([1, 2]);
  });

  test('whose reader has gone does not end the process', async () => {
    const logger = startLogger();
    logger.stdout?.destroy();
    await hasLoggedAll(logger);
    logger.send('go');
    expect(await once(logger, 'close')).toEqual([0, null]);
  });

  test('on a full disk does not end the process', async () => {
    const full = await open('/dev/full', 'w');
    const logger = startLogger(full.fd);
    await hasLoggedAll(logger);
    logger.send('go');
    expect(await once(logger, 'close')).toEqual([0, null]);
    await full.close();
  });

  test('in a file is whole', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'apiclient-log-'));
    const file = await open(join(directory, 'log'), 'w');
    const logger = startLogger(file.fd);
    await hasLoggedAll(logger);
    logger.send('go');
    await once(logger, 'close');
    expect(linesOf(await readFile(join(directory, 'log'), 'utf8'))).toHaveLength(LINES + 1);
    await file.close();
    await rm(directory, { recursive: true });
  });
});
