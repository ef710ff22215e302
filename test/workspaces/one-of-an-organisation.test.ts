import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { forEveryWorkspace, type Running, start } from '../harness.js';
import { Browser, connectAs } from './installing.js';

let running: Running;
beforeEach(async () => {
  running = await start(forEveryWorkspace);
  await new Browser(running).install({ target: 'T2ORG', as: 'aiko' });
  await connectAs(running, running.slack.workspace('T2ORG').as('aiko'), 'root@sandbox.example');
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

describe('a workspace that has installed the app for itself, in an organisation', () => {
  test('does not take another workspace’s admin for its own', async () => {
    const sales = running.slack.workspace('T2ORG');
    // He is in both; Slack knows him by the other one, and says what he is there.
    sales.changePerson('ben', { teamId: 'T3ORG', isAdmin: true });
    await running.slack.settled();
    const ben = sales.as('ben');
    await ben.command('/apiclient access');
    await ben.seesMessage('Only admins can do this');
    await ben.command('/apiclient request nightly --user billing --purpose x');
    await ben.seesMessage('nightly was sent');
    const aiko = sales.as('aiko');
    await aiko.command('/apiclient who-can setup');
    const { content } = await aiko.seesMessage('Who may set this app up');
    expect(content.match(/@[\w ]+/g)).toEqual(['@Aiko Tanaka']);
  });
});
