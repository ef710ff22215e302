import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { Troubles } from '../../../sandbox/underneath/troubles.js';
import { startSlack } from '../../harness.js';

let api: SandboxApi;
let slack: Awaited<ReturnType<typeof startSlack>>;
let troubles: Troubles;

beforeAll(async () => {
  [api, slack] = await Promise.all([startSandboxApi(), startSlack()]);
  troubles = new Troubles(api, slack);
});
afterAll(async () => {
  await slack.close();
  await api.stop();
});

const status = async (): Promise<number> => {
  const response = await fetch(`${api.loginUrl}/ripple/access_token`, { method: 'POST' });
  await response.arrayBuffer();
  return response.status;
};
const post = async (): Promise<unknown> => {
  const response = await fetch(`${slack.apiUrl}chat.postEphemeral`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-token-of-the-tests' },
    body: JSON.stringify({ channel: 'C0GENERAL', user: 'U0AIKO', text: 'psst' }),
  });
  return response.json();
};

test('an API that is down stays down until somebody lifts it, however often it is asked for', async () => {
  troubles.set('api-down', true);
  troubles.set('api-down', true);
  expect([await status(), await status(), troubles.standing()]).toEqual([503, 503, ['api-down']]);
  troubles.set('api-down', false);
  expect([await status(), troubles.standing()]).toEqual([400, []]);
});

test('Slack refuses one message, and the next goes through', async () => {
  troubles.set('refuse-dm', true);
  expect(troubles.standing()).toEqual(['refuse-dm']);
  expect(await post()).toMatchObject({ ok: false, error: 'messages_tab_disabled' });
  expect(troubles.standing()).toEqual([]);
  expect(await post()).toMatchObject({ ok: true });
});
