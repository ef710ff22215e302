import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keepSlack, keptSlack } from '../../../sandbox/keep-slack.js';
import { startSandboxSlack } from '../../../sandbox/slack/start-slack.js';
import { clientNamed, start } from '../../harness.js';

const stateFile = async (): Promise<string> =>
  join(await mkdtemp(join(tmpdir(), 'slack-state-')), 'slack.json');

test('what one had in Slack is there after a restart, and what only one saw is not, nor on the disk', async () => {
  const path = await stateFile();
  const first = await start();
  const stopKeeping = keepSlack(first.slack, path);
  const aiko = first.slack.as('aiko');
  await aiko.command('/apiclient create nightly --user billing --purpose "costs"');
  await aiko.seesMessage('save its secret now');
  await aiko.seesMessage('API client created');
  await aiko.openHome();
  await aiko.sees(({ home }) => home?.content.includes('nightly') === true);
  await first.slack.settled();
  const before = aiko.seen();
  const { secret } = clientNamed(first.api, 'nightly');
  stopKeeping();
  await first.stop();

  const kept = keptSlack(path);
  const second = await startSandboxSlack({
    signingSecret: 's',
    botToken: 'xoxb-x',
    manifestPath: new URL('../../../manifest.yml', import.meta.url).pathname,
    ...(kept !== undefined && { kept }),
  });
  const after = second.as('aiko').seen();
  const canReplace = second.as('aiko').canPress('Replace');
  await second.close();
  expect(after.messages).toEqual(before.messages.filter(({ isEphemeral }) => !isEphemeral));
  expect(after.home?.content).toBe(before.home?.content);
  expect(canReplace).toBe(true);
  expect(await readFile(path, 'utf8')).not.toContain(secret);
});

test.each([
  ['no JSON', 'nonsense', 'it is not JSON'],
  ['the state of another version', '{"version":7,"channels":[],"lastRead":{},"homes":[]}', 'version: '],
  [
    'a block that Slack would refuse',
    '{"version":1,"channels":[{"id":"C","messages":[{"ts":"1.000000","authorId":"U","text":"","blocks":[{"type":"blink"}],"files":[],"values":{}}]}],"lastRead":{},"homes":[]}',
    'channels.0.messages.0.blocks.0.type: ',
  ],
])('%s is refused with a sentence', async (_what, content, why) => {
  const path = await stateFile();
  await writeFile(path, content);
  expect(() => keptSlack(path)).toThrow(`The sandbox's state cannot be read: ${path} (${why}`);
});
