import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';

const openssl = (...args: readonly string[]) => promisify(execFile)('openssl', args);

/** A certificate authority of a company's own, which nobody outside knows, and a certificate of it for the names. */
export async function companyCertificates(directory: string, names: readonly string[]) {
  const at = (name: string): string => join(directory, name);
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    at('ca.key'),
    '-out',
    at('ca.pem'),
    '-subj',
    '/CN=Company CA',
  );
  await openssl(
    'req',
    '-x509',
    ...newKey,
    '-keyout',
    at('host.key'),
    '-out',
    at('host.pem'),
    '-subj',
    `/CN=${names[0]}`,
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    '-addext',
    'basicConstraints=critical,CA:FALSE',
    '-addext',
    `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`,
  );
  return { ca: at('ca.pem'), key: await readFile(at('host.key')), cert: await readFile(at('host.pem')) };
}

/** Ends TLS before a server of this machine; resolves to its own port. */
export async function tlsBefore(
  target: string,
  { key, cert }: { readonly key: Buffer; readonly cert: Buffer },
): Promise<{ readonly port: number; readonly stop: () => void }> {
  const { port, hostname } = new URL(target);
  const server = createServer({ key, cert }, (client) => {
    const upstream = connect(Number(port), hostname);
    client.on('error', () => upstream.destroy());
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('there is no port');
  return { port: address.port, stop: () => void server.close() };
}
