import { createServer } from 'node:http';
import { Pool } from 'undici';

/** The floor of a list: 200, the list fetched and parsed, and how long it is posted to the response_url. */
const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
};
const accessToken = variable('FLOOR_ACCESS_TOKEN');
const api = new Pool(new URL(variable('ALPHAUS_SERVICE_URL')).origin);
const slack = new Pool(new URL(variable('SLACK_API_URL')).origin);

async function list(command: URLSearchParams): Promise<void> {
  const user = /--user (\S+)/.exec(command.get('text') ?? '')?.[1] ?? '';
  const listed = await api.request({
    path: `/m/u/users/clients/${user}`,
    method: 'GET',
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const clients: unknown = JSON.parse(await listed.body.text());
  if (!Array.isArray(clients)) throw new Error(`list: ${listed.statusCode}`);
  const posted = await slack.request({
    path: new URL(command.get('response_url') ?? '').pathname,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: `${clients.length} clients` }),
  });
  await posted.body.dump();
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.end();
    list(new URLSearchParams(Buffer.concat(chunks).toString('utf8'))).catch((error: unknown) =>
      process.stdout.write(`${String(error)}\n`),
    );
  });
});
server.listen(0, () => {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  process.stdout.write(`${JSON.stringify({ msg: 'ready', port })}\n`);
});
