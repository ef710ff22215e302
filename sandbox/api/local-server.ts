import type { Server } from 'node:http';

/** Listens on 127.0.0.1 and gives the origin; port 0 is any free one. */
export async function listenLocally(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return `http://127.0.0.1:${address.port}`;
}

/** Ends calls that hang, too. */
export async function stopServer(server: Server): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.close((failure) => (failure === undefined ? resolve() : reject(failure)));
    server.closeAllConnections();
  });
}
