import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { httpClient } from '../../../src/http/http-client.js';
import { uploadBytes } from '../../../src/slack/web-api/upload-bytes.js';

const LINE = `${'{"reason":"日本語 🎉"}'.padEnd(500, 'x')}\n`;
const LINES = 60_000;
const LENGTH = LINES * Buffer.byteLength(LINE);

const received = { bytes: 0, length: '', chunked: '' };
/** How much may be read before any of it was taken: sockets and streams have buffers. */
let pulledWhileHeldUp = 0;
let pulled = 0;
let status = 200;
const server = createServer((request, response) => {
  received.length = request.headers['content-length'] ?? '';
  received.chunked = request.headers['transfer-encoding'] ?? '';
  setTimeout(() => {
    pulledWhileHeldUp = pulled;
    request.on('data', (chunk: Buffer) => {
      received.bytes += chunk.length;
    });
    request.on('end', () => response.writeHead(status).end('OK'));
  }, 300);
});
const http = httpClient();

beforeEach(async () => {
  received.bytes = 0;
  pulled = 0;
  status = 200;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await http.close(false);
  server.close();
});

async function* lines(): AsyncGenerator<string> {
  for (let line = 0; line < LINES; line += 1) {
    pulled += 1;
    yield LINE;
  }
}

test('a file of any length goes out as it is read, with the length that was announced', async () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}/upload`;
  await uploadBytes(http.fetch, url, LENGTH, lines());
  expect(received).toEqual({ bytes: LENGTH, length: String(LENGTH), chunked: '' });
  expect(pulledWhileHeldUp).toBeLessThan(LINES / 2);

  status = 403;
  await expect(uploadBytes(http.fetch, url, LENGTH, lines())).rejects.toMatchObject({
    facts: { kind: 'slack-failed', method: 'upload', error: 'Status403' },
  });
});
