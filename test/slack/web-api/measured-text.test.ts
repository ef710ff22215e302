import { expect, it } from 'vitest';
import { measuredText } from '../../../src/slack/web-api/measured-text.js';
import { collect } from '../../storage/servers/stores-under-test.js';

/** A text of so many lines, each of seven bytes, and how often it was read. */
function counted(lines: number) {
  let reads = 0;
  async function* read(): AsyncGenerator<string> {
    reads += 1;
    for (let line = 1; line <= lines; line += 1) yield 'ü 日\n';
  }
  return { read, reads: () => reads };
}

it.each([
  ['a file without a line', 0, 1],
  ['a file that just fits', 10, 1],
  ['a file that is too long to be kept', 11, 2],
])('%s is sent whole, and is read as often as it has to be', async (_, lines, times) => {
  const { read, reads } = counted(lines);
  const { length, pieces } = await measuredText(read, 70);
  expect(length).toBe(lines * 7);
  expect((await collect(pieces)).join('')).toBe('ü 日\n'.repeat(lines));
  expect(reads()).toBe(times);
});
