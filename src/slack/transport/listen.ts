import type { Server } from 'node:http';

export interface Listening {
  readonly port: number;
  /** All addresses of the machine where it is absent. */
  readonly host?: string | undefined;
}

/** Resolves to the port that the server listens on; rejects with a sentence. */
export async function listen(server: Server, at: Listening): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(at, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (cause) {
    throw new Error(inWords(cause, at), { cause });
  }
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the HTTP server has no port');
  return address.port;
}

function inWords(error: unknown, { port, host }: Listening): string {
  switch (error instanceof Error && 'code' in error ? error.code : undefined) {
    case 'EADDRINUSE':
      return `Port ${port} is in use by another program: stop that one, or set PORT to another port.`;
    case 'EACCES':
      return `This user may not listen on port ${port}: set PORT to 1024 or more, or give it CAP_NET_BIND_SERVICE.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST is ${host}, which is no address of this machine: set it to one, or leave it out to listen on all.`;
    default:
      return `The bot cannot listen on port ${port}: ${String(error)}`;
  }
}
