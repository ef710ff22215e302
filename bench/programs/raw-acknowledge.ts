import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

/** The floor of acknowledging: Node's HTTP, the signature checked, 200. */
const signingSecret = process.env['SLACK_SIGNING_SECRET'] ?? '';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const expected = createHmac('sha256', signingSecret)
      .update(`v0:${String(request.headers['x-slack-request-timestamp'])}:`)
      .update(Buffer.concat(chunks))
      .digest('hex');
    const given = Buffer.from(String(request.headers['x-slack-signature']));
    const right = Buffer.from(`v0=${expected}`);
    response.statusCode = given.length === right.length && timingSafeEqual(given, right) ? 200 : 401;
    response.end();
  });
});
server.listen(0, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port })}\n`);
});
