import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { Pool } from 'undici';

/**
 * The floor of a create: the signature checked, 200, the client created, its secret posted. The access token and the
 * DM's channel are known, nothing is written down, and nothing is asked before.
 */
const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
};
const signingSecret = variable('SLACK_SIGNING_SECRET');
const slackUrl = new URL(variable('SLACK_API_URL'));
const serviceUrl = new URL(variable('ALPHAUS_SERVICE_URL'));
const botToken = variable('SLACK_BOT_TOKEN');
const accessToken = variable('FLOOR_ACCESS_TOKEN');
const channel = variable('FLOOR_CHANNEL');
const person = variable('FLOOR_PERSON');

const pool = (url: URL): Pool => new Pool(url.origin, { keepAliveTimeout: 600_000 });
const slack = pool(slackUrl);
const api = pool(serviceUrl);

const isSigned = (timestamp: string, signature: string, body: Buffer): boolean => {
  const hash = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex');
  const given = Buffer.from(signature);
  const right = Buffer.from(`v0=${hash}`);
  return given.length === right.length && timingSafeEqual(given, right);
};

async function create(name: string): Promise<void> {
  const created = await api.request({
    path: '/m/u/users/client/billing',
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });
  const said: unknown = await created.body.json();
  if (created.statusCode !== 200) throw new Error(`create: ${created.statusCode}`);
  const shown = { type: 'rich_text_preformatted', elements: [{ type: 'text', text: JSON.stringify(said) }] };
  const posted = await slack.request({
    path: `${slackUrl.pathname}chat.postEphemeral`,
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({
      channel,
      user: person,
      text: 'A new API client',
      blocks: JSON.stringify([{ type: 'rich_text', elements: [shown] }]),
    }).toString(),
  });
  await posted.body.dump();
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
    if (!isSigned(String(timestamp), String(signature), body)) {
      response.writeHead(401).end();
      return;
    }
    response.end();
    const payload = new URLSearchParams(body.toString('utf8')).get('payload') ?? '';
    const name = /"(bench-\d+)"/.exec(payload)?.[1] ?? 'bench';
    create(name).catch((error: unknown) => process.stdout.write(`${String(error)}\n`));
  });
});
server.listen(0, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port })}\n`);
});
