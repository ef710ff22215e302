import { expect, test } from 'vitest';
import { completionsFor, isTyped } from '../../../sandbox/page/src/composer/completions.js';
import { credentialsIn } from '../../../sandbox/page/src/trial/credentials-in.js';
import type { Snapshot } from '../../../sandbox/slack/wire/wire.js';
import { start } from '../../harness.js';

/** What Aiko sees, as the page gets it. */
async function snapshotOf(url: string): Promise<Snapshot> {
  const abort = new AbortController();
  const response = await fetch(`${url}/sandbox/stream?as=aiko`, { signal: abort.signal });
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('utf8');
    if (text.includes('\n\n')) break;
  }
  abort.abort();
  return JSON.parse(text.slice('data: '.length));
}

test('what one begins to type is completed with what the workspace and the manifest have', async () => {
  const running = await start();
  const snapshot = await snapshotOf(running.slack.url);
  await running.stop();
  const offered = (typed: string) => completionsFor(typed, snapshot).map(({ title }) => title);
  expect({
    slash: offered('/'),
    words: offered('/apiclient create'),
    owner: offered('/apiclient create x --owner @dat'),
    surname: offered('give it to @ortiz'),
    channel: offered('see #appr'),
    mail: offered('root@sandbox'),
  }).toEqual({
    slash: ['/apiclient', 'Create API client'],
    words: [],
    owner: ['@data-team'],
    surname: ['@ben'],
    channel: ['#approvals'],
    mail: [],
  });
  const [group] = completionsFor('/apiclient create x --owner @data-team', snapshot);
  expect(group && isTyped('/apiclient create x --owner @data-team', group)).toBe(true);
  expect(group && isTyped('/apiclient create x --owner @data', group)).toBe(false);
});

test('the credentials are taken from the message as one would copy them', async () => {
  const running = await start();
  const { api, slack } = running;
  const before = credentialsIn(await snapshotOf(slack.url));
  await slack.as('aiko').command('/apiclient create nightly --user billing --purpose x');
  await slack.as('aiko').seesMessage('save its secret now');
  const taken = credentialsIn(await snapshotOf(slack.url));
  const made = api.clients().find(({ name }) => name === 'nightly');
  await running.stop();
  expect(before).toBeUndefined();
  expect(taken).toEqual({ clientId: made?.id, clientSecret: made?.secret });
});
