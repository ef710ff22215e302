import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

/** What Slack posted, in one shape for commands, interactions and events. */
const Incoming = z.looseObject({
  type: z.string().default('command'),
  command: z.string().optional(),
  text: z.string().optional(),
  trigger_id: z.string().default(''),
  response_url: z.string().default(''),
  channel: z.looseObject({ id: z.string() }).or(z.string()).optional(),
  channel_id: z.string().optional(),
  user: z.looseObject({ id: z.string(), team_id: z.string() }).optional(),
  actions: z.array(z.looseObject({ action_id: z.string(), type: z.string() })).optional(),
  view: z
    .looseObject({
      id: z.string(),
      hash: z.string(),
      state: z.object({ values: z.record(z.string(), z.record(z.string(), z.looseObject({}))) }),
    })
    .optional(),
  message: z.looseObject({ ts: z.string() }).optional(),
  container: z.looseObject({ is_ephemeral: z.boolean().optional() }).optional(),
  value: z.unknown().optional(),
  is_cleared: z.boolean().optional(),
  event: z.looseObject({ type: z.string() }).optional(),
  event_id: z.string().optional(),
});
export type Incoming = z.infer<typeof Incoming>;

interface Answer {
  readonly status?: number;
  readonly body?: string | object;
  readonly headers?: Readonly<Record<string, string>>;
  readonly afterMs?: number;
}

type Listener = (incoming: Incoming) => Answer | undefined | Promise<Answer | undefined>;

export interface FakeBot {
  readonly url: string;
  readonly received: readonly Incoming[];
  /** The headers of everything that was received. */
  headers(): readonly IncomingHttpHeaders[];
  /** How the bot answers from now on; what it does besides is the listener's affair. */
  answer(listener: Listener): void;
  last(): Incoming;
  close(): Promise<void>;
}

const parse = (contentType: string, body: string): Incoming => {
  if (contentType === 'application/json') return Incoming.parse(JSON.parse(body));
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  return Incoming.parse(payload === null ? Object.fromEntries(form) : JSON.parse(payload));
};

const reply = async (listener: Listener, incoming: Incoming, response: ServerResponse): Promise<void> => {
  const { status = 200, body = '', headers = {}, afterMs = 0 } = (await listener(incoming)) ?? {};
  await sleep(afterMs);
  response.writeHead(status, headers).end(typeof body === 'object' ? JSON.stringify(body) : body);
};

/** A bot that only checks signatures and answers as it is told. */
export const startFakeBot = async (signingSecret: string): Promise<FakeBot> => {
  const received: Incoming[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let listener: Listener = () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const base = `v0:${String(request.headers['x-slack-request-timestamp'])}:${body}`;
      const right = Buffer.from(`v0=${createHmac('sha256', signingSecret).update(base).digest('hex')}`);
      const given = Buffer.from(String(request.headers['x-slack-signature']));
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        response.writeHead(401).end();
        return;
      }
      const incoming = parse(request.headers['content-type'] ?? '', body);
      received.push(incoming);
      headers.push(request.headers);
      void reply(listener, incoming, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the fake bot has no port');
  return {
    url: `http://127.0.0.1:${address.port}/slack/events`,
    received,
    headers: () => headers,
    answer: (next) => {
      listener = next;
    },
    last: () => {
      const last = received.at(-1);
      if (last === undefined) throw new Error('the bot received nothing');
      return last;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
