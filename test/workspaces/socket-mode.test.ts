import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clientNamed, count, type Running, start } from '../harness.js';

const APP_TOKEN = 'xapp-token-of-the-tests';
const throughSocket = {
  slack: { appToken: APP_TOKEN },
  environment: { SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: APP_TOKEN },
};

let running: Running;
const startHere = async (): Promise<void> => {
  running = await start(throughSocket);
};
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const get = async (path: string) => {
  const answer = await fetch(`http://127.0.0.1:${running.bot.port}${path}`);
  return [answer.status, await answer.text()] as const;
};

/** Waits for Slack to have so many sockets of the bot. */
async function socketsAre(howMany: number): Promise<void> {
  while (running.slack.sockets.count() !== howMany) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('a bot behind a firewall', () => {
  beforeEach(startHere);

  test('does through a socket what it does over HTTP: commands, forms, buttons, typing, App Home', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create');
    await aiko.seesModal('The Alphaus account it belongs to');
    await aiko.fill('Name', '   ');
    await aiko.fill('Purpose', 'x');
    await aiko.choose('Alphaus user', 'billing');
    await aiko.submit();
    expect(JSON.stringify(aiko.modal()?.errors)).toContain('Enter a name of 1 to 64 characters');
    await aiko.fill('Name', 'sock');
    await aiko.submit();
    await aiko.seesMessage('API client created');
    await aiko.press('I have saved it', { in: 'message' });
    await aiko.seesMessage('You saved the secret');
    await aiko.openHome();
    await aiko.sees(({ home }) => home?.content.includes('sock') === true);
    expect(clientNamed(running.api, 'sock').user).toBe('billing');
  });

  test('measures how long Slack waits for its acknowledgements', async () => {
    const counted = async () =>
      /acknowledgement_seconds_count\{status="2xx"\} (\d+)/.exec((await get('/metrics'))[1])?.[1];
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient version');
    await aiko.seesMessage('API Clients bot, version');
    await aiko.openHome();
    await aiko.sees(({ home }) => home !== undefined);
    await expect.poll(counted).toBe('2');
  });

  test('answers health and readiness on its port, and takes no events there', async () => {
    expect(await get('/healthz')).toEqual([200, 'ok\n']);
    expect(await get('/readyz')).toEqual([200, 'ready\n']);
    const events = await fetch(`http://127.0.0.1:${running.bot.port}/slack/events`, {
      method: 'POST',
      body: '{}',
    });
    expect(events.status).toBe(404);
  });

  test.each(['warning', 'refresh_requested', 'link_disabled'] as const)(
    'opens the next socket when Slack says that one will end: %s',
    async (reason) => {
      const aiko = running.slack.as('aiko');
      running.slack.sockets.disconnect(reason);
      // The next one may be open before anybody sees that there is none.
      const opened = () => running.slack.calls().filter(({ method }) => method === 'apps.connections.open');
      while (opened().length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
      await socketsAre(1);
      await aiko.command('/apiclient version');
      await aiko.seesMessage('API Clients bot, version');
    },
  );

  test('comes back by itself after the connection broke, however often Slack refuses it at first', async () => {
    running.slack.fault({ method: 'apps.connections.open', kind: 'status', status: 503, times: 2 });
    running.slack.sockets.cut();
    await socketsAre(0);
    expect((await get('/readyz'))[0]).toBe(503);
    await socketsAre(1);
    expect(await get('/readyz')).toEqual([200, 'ready\n']);
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient version');
    await aiko.seesMessage('API Clients bot, version');
  });

  test('does once what Slack delivers twice', async () => {
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create twice --user billing --purpose x');
    await aiko.seesMessage('API client created');
    const delivery = running.slack.deliveries().find(({ kind }) => kind === 'command');
    if (delivery === undefined) throw new Error('no command was sent');
    await running.slack.deliverAgain(delivery);
    await running.settled();
    expect(count(running.api, 'create')).toBe(1);
  });

  test('ends what it acknowledged when it is told to stop, and takes nothing more', async () => {
    running.api.fault({ operation: 'create', kind: 'delay', ms: 800, times: 1 });
    const aiko = running.slack.as('aiko');
    await aiko.command('/apiclient create late --user billing --purpose x');
    const stopped = running.bot.stop();
    const refused = await aiko.command('/apiclient version');
    expect(refused).not.toMatchObject({ status: 200 });
    expect(await stopped).toBe(true);
    await aiko.seesMessage('API client created');
    await startAgain();
  });
});

/** The afterEach has something to stop. */
async function startAgain(): Promise<void> {
  await running.slack.close();
  await running.api.stop();
  await startHere();
}

test('a token that Slack does not take ends the start with a sentence', async () => {
  await startHere();
  const wrong = start({
    ...throughSocket,
    environment: { ...throughSocket.environment, SLACK_APP_TOKEN: 'xapp-wrong' },
  });
  await expect(wrong).rejects.toThrow(
    'Slack opens no socket for SLACK_APP_TOKEN (invalid_auth): check it, and that SLACK_API_URL can be reached.',
  );
});
