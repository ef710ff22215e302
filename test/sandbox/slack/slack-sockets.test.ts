import { App } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import {
  newScene,
  newWebClient,
  refusalOf,
  type Scene,
  silent,
  WIDE_MANIFEST,
} from './slack-with-fake-bot.js';

const APP_TOKEN = 'xapp-of-a-test';

let scene: Scene;
const sockets: WebSocket[] = [];
beforeEach(async () => {
  scene = await newScene(WIDE_MANIFEST, { appToken: APP_TOKEN });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await scene.close();
});

const Message = z.looseObject({ type: z.string(), envelope_id: z.string().default('') });
type Message = z.infer<typeof Message>;

const open = async (): Promise<string> =>
  (await newWebClient(scene.slack, APP_TOKEN).apps.connections.open({})).url ?? '';

interface Connection {
  readonly messages: readonly Message[];
  readonly ended: Promise<number>;
  ack(envelopeId: string, payload?: object): void;
  cut(): void;
  onMessage(listener: (message: Message) => void): void;
}

/** A bare connection, once Slack has said hello. */
const connect = async (): Promise<Connection> => {
  const socket = new WebSocket(await open());
  sockets.push(socket);
  const messages: Message[] = [];
  let listener: (message: Message) => void = () => undefined;
  const hello = new Promise((resolve, reject) => {
    socket.once('message', resolve);
    socket.once('error', reject);
  });
  socket.on('message', (received: Buffer) => {
    const message = Message.parse(JSON.parse(received.toString('utf8')));
    messages.push(message);
    listener(message);
  });
  const ended = new Promise<number>((resolve) => {
    socket.once('close', resolve);
  });
  await hello;
  return {
    messages,
    ended,
    ack: (envelopeId, payload) =>
      socket.send(JSON.stringify({ envelope_id: envelopeId, ...(payload === undefined ? {} : { payload }) })),
    cut: () => socket.terminate(),
    onMessage: (next) => {
      listener = next;
    },
  };
};

describe('Socket Mode', () => {
  test('wants the app-level token, and gives an address that is good once', async () => {
    const { slack, web } = scene;
    expect(await refusalOf(web.apps.connections.open({}))).toBe('not_allowed_token_type');
    expect(await refusalOf(newWebClient(slack, 'xapp-stolen').apps.connections.open({}))).toBe(
      'invalid_auth',
    );
    const url = await open();
    const first = new WebSocket(url);
    sockets.push(first);
    await new Promise((resolve) => first.once('open', resolve));
    const refused = await new Promise((resolve) => new WebSocket(url).once('error', resolve));
    expect(String(refused)).toContain('408');
    expect(slack.sockets.count()).toBe(1);
  });

  test('says hello, and brings commands, clicks and events in envelopes', async () => {
    const { slack, bot } = scene;
    const connection = await connect();
    connection.onMessage(({ envelope_id: id }) => connection.ack(id));
    const result = await slack.as('ben').command('/apiclient list');
    await slack.as('ben').openHome();
    expect(result).toMatchObject({ ok: true, body: '' });
    expect(connection.messages).toMatchObject([
      { type: 'hello', num_connections: 1, connection_info: { app_id: 'A0SANDBOX' } },
      {
        type: 'slash_commands',
        accepts_response_payload: true,
        payload: { command: '/apiclient', text: 'list', user_id: 'U0BEN', team_id: 'T0SANDBOX' },
      },
      {
        type: 'events_api',
        accepts_response_payload: false,
        retry_attempt: 0,
        payload: { type: 'event_callback', event: { type: 'app_home_opened' } },
      },
    ]);
    expect(bot.received).toEqual([]);
  });

  test('shows what an acknowledgement carries', async () => {
    const connection = await connect();
    connection.onMessage(({ envelope_id: id }) => connection.ack(id, { text: 'over the socket' }));
    await scene.slack.as('ben').command('/apiclient list');
    expect(scene.slack.as('ben').messages()).toMatchObject([{ content: 'over the socket' }]);
  });

  test('tells its person when no connection is there, or none acknowledges in time', async () => {
    const { slack } = scene;
    await slack.as('ben').command('/apiclient list');
    await connect();
    await slack.as('ben').command('/apiclient list');
    expect(
      slack
        .as('ben')
        .messages()
        .map(({ content }) => content),
    ).toEqual([
      '/apiclient failed with the error "dispatch_failed"',
      '/apiclient failed with the error "operation_timeout"',
    ]);
  });

  test('repeats an event over the next connection, with the same id', async () => {
    const { slack } = scene;
    const [first, second] = [await connect(), await connect()];
    first.onMessage(() => first.cut());
    second.onMessage(({ envelope_id: id }) => second.ack(id));
    await slack.as('ben').openHome();
    await slack.settled();
    const idOf = ({ messages }: Connection) =>
      z.looseObject({ payload: z.looseObject({ event_id: z.string() }) }).parse(messages[1]).payload.event_id;
    expect(idOf(second)).toBe(idOf(first));
    expect(second.messages[1]).toMatchObject({ retry_attempt: 1, retry_reason: 'connection_failed' });
  });

  test('takes ten connections, and goes round them', async () => {
    const { slack } = scene;
    const connections: Connection[] = [];
    for (let count = 1; count <= 10; count += 1) {
      const connection = await connect();
      connection.onMessage(({ envelope_id: id }) => connection.ack(id));
      connections.push(connection);
    }
    const extra = await connect();
    expect(extra.messages).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
    expect(slack.violations()).toEqual(['more than 10 sockets']);
    for (let count = 1; count <= 20; count += 1) await slack.as('ben').command('/apiclient list');
    expect(connections.map(({ messages }) => messages.length)).toEqual(Array.from({ length: 10 }, () => 3));
  });

  test('tells beforehand that a connection will end', async () => {
    const { slack } = scene;
    const connection = await connect();
    slack.sockets.disconnect('link_disabled');
    expect(await connection.ended).toBe(1000);
    expect(connection.messages.at(-1)).toMatchObject({ type: 'disconnect', reason: 'link_disabled' });
    expect(slack.sockets.count()).toBe(0);
  });

  test("serves Slack's own framework", async () => {
    const { slack } = scene;
    const app = new App({
      socketMode: true,
      appToken: APP_TOKEN,
      token: 'xoxb-of-a-test',
      clientOptions: { slackApiUrl: slack.apiUrl },
      logger: silent,
    });
    app.command('/apiclient', ({ ack, body }) => ack(`you said ${body.text}`));
    await app.start();
    await slack.as('ben').command('/apiclient hello');
    expect(slack.as('ben').messages()).toMatchObject([{ content: 'you said hello' }]);
    await app.stop();
  });
});
