import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBot } from '../../../src/bot/start-bot.js';
import { readConfig } from '../../../src/config.js';
import { environmentFor, start } from '../../harness.js';

const aDayLater = (): Date => new Date(Date.now() + 25 * 3_600_000);

test('a person who never said that the secret is saved is asked once, a day later, and can answer there', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'apiclient-reminder-'));
  const storeUrl = `sqlite://${join(directory, 'store.sqlite')}`;
  const running = await start({ environment: { STORE_URL: storeUrl, LOG_LEVEL: 'silent' } });
  const { api, slack } = running;
  const config = readConfig({ ...environmentFor(api, slack), STORE_URL: storeUrl, LOG_LEVEL: 'silent' });
  const restart = async (now = () => new Date()) => {
    const bot = await startBot(config, undefined, { now });
    slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
    return bot;
  };
  try {
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create forgotten --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await running.bot.stop();
    await aiko.reload();

    const second = await restart(aDayLater);
    const reminder = await aiko.seesMessage(
      'You haven’t confirmed yet that you saved the secret of forgotten',
    );
    expect(reminder.isEphemeral).toBe(false);
    await second.stop();
    const third = await restart();
    await running.settled();
    const reminders = () =>
      aiko.messages('dm').filter(({ content }) => content.includes('secret of forgotten'));
    expect(reminders()).toHaveLength(1);

    await aiko.press('I have saved it');
    await aiko.seesMessage('You saved the secret');
    await running.settled();
    expect(reminders()).toEqual([]);
    expect(slack.violations()).toEqual([]);
    await third.stop();
  } finally {
    await slack.close();
    await api.stop();
    await rm(directory, { recursive: true });
  }
});
