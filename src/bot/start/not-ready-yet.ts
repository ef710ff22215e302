import { once } from 'node:events';
import { createServer } from 'node:http';
import { listen, type Listening } from '../../slack/transport/listen.js';

export interface NotReadyYet {
  /** Resolves when the port is free again. */
  stop(): Promise<void>;
}

/** Answers for a bot that lives and cannot serve yet: `/healthz` with 200, all else with 503 and why. */
export async function answerNotReadyYet(at: Listening, why: () => string): Promise<NotReadyYet> {
  const server = createServer((request, response) => {
    const isAlive = /^\/healthz\/?$/.test(request.url ?? '');
    response.writeHead(isAlive ? 200 : 503, {
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
    });
    response.end(isAlive ? 'ok\n' : `${why()}\n`);
  });
  await listen(server, at);
  return {
    async stop() {
      server.close();
      server.closeIdleConnections();
      await once(server, 'close');
    },
  };
}
