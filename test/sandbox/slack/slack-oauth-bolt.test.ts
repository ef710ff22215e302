import { App, HTTPReceiver, type Installation } from '@slack/bolt';
import { expect, test } from 'vitest';
import { startSandboxSlack } from '../../../sandbox/slack/start-slack.js';
import { installApp } from '../../oauth-visitor.js';
import { freePort } from '../../../sandbox/free-port.js';
import { silent, WIDE_MANIFEST } from './slack-with-fake-bot.js';

const CLIENT = { clientId: '1.2', clientSecret: 'the-secret-of-the-app' };
const SIGNING_SECRET = 'signing-secret-of-a-test';

test("Slack's own framework is installed in two workspaces, and answers in each as itself", async () => {
  const slack = await startSandboxSlack({
    signingSecret: SIGNING_SECRET,
    manifestPath: WIDE_MANIFEST,
    moreWorkspaces: [{ id: 'T1ACME', name: 'Acme' }],
    oauth: CLIENT,
  });
  const kept = new Map<string, Installation>();
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const port = await freePort();
  const receiver = new HTTPReceiver({
    signingSecret: SIGNING_SECRET,
    ...CLIENT,
    stateSecret: 'secret-of-the-state',
    scopes: ['commands', 'chat:write'],
    redirectUri: `http://127.0.0.1:${port}/slack/oauth_redirect`,
    logger: silent,
    installationStore: {
      storeInstallation: async (installation) => {
        kept.set(installation.team?.id ?? '', installation);
      },
      fetchInstallation: async ({ teamId = '' }) => {
        const installation = kept.get(teamId);
        if (installation === undefined) throw new Error(`not installed in ${teamId}`);
        return installation;
      },
    },
    installerOptions: {
      authorizationUrl: slack.authorizeUrl,
      clientOptions,
      redirectUriPath: '/slack/oauth_redirect',
    },
  });
  const app = new App({ receiver, clientOptions, logger: silent });
  app.command('/apiclient', async ({ ack, client, body }) => {
    await ack();
    await client.chat.postMessage({ channel: body.user_id, text: `from ${body.team_id}` });
  });
  await receiver.start(port);
  slack.connectApp(`http://127.0.0.1:${port}/slack/events`);

  const done = await installApp({ port }, slack, { target: 'T0SANDBOX' });
  expect([done.status, done.page.includes('Thank you!')]).toEqual([200, true]);
  await installApp({ port }, slack, { target: 'T1ACME', as: 'ben' });
  expect([...kept.keys()]).toEqual(['T0SANDBOX', 'T1ACME']);
  expect(kept.get('T1ACME')?.bot?.userId).toBe('U1APICLIENTS');
  for (const workspace of ['Sandbox', 'Acme']) {
    const ben = slack.workspace(workspace).as('ben');
    await ben.command('/apiclient');
    await ben.seesMessage('from T');
  }
  expect(slack.workspace('Acme').as('ben').messages('dm')).toMatchObject([{ content: 'from T1ACME' }]);
  expect(slack.violations()).toEqual([]);

  const cancelled = await installApp({ port }, slack, { target: 'T1ACME', decision: 'cancel' });
  expect(new URL(cancelled.url).searchParams.get('error')).toBe('access_denied');
  await receiver.stop();
  await slack.close();
});
