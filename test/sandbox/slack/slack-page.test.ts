import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startSandboxSlack } from '../../../sandbox/slack/start-slack.js';
import type { ActRequest, Snapshot } from '../../../sandbox/slack/wire/wire.js';
import { MANIFEST, newScene, type Scene } from './slack-with-fake-bot.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene();
});
afterEach(() => scene.close());

const act = async (request: ActRequest): Promise<{ status: number; body: unknown }> => {
  const response = await fetch(`${scene.slack.url}/sandbox/act`, {
    method: 'POST',
    body: JSON.stringify(request),
  });
  return { status: response.status, body: await response.json() };
};

/** The page's view of the workspace: the newest snapshot, each time one that `holds`. */
const watch = (as: string) => {
  const abort = new AbortController();
  const opened = fetch(`${scene.slack.url}/sandbox/stream?as=${as}`, { signal: abort.signal });
  const snapshots = (async function* (): AsyncGenerator<Snapshot> {
    const { body } = await opened;
    if (body === null) throw new Error('no stream');
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        yield JSON.parse(text.slice('data: '.length, end));
        text = text.slice(end + 2);
      }
    }
  })();
  return {
    until: async (holds: (snapshot: Snapshot) => boolean): Promise<Snapshot> => {
      for (;;) {
        const { value, done } = await snapshots.next();
        if (done === true) throw new Error('the stream ended');
        if (holds(value)) return value;
      }
    },
    stop: () => abort.abort(),
  };
};

test('a page sees what its person sees, and each change of it', async () => {
  const page = watch('ben');
  const first = await page.until(() => true);
  expect(first.me.realName).toBe('Ben Ortiz');
  expect(first.channels.map((channel) => channel.name)).toEqual([
    'general',
    'data',
    'approvals',
    'audit',
    'random',
    'partners',
    'leads',
    'Test App',
  ]);
  await scene.web.chat.postEphemeral({ channel: 'C0DATA', user: 'U0BEN', text: 'psst' });
  const next = await page.until(({ channels }) => channels.some(({ messages }) => messages.length > 0));
  expect(next.channels.find(({ id }) => id === 'C0DATA')).toMatchObject({
    unread: 1,
    messages: [{ text: 'psst', isEphemeral: true, authorName: 'Test App' }],
  });
  page.stop();
});

test('a page acts as the driver does', async () => {
  const { bot } = scene;
  const page = watch('aiko');
  bot.answer(() => ({ body: 'here you are' }));
  const done = await act({ as: 'aiko', act: 'command', channelId: 'C0DATA', text: '/apiclient list' });
  expect(done).toMatchObject({ status: 200, body: { ok: true, status: 200, body: 'here you are' } });
  await page.until(({ channels }) => channels.some(({ messages }) => messages[0]?.text === 'here you are'));
  page.stop();
});

test('an impossible or malformed act is refused in words', async () => {
  expect(await act({ as: 'zoe', act: 'open-home' })).toEqual({
    status: 400,
    body: { error: 'Zoe Former cannot use Slack' },
  });
  const malformed = await fetch(`${scene.slack.url}/sandbox/act`, { method: 'POST', body: '{"act":"fly"}' });
  expect(malformed.status).toBe(400);
});

test('a fault can be ordered from outside', async () => {
  const fault = { method: 'auth.test', kind: 'error', error: 'account_inactive' };
  await fetch(`${scene.slack.url}/sandbox/fault`, { method: 'POST', body: JSON.stringify(fault) });
  await expect(scene.web.auth.test()).rejects.toThrow('account_inactive');
});

test('the built page is served, and nothing outside its folder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-page-'));
  await mkdir(join(folder, 'page'));
  await writeFile(join(folder, 'page', 'index.html'), '<p>page</p>');
  await writeFile(join(folder, 'outside.txt'), 'outside');
  const slack = await startSandboxSlack({
    signingSecret: 's',
    botToken: 't',
    manifestPath: MANIFEST,
    pageDir: join(folder, 'page'),
  });
  const page = await fetch(`${slack.url}/?as=aiko`);
  expect([page.status, await page.text()]).toEqual([200, '<p>page</p>']);
  const status = await new Promise<number | undefined>((resolve, reject) => {
    get(`${slack.url}/..%2foutside.txt`, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    );
  });
  expect(status).toBe(404);
  await slack.close();
  await rm(folder, { recursive: true });
});
