import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WORKSPACE_RECORDS } from '../../src/storage/records/workspace-records.js';
import {
  clientNamed,
  forEveryWorkspace,
  members,
  readiness,
  type Running,
  start,
  quickPace,
} from '../harness.js';
import { putText } from '../storage/backends/texts.js';
import { Browser, connectAs } from './installing.js';

const BROKEN = '{"value":{"by":"a version that is not written yet","secret":"never-in-a-log"}}';
/** Sealed with a key that nobody has here. */
const FOREIGN = 'v1.foreign.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const APPROVALS = 'C0APPROVALS';

let running: Running;
beforeEach(async () => {
  const pace = { ...quickPace, settleEveryMs: 200, requestsEveryMs: 200 };
  running = await start({ ...forEveryWorkspace, runtime: { pace } });
  const { slack } = running;
  for (const target of ['T1ACME', 'T0SANDBOX']) await new Browser(running).install({ target, as: 'aiko' });
  await connectAs(running, slack.workspace('Acme').as('aiko'), 'root@sandbox.example');
  await connectAs(running, slack.as('aiko'), 'root@sandbox.example');
  await running.changePolicy({ approvers: members('chloe'), approvalsChannel: APPROVALS });
});
afterEach(async () => {
  expect(running.slack.violations()).toEqual([]);
  await running.stop();
});

const textOf = (kind: string): string =>
  ['installation', 'connection', 'audit-anchor'].includes(kind) ? FOREIGN : BROKEN;

/** One that cannot be read of each kind, in a workspace. */
async function breakOneOfEach(workspace: string, kinds: readonly string[]): Promise<void> {
  for (const kind of kinds) await putText(running.backend, `${kind}:${workspace}:0-broken`, textOf(kind));
}

const linesOf = (key: string): number =>
  running
    .log()
    .split('\n')
    .filter((line) => line.includes(`"record":"${key}"`)).length;

async function metric(kind: string): Promise<string | undefined> {
  const answer = await fetch(`http://127.0.0.1:${running.bot.port}/metrics`);
  return new RegExp(`^apiclient_bot_records_unreadable_total{kind="${kind}"} (\\d+)$`, 'm').exec(
    await answer.text(),
  )?.[1];
}

describe('a record that cannot be read', () => {
  test('of any kind in one workspace stops nobody in another', async () => {
    const { api, slack, backend } = running;
    await breakOneOfEach('T1ACME', Object.keys(WORKSPACE_RECORDS));
    await putText(backend, 'installation:T1ACME:slack', FOREIGN);
    await putText(backend, 'rules:T1ACME:policy', BROKEN);
    await putText(backend, 'uninstallation:T1ACME', BROKEN);
    await putText(backend, 'agenda:0:0-broken', BROKEN);
    await putText(backend, 'agenda:2020-01-01T00:00:00.000Z:what-is-new:T1ACME:x', '{"value":{}}');
    await running.restart();
    expect(await readiness(running)).toBe(200);

    const aiko = slack.as('aiko');
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('save its secret now');
    await aiko.command('/apiclient list --mine');
    await aiko.seesMessage(clientNamed(api, 'nightly').id);

    const acme = slack.workspace('Acme').as('aiko');
    await acme.command('/apiclient list');
    expect((await acme.seesMessage('damaged in its storage')).content).toContain('who runs the bot');
  });

  test('stops nobody else in its own workspace: clients, requests and jobs go on', async () => {
    const { api, slack, backend } = running;
    const kinds = Object.keys(WORKSPACE_RECORDS).filter(
      (kind) => !['installation', 'uninstallation', 'connection', 'rules', 'audit-anchor'].includes(kind),
    );
    await breakOneOfEach('T0SANDBOX', kinds);
    await putText(backend, 'client-owner:T0SANDBOX:U0AIKO:ripple-broken', BROKEN);
    await putText(backend, 'rules:T0SANDBOX:grants:broken', BROKEN);
    await putText(backend, 'request-live:T0SANDBOX:0-broken', '{"value":true}');
    await running.restart();

    const [aiko, ben, chloe] = [slack.as('aiko'), slack.as('ben'), slack.as('chloe')];
    await aiko.command('/apiclient create nightly --user billing --purpose x');
    await aiko.seesMessage('save its secret now');
    const made = clientNamed(api, 'nightly');
    await putText(backend, `client:T0SANDBOX:${made.id}`, BROKEN);
    await aiko.command('/apiclient create hourly --user billing --purpose x');
    await aiko.seesMessage('hourly: save its secret now');
    await aiko.command('/apiclient list');
    const listed = await aiko.seesMessage(/^API clients[\s\S]*hourly/);
    expect(listed.content).toContain('nightly');

    await ben.command('/apiclient request weekly --user billing --purpose x', { channel: '#general' });
    await ben.seesMessage('was sent');
    await chloe.press('Approve', { in: await chloe.seesMessage(/requests weekly/) });
    await ben.seesMessage('approved your request for weekly');
    await ben.command('/apiclient requests');
    await ben.seesMessage(/weekly/);
    await aiko.command('/apiclient audit');
    await aiko.seesMessage(/Approve|approve/);

    // The person of that record hears of it.
    await aiko.command(`/apiclient delete ${made.id}`);
    await aiko.reads('damaged in its storage');
  });

  test('is told to the operator once, by its key and without what it holds, and counted', async () => {
    const { slack, backend } = running;
    await putText(backend, 'client-user:T0SANDBOX:billing:ripple-broken', BROKEN);
    const aiko = slack.as('aiko');
    await aiko.command('/apiclient list one');
    await aiko.seesMessage('No clients match');
    await aiko.command('/apiclient list two');
    await expect.poll(() => linesOf('client-user:T0SANDBOX:billing:ripple-broken')).toBe(1);
    expect(await metric('client-user')).toBe('1');
    expect(running.log()).not.toContain('never-in-a-log');
  });
});
