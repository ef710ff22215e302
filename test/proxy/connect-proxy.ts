// A proxy that opens tunnels and nothing else, as firewalls have them. It alone knows the names that it is given.
// It prints its port, then each host that it was asked for.
import { createServer } from 'node:http';
import { connect } from 'node:net';

const [authorization = '', ...names] = process.argv.slice(2);
/** `host:port` by `name:port`. */
const known = new Map(names.map((one) => [one.split('=')[0] ?? '', one.split('=')[1] ?? '']));

const server = createServer((_request, response) => {
  console.log('a request without a tunnel');
  response.writeHead(405).end();
});
server.on('connect', ({ url = '', headers }, client, head: Buffer) => {
  client.on('error', () => client.destroy());
  if (headers['proxy-authorization'] !== `Basic ${Buffer.from(authorization).toString('base64')}`) {
    return void client.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  }
  const [host = '', port] = (known.get(url) ?? url).split(':');
  if (!known.has(url) && host !== '127.0.0.1') return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  console.log(url);
  const upstream = connect(Number(port), host, () => {
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    upstream.write(head);
    upstream.pipe(client);
    client.pipe(upstream);
  });
  upstream.on('error', () => client.destroy());
  client.on('close', () => upstream.destroy());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') console.log(address.port);
});
