import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { randomBytes } from 'node:crypto';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.js';
import { APP_ID } from '../workspace/people.js';
import { SlackError } from '../wire/slack-error.js';
import type { Violations } from '../violations.js';
import { envelopeOf, readAck } from './envelope.js';
import { type Answered, DEADLINE_MS, type DeliveryKind, NO_ANSWER, type Retry } from './transport.js';

const MOST_CONNECTIONS = 10;
const TICKET_LIFETIME_MS = 30_000;
const PING_EVERY_MS = 10_000;
/** Slack tells beforehand, and then closes. */
const CLOSES_AFTER_MS = { warning: 10_000, refresh_requested: 2_000, link_disabled: 0 } as const;
export type DisconnectReason = keyof typeof CLOSES_AFTER_MS;

interface Waiting {
  readonly socket: WebSocket;
  readonly acknowledge: (answered: Answered) => void;
}

/** Socket Mode: the connections that the bot has opened, and what is under way on them. */
export class Sockets {
  readonly #clock: Clock;
  readonly #violations: Violations;
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #tickets = new Map<string, number>();
  readonly #waiting = new Map<string, Waiting>();
  /** The next delivery goes to the first of them. */
  #open: WebSocket[] = [];

  constructor(clock: Clock, violations: Violations) {
    this.#clock = clock;
    this.#violations = violations;
  }

  /** The end of an address that is good for one connection, for half a minute. */
  ticket(): string {
    const ticket = randomBytes(12).toString('hex');
    this.#tickets.set(ticket, this.#clock.now());
    return ticket;
  }

  /** An upgrade of an HTTP connection. */
  accept(request: IncomingMessage, connection: Duplex, head: Buffer): void {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const ticket = url.searchParams.get('ticket') ?? '';
    const issuedAt = this.#tickets.get(ticket);
    this.#tickets.delete(ticket);
    if (
      url.pathname !== '/link/' ||
      issuedAt === undefined ||
      this.#clock.now() - issuedAt > TICKET_LIFETIME_MS
    ) {
      connection.end('HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n');
      return;
    }
    this.#server.handleUpgrade(request, connection, head, (socket) => this.#welcome(socket));
  }

  count(): number {
    return this.#usable().length;
  }

  /** To one of the connections in turn. Never rejects: no connection and a missed deadline are `NO_ANSWER`. */
  deliver(kind: DeliveryKind, body: string, retry: Retry | undefined): Promise<Answered> {
    const [socket, ...others] = this.#usable();
    if (socket === undefined) return Promise.resolve(NO_ANSWER);
    this.#open = [...others, socket];
    const envelope = envelopeOf(this.#clock.id('envelope-'), kind, body, retry);
    return new Promise((resolve) => {
      const acknowledge = (answered: Answered): void => {
        clearTimeout(deadline);
        this.#waiting.delete(envelope.envelope_id);
        resolve(answered);
      };
      const deadline = setTimeout(() => acknowledge(NO_ANSWER), DEADLINE_MS);
      this.#waiting.set(envelope.envelope_id, { socket, acknowledge });
      socket.send(JSON.stringify(envelope));
    });
  }

  /** Tells every connection that it will end, and why, and ends it a little later. */
  disconnect(reason: DisconnectReason): void {
    for (const socket of this.#open) {
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'sandbox' } }));
      setTimeout(() => socket.close(1000), CLOSES_AFTER_MS[reason]).unref();
    }
  }

  /** Ends every connection without a word, as a broken network does. */
  cut(): void {
    for (const socket of this.#open) socket.terminate();
  }

  close(): void {
    this.cut();
    for (const { acknowledge } of this.#waiting.values()) acknowledge(NO_ANSWER);
    this.#server.close();
  }

  #usable(): WebSocket[] {
    return this.#open.filter((socket) => socket.readyState === WebSocket.OPEN);
  }

  #welcome(socket: WebSocket): void {
    if (this.#usable().length >= MOST_CONNECTIONS) {
      this.#violations.add(`more than ${MOST_CONNECTIONS} sockets`);
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close(1008);
      return;
    }
    this.#open.push(socket);
    const ping = setInterval(() => socket.ping(), PING_EVERY_MS).unref();
    socket.on('message', (received) => this.#receive(socket, received));
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(ping);
      this.#open = this.#open.filter((one) => one !== socket);
      // What was sent over it is not acknowledged any more.
      for (const waiting of this.#waiting.values()) {
        if (waiting.socket === socket) waiting.acknowledge(NO_ANSWER);
      }
    });
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: this.#open.length,
        debug_info: { host: 'sandbox', approximate_connection_time: 18_060 },
        connection_info: { app_id: APP_ID },
      }),
    );
  }

  #receive(socket: WebSocket, received: RawData): void {
    const ack = readAck(textOf(received));
    const waiting = ack === undefined ? undefined : this.#waiting.get(ack.envelopeId);
    if (ack === undefined) {
      this.#violations.add('something that is no acknowledgement came over a socket');
    } else if (waiting === undefined) {
      this.#violations.add('an envelope was acknowledged too late, twice, or was never sent');
    } else if (waiting.socket !== socket) {
      this.#violations.add('an envelope was acknowledged over another socket');
    } else {
      waiting.acknowledge({ status: 200, answer: ack.body, refusesRetry: false });
    }
  }
}

const textOf = (received: RawData): string =>
  (Array.isArray(received) ? Buffer.concat(received) : Buffer.from(new Uint8Array(received))).toString(
    'utf8',
  );

/** `apps.connections.open` with an app-level token; a bot's own is not allowed to. */
export const checkAppToken = (expected: string | undefined, given: string): void => {
  if (given.startsWith('xox')) throw new SlackError('not_allowed_token_type');
  if (expected === undefined || given !== expected) throw new SlackError('invalid_auth');
};
