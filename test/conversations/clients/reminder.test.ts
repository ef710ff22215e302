import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startBot } from '../../../src/bot/start-bot.js';
import { readConfig } from '../../../src/config.js';
import { ClientId, WorkspaceId } from '../../../src/core/model/ids.js';
import { clientRecords } from '../../../src/storage/records/client-records.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { clientNamed, environmentFor, start } from '../../harness.js';

/** Makes a record look a day older than it is, while no bot runs. */
async function age(storeUrl: string, id: string): Promise<void> {
  const backend = await openBackend(storeUrl, { allowVolatile: false });
  const records = clientRecords(backend);
  await records.change(WorkspaceId.parse('T0SANDBOX'), ClientId.parse(id), (record) => ({
    ...record,
    createdAt: new Date(Date.parse(record.createdAt) - 25 * 3_600_000).toISOString(),
  }));
  await backend.close();
}

test('a person who never said that the secret is saved is asked once, a day later, and can answer there', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'apiclient-reminder-'));
  const storeUrl = `sqlite://${join(directory, 'store.sqlite')}`;
  const running = await start({ environment: { STORE_URL: storeUrl, LOG_LEVEL: 'silent' } });
  const { api, slack } = running;
  const config = readConfig({ ...environmentFor(api, slack), STORE_URL: storeUrl, LOG_LEVEL: 'silent' });
  const restart = async () => {
    const bot = await startBot(config);
    slack.connectApp(`http://127.0.0.1:${bot.port}/slack/events`);
    return bot;
  };
  try {
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create forgotten --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await running.bot.stop();
    await age(storeUrl, clientNamed(api, 'forgotten').id);
    await aiko.reload();

    const second = await restart();
    const reminder = await aiko.seesMessage('You have not said yet whether the secret of forgotten');
    expect(reminder.isEphemeral).toBe(false);
    await second.stop();
    const third = await restart();
    await slack.settled(400);
    const reminders = () =>
      aiko.messages('dm').filter(({ content }) => content.includes('secret of forgotten'));
    expect(reminders()).toHaveLength(1);

    await aiko.press('I have saved it');
    await aiko.seesMessage('You saved the secret');
    await slack.settled();
    expect(reminders()).toEqual([]);
    expect(slack.violations()).toEqual([]);
    await third.stop();
  } finally {
    await slack.close();
    await api.stop();
    await rm(directory, { recursive: true });
  }
});
