import { describe, expect, test } from 'vitest';
import { startPatiently } from '../../src/bot/start/start-patiently.js';
import { Away } from '../../src/core/async/away.js';
import { createLog } from '../../src/log.js';

function patience(forMs: number) {
  const lines: string[] = [];
  const stopping = new AbortController();
  const log = createLog('info', { write: (line) => void lines.push(line) });
  return { lines, stopping, given: { log, forMs, stopped: stopping.signal } };
}

describe('a start', () => {
  test('waits for what is away, with one line, and then goes on', async () => {
    const { lines, given } = patience(20_000);
    let attempts = 0;
    const started = await startPatiently(() => {
      attempts += 1;
      return attempts < 3 ? Promise.reject(new Away('The store is away.')) : Promise.resolve('started');
    }, given);
    expect(started).toBe('started');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', reason: 'The store is away.', seconds: 20, msg: 'waiting to start' },
    ]);
  });

  test('ends with the last reason when its time is over', async () => {
    const { given } = patience(300);
    await expect(startPatiently(() => Promise.reject(new Away('The store is away.')), given)).rejects.toThrow(
      'The store is away.',
    );
  });

  test('ends at once where waiting does not help', async () => {
    const { lines, given } = patience(20_000);
    await expect(startPatiently(() => Promise.reject(new Error('wrong')), given)).rejects.toThrow('wrong');
    expect(lines).toEqual([]);
  });

  test('ends at once when it is stopped', async () => {
    const { stopping, given } = patience(20_000);
    const starting = startPatiently(() => Promise.reject(new Away('The store is away.')), given);
    const reason = new Error('stopped');
    setTimeout(() => stopping.abort(reason), 50);
    await expect(starting).rejects.toBe(reason);
  });
});
