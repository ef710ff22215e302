import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { createClient } from '@redis/client';
import { array, assert, asyncProperty, constantFrom, json, nat, oneof, option, string } from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import type { Acknowledgement, RawDelivery } from '../../../sandbox/slack/delivering/deliveries.js';
import type { SandboxSlack } from '../../../sandbox/slack/start-slack.js';
import { conversations } from '../../../src/slack/app.js';
import { build } from '../../built/build.js';
import { environmentFor, root, startSlack } from '../../harness.js';
import { STORE_LIFE } from '../../../src/storage/records/store-life.js';
import { RedisServer } from '../../storage/servers/redis-server.js';
import { BotProcess } from '../../workspaces/bot-process.js';
import { FOUND } from './found.js';
import { spoiled, spoiledJson } from './spoiled.js';

/** Fixed, so that what fails once fails again; `FUZZ_SEED` looks elsewhere. */
const seed = Number(process.env['FUZZ_SEED'] ?? 25);
const SECONDS = 15;
const settings = { seed, numRuns: 100_000, interruptAfterTimeLimit: SECONDS * 1_000 };
const HANGS_AFTER_MS = 1_000;
/** What the log says where the bot did not expect what happened. */
const FAULT = /"msg":"(?:a fault of the bot|failed)"/;
/** Understood, not understood, for nobody. */
const STATUSES = [200, 400, 404];

let api: SandboxApi;
let slack: SandboxSlack;
let redis: RedisServer;
let bot: BotProcess;
let blue: Server;
/** The chunks that Blue API answers every call with. */
let chunks: readonly string[] = [];
/** All that the bot has said to Slack. */
let said: string[] = [];

beforeAll(build, 120_000);
beforeAll(async () => {
  blue = createServer((incoming, response) => {
    incoming.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    const asked = incoming.url ?? '';
    // Who the caller is, it says truly: otherwise nothing else would be asked.
    if (asked.endsWith('/whoami')) return response.end(JSON.stringify({ id: root, parent: '' }));
    for (const chunk of chunks) response.write(chunk);
    return response.end();
  }).listen(0, '127.0.0.1');
  await once(blue, 'listening');
  [api, slack, redis] = await Promise.all([
    startSandboxApi(),
    startSlack({
      witness: ({ kind, asked, body }) => {
        if (kind === 'response-url' || /^(?:views|chat)\./.test(asked)) said.push(body);
        return ({ body: answer }) => {
          if (kind === 'delivery' && answer !== '') said.push(answer);
        };
      },
    }),
    RedisServer.start(),
  ]);
  bot = await startBot({});
});
afterAll(async () => {
  await bot.stop();
  await Promise.all([slack.close(), api.stop(), redis.kill()]);
  blue.close();
});

async function startBot(changes: Readonly<Record<string, string>>): Promise<BotProcess> {
  const started = await BotProcess.start({
    ...environmentFor(api, slack),
    STORE_URL: redis.url,
    STORE_ALLOW_VOLATILE: 'true',
    LOG_LEVEL: 'info',
    ...changes,
  });
  slack.connectApp(started.eventsUrl);
  return started;
}

type Taken = Pick<Acknowledgement, 'status' | 'ackMs'>;

/** Delivers something, waits until all is said about it, and looks whether the bot took it as it should. */
async function taken(deliver: () => Promise<Taken>): Promise<void> {
  const logged = bot.output.length;
  said = [];
  let { status, ackMs } = await deliver();
  // Once more: the machine may have been busy.
  if (ackMs > HANGS_AFTER_MS) ({ status, ackMs } = await deliver());
  expect(ackMs).toBeLessThan(HANGS_AFTER_MS);
  expect(STATUSES).toContain(status);
  await slack.settled(30);
  const log = bot.output.slice(logged);
  expect(log.split('\n').filter((line) => FAULT.test(line))).toEqual([]);
  // Whatever was not done is told with the reference that the log has.
  for (const [, reference = ''] of log.matchAll(/"reference":"(\w+)"[^\n]*"msg":"not done"/g))
    await isSaid(reference);
}

/** Waits until the bot has said something to somebody: anything, or these words. */
const isSaid = (words = ''): Promise<void> =>
  expect.poll(() => said.some((body) => body.includes(words)), { timeout: 10_000, interval: 10 }).toBe(true);

/** A command is taken, and answered. */
async function answered(text: string, who = 'aiko'): Promise<void> {
  await taken(async () => {
    const { status, ackMs } = await slack.as(who).command(`/apiclient ${text}`);
    expect(status).toBe(200);
    return { status, ackMs };
  });
  await isSaid();
  await slack.settled(30);
}

const names = conversations.flatMap(({ command: one }) => one?.name ?? []);

test('whatever is typed behind a command is answered', async () => {
  const word = oneof(
    string({ unit: 'grapheme', maxLength: 20 }),
    string({ unit: 'binary', maxLength: 20 }),
    constantFrom(
      '--user',
      '--purpose',
      '--owner',
      '--until',
      '--export',
      '--since',
      '--for',
      '--mine',
      '"',
      '“',
      '@',
      '@data-team',
      '<@U0BEN>',
      '<!subteam^S0DATATEAM>',
      '90d',
      '9999-12-31',
      '-1',
      'billing',
      'ripple-000000000000',
      '\u202e',
      '\0',
    ),
  );
  await assert(
    asyncProperty(
      constantFrom('aiko', 'daniel', 'gus'),
      constantFrom(...names, '', 'lits'),
      array(word, { maxLength: 8 }),
      async (who, name, words) => {
        await answered([name, ...words].join(' '), who);
        const view = slack.as(who).modal();
        if (view !== undefined) await slack.as(who).closeModal();
      },
    ),
    settings,
  );
}, 60_000);

test('a delivery with the right signature and a broken body does no harm', async () => {
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient list');
  await aiko.command('/apiclient create');
  await aiko.sees(({ modal }) => modal !== undefined && 'Name' in modal.fields);
  await aiko.submit();
  await aiko.closeModal();
  await aiko.openHome();
  await slack.settled();
  const samples = slack.deliveries().filter(({ kind }) => kind !== 'raw');
  const kinds = new Map(samples.map((one) => [one.kind, one]));
  const deliver =
    ({ contentType, body }: RawDelivery) =>
    () =>
      slack.deliverRaw({ body, ...(contentType !== undefined && { contentType }) });
  for (const body of FOUND.bodies) await taken(deliver({ contentType: 'application/json', body }));
  const instead = oneof(
    json({ maxDepth: 1 }),
    option(string(), { nil: undefined }),
    constantFrom('', '💥', null, 0, -1, [], {}),
  );
  await assert(
    asyncProperty(
      constantFrom(...kinds.values()),
      array(nat(1_000), { maxLength: 6 }),
      instead,
      nat(4_000),
      async (sample, path, value, cut) => {
        const body = cut % 7 === 0 ? sample.body.slice(0, cut) : spoiled(sample, path, value);
        await taken(deliver({ contentType: sample.contentType, body }));
      },
    ),
    settings,
  );
  expect((await fetch(`http://127.0.0.1:${bot.port}/readyz`)).status).toBe(200);
}, 60_000);

const client = {
  clientId: 'ripple-0123456789ab',
  clientSecret: 'secret',
  name: 'x',
  grantType: 'client_credentials',
  parent: root,
  createTime: '2026-01-01T00:00:00Z',
};

test('whatever Blue API answers, a person hears what became of it', async () => {
  const address = blue.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const overBlue = await startBot({
    STORE_URL: 'memory:',
    ALPHAUS_API: 'blue',
    ALPHAUS_BLUE_URL: `http://127.0.0.1:${port}`,
  });
  const usual = bot;
  bot = overBlue;
  try {
    const value = oneof(
      constantFrom(client, { ...client, name: null }, {}, null, [], 'x', 0),
      json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
    );
    const line = oneof(
      value.map((result) => JSON.stringify({ result })),
      constantFrom({ code: 13, message: 'x' }, {}, null, 'x').map((error) => JSON.stringify({ error })),
      value.map((one) => JSON.stringify(one)),
      string({ unit: 'binary', maxLength: 30 }),
      constantFrom('', '{"result":', '{"result":{}}{"result":{}}', '\ufeff{}'),
    );
    const answer = array(
      oneof(
        line.map((one) => `${one}\n`),
        line,
      ),
      { maxLength: 5 },
    );
    await assert(
      asyncProperty(
        answer,
        constantFrom(
          'list',
          'create x --purpose y',
          'delete ripple-0123456789ab',
          'show ripple-0123456789ab',
        ),
        async (next, text) => {
          chunks = next;
          await answered(text);
        },
      ),
      settings,
    );
  } finally {
    bot = usual;
    slack.connectApp(bot.eventsUrl);
    await overBlue.stop();
  }
}, 90_000);

test('a record of the store that is not what it was stops nothing but what it is about', async () => {
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create stored --user billing --purpose x');
  await aiko.command('/apiclient create kept --user analytics --purpose x');
  await slack.as('daniel').command('/apiclient request asked --user billing --purpose x');
  await slack.settled();
  const store = createClient({ url: redis.url });
  await store.connect();
  try {
    const keys: string[] = [];
    for await (const some of store.scanIterator()) keys.push(...some);
    // One tells whether the store is the one that it was: without it nobody may do anything, and that is meant.
    const mutable = keys.filter((key) => !key.includes(STORE_LIFE));
    const types = await Promise.all(mutable.map((key) => store.type(key)));
    const records = mutable.filter((_, index) => types[index] === 'string');
    expect(records.length).toBeGreaterThan(8);
    const commands = [
      'list',
      'list --mine',
      'requests',
      'show stored',
      'why create',
      'audit',
      'access',
      'setup',
    ];
    await assert(
      asyncProperty(
        constantFrom(...records),
        array(nat(1_000), { maxLength: 5 }),
        oneof(json(), string()),
        nat(3),
        constantFrom(...commands),
        async (key, path, value, how, text) => {
          const standing = (await store.get(key)) ?? '';
          const broken =
            [standing.slice(0, standing.length / 2), value, '', spoiledJson(standing, path, value)][how] ??
            '';
          await store.set(key, broken);
          try {
            await answered(text);
          } finally {
            // What the bot has written meanwhile stays.
            if ((await store.get(key)) === broken) await store.set(key, standing);
          }
        },
      ),
      settings,
    );
    // Everything is as before, once the record is again what it was.
    await answered('list stored');
    await isSaid('stored');
  } finally {
    await store.close();
  }
}, 90_000);
