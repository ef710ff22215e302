import { z } from 'zod';
import { expect, test } from 'vitest';
import { json } from '../../src/upstream/body.js';

async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

test('a body is read whatever its pieces, and with a byte order mark before it', async () => {
  const bytes = Buffer.from('\uFEFF{"name":"日本語 🎉"}');
  const read = json('list', z.object({ name: z.string() }));
  expect(await read(inPieces(bytes, 1))).toEqual({ name: '日本語 🎉' });
  expect(await read(inPieces(bytes, bytes.length))).toEqual({ name: '日本語 🎉' });
});
