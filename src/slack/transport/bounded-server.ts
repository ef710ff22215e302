import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** More connections than any load balancer keeps to one process. */
const CONNECTIONS_AT_MOST = 1_000;
/** For head and body together: Slack itself gives up after three seconds. */
const REQUEST_WITHIN_MS = 10_000;
/** How often Node looks for requests that take too long. */
const LOOKS_EVERY_MS = 1_000;
/** For a client that does not read its answer. */
const SILENT_FOR_MS = 30_000;

/** An HTTP server on which strangers can hold only so many connections, each only for so long. */
export class BoundedServer {
  readonly http: Server;
  /** Oldest first. */
  readonly #unproven = new Set<Socket>();
  readonly #proven = new Set<Socket>();

  constructor(listener: RequestListener, { keepAliveMs }: { readonly keepAliveMs: number }) {
    this.http = createServer(
      {
        headersTimeout: REQUEST_WITHIN_MS,
        requestTimeout: REQUEST_WITHIN_MS,
        connectionsCheckingInterval: LOOKS_EVERY_MS,
        keepAliveTimeout: keepAliveMs,
      },
      listener,
    );
    this.http.timeout = SILENT_FOR_MS;
    this.http.on('connection', (socket) => this.#admit(socket));
  }

  /** Slack signed a request that came through this connection: when there are too many, others are closed first. */
  proven(socket: Socket): void {
    if (this.#unproven.delete(socket)) this.#proven.add(socket);
  }

  #admit(socket: Socket): void {
    this.#unproven.add(socket);
    socket.once('close', () => {
      this.#unproven.delete(socket);
      this.#proven.delete(socket);
    });
    if (this.#unproven.size + this.#proven.size <= CONNECTIONS_AT_MOST) return;
    // The oldest goes, not the newest: otherwise strangers with open connections would keep Slack out.
    const [oldest] = this.#unproven;
    oldest?.destroy();
  }
}
