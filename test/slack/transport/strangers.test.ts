import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import type { SandboxSlack } from '../../../sandbox/slack/start-slack.js';
import { build } from '../../built/build.js';
import { environmentFor, startSlack } from '../../harness.js';
import { BotProcess } from '../../workspaces/bot-process.js';

const MEBIBYTE = 1024 * 1024;

let api: SandboxApi;
let slack: SandboxSlack;
let bot: BotProcess;
let sockets: Socket[];
beforeAll(build, 120_000);
beforeEach(async () => {
  sockets = [];
  [api, slack] = await Promise.all([startSandboxApi(), startSlack()]);
  bot = await BotProcess.start({ ...environmentFor(api, slack), LOG_LEVEL: 'info' });
  slack.connectApp(bot.eventsUrl);
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await bot.stop();
  await slack.close();
  await api.stop();
  expect(slack.violations()).toEqual([]);
});

/** A stranger's connection, on which something was sent; it ends when the bot ends it. */
function stranger(...parts: readonly (string | Buffer)[]): {
  readonly sent: Promise<unknown>;
  readonly ended: Promise<unknown>;
} {
  const socket = connect(bot.port, '127.0.0.1');
  sockets.push(socket);
  // Being cut off is what is looked at here.
  socket.on('error', () => undefined);
  socket.resume();
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const sent = new Promise<void>((resolve) => {
    for (const part of parts.slice(0, -1)) socket.write(part);
    socket.write(parts.at(-1) ?? '', () => resolve());
  });
  return { sent: Promise.race([sent, ended]), ended };
}

const head = `POST /slack/events HTTP/1.1\r\nhost: bot\r\ncontent-length: ${MEBIBYTE}\r\n\r\n`;

/** Slack itself says whether its request was answered within three seconds. */
async function slackIsServed(): Promise<void> {
  const aiko = slack.as('aiko');
  await aiko.reload();
  expect(await aiko.command('/apiclient version')).toMatchObject({ status: 200 });
  await aiko.seesMessage('API Clients bot, version');
}

const linesSaying = (words: string): readonly string[] =>
  bot.output.split('\n').filter((line) => line.includes(words));

describe('strangers who prove nothing', () => {
  test('hold little memory and little time with hundreds of unfinished bodies, and Slack is served meanwhile', {
    timeout: 90_000,
  }, async () => {
    await slackIsServed();
    const before = bot.residentBytes();
    const body = Buffer.alloc(MEBIBYTE - 1, 'x');
    const from = performance.now();
    const strangers = Array.from({ length: 300 }, () => stranger(head, body));
    await Promise.all(strangers.map(({ sent }) => sent));
    await slackIsServed();
    expect(bot.residentBytes() - before).toBeLessThan(150 * MEBIBYTE);
    await Promise.all(strangers.map(({ ended }) => ended));
    expect(performance.now() - from).toBeLessThan(40_000);
    await slackIsServed();
    // One line for all of them until ten seconds have passed, and one for what came since.
    expect(linesSaying('request ended before all of it was there').length).toBeLessThan(6);
    expect(linesSaying('"stack"')).toEqual([]);
  });

  test('pay for a body that comes byte by byte what it costs, not what it weighs', {
    timeout: 90_000,
  }, async () => {
    await slackIsServed();
    const before = bot.residentBytes();
    const strangers = Array.from({ length: 60 }, () =>
      stranger(head.replace(`content-length: ${MEBIBYTE}`, 'transfer-encoding: chunked')),
    );
    await Promise.all(strangers.map(({ sent }) => sent));
    const bytes = '1\r\nx\r\n'.repeat(MEBIBYTE / 4);
    for (const socket of sockets) socket.write(bytes);
    await Promise.all(strangers.map(({ ended }) => ended));
    expect(bot.residentBytes() - before).toBeLessThan(150 * MEBIBYTE);
    await slackIsServed();
  });

  test('cannot keep Slack out with more connections than there is room for', {
    timeout: 60_000,
  }, async () => {
    const strangers = Array.from({ length: 1_200 }, () => stranger('POST /slack/events HTTP/1.1\r\nhost: '));
    await Promise.race(strangers.map(({ ended }) => ended));
    await slackIsServed();
    const from = performance.now();
    await Promise.all(strangers.map(({ ended }) => ended));
    expect(performance.now() - from).toBeLessThan(30_000);
  });

  test('are told that a body is too long, and no more of it is read', async () => {
    const socket = connect(bot.port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString();
    });
    socket.write(head.replace(`${MEBIBYTE}`, `${100 * MEBIBYTE}`));
    socket.write(Buffer.alloc(MEBIBYTE + 1));
    await once(socket, 'close');
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  test('who go away in the middle are one line in the log, not a stack trace each', async () => {
    for (let times = 0; times < 20; times += 1) {
      const { sent, ended } = stranger(head, 'x');
      await sent;
      sockets.at(-1)?.destroy();
      await ended;
    }
    while (linesSaying('request ended before').length === 0) await sleep(20);
    await slackIsServed();
    expect(linesSaying('request ended before')).toHaveLength(1);
    expect(linesSaying('"stack"')).toEqual([]);
  });
});
