import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP link to a server that can be cut, held up and mended. */
export class BreakableLink {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: Set<Socket>;
  readonly #far: { port: number };
  #cut = false;

  private constructor(server: Server, port: number, sockets: Set<Socket>, far: { port: number }) {
    this.#far = far;
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
    server.on('connection', (socket) => {
      if (this.#cut) socket.destroy();
    });
  }

  static async to(host: string, port: number): Promise<BreakableLink> {
    const sockets = new Set<Socket>();
    const target = { port };
    const server = createServer((near) => {
      const far = connect(target.port, host);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return new BreakableLink(server, address.port, sockets, target);
  }

  /** New connections lead to another server of the same host, as after a failover; those that are open stay. */
  leadTo(port: number): void {
    this.#far.port = port;
  }

  cut(): void {
    this.#cut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Keeps every connection open and lets nothing through. */
  hold(): void {
    for (const socket of this.#sockets) socket.unpipe().pause();
  }

  /** Lets new connections through again; those held up stay so, as after a router lost its state. */
  mend(): void {
    this.#cut = false;
  }

  async remove(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
