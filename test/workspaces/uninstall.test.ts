import { afterEach, describe, expect, test } from 'vitest';
import type { Backend } from '../../src/storage/backends/backend.js';
import {
  clientNamed,
  forEveryWorkspace,
  members,
  readiness,
  type Running,
  start,
  quickPace,
} from '../harness.js';
import { Browser, connectAs } from './installing.js';
import { textsUnder } from '../storage/backends/texts.js';

let running: Running;
let violations: readonly string[] = [];
afterEach(async () => {
  expect(running.slack.violations()).toEqual(violations);
  violations = [];
  await running.stop();
});

const keysOf = async (workspace: string): Promise<string[]> =>
  (await textsUnder(running.backend, '')).map(([key]) => key).filter((key) => key.includes(workspace));

const readyzSays = async (): Promise<string> =>
  (await fetch(`http://127.0.0.1:${running.bot.port}/readyz`)).text();

describe('a bot with SLACK_BOT_TOKEN that hears of its end', () => {
  /** A policy by which Slack's admins are not the bot's, a grant, and a client. */
  async function startAndUse(): Promise<void> {
    running = await start({ policy: { slackAdminsAreAdmins: false, admins: members('ben') } });
    const ben = running.slack.as('ben');
    await ben.command('/apiclient create kept --user billing --purpose x');
    await ben.seesMessage('API client created');
    await running.settled();
  }

  /** Every record as it lies in the store, but what says only that a delivery was taken. */
  const records = async () =>
    (await textsUnder(running.backend, '')).filter(([key]) => !/^(once|lease):/.test(key));

  test.each(['internal_error', 'fatal_error', 'invalid_auth', 'token_revoked'])(
    'removes nothing while Slack answers %s, is not ready and says why, until Slack accepts its token again',
    async (error) => {
      await startAndUse();
      const before = await records();
      const fault = running.slack.fault({ method: 'auth.test', kind: 'error', error, times: 1_000 });
      await running.slack.event({ type: 'tokens_revoked', tokens: { oauth: [], bot: ['U0BOT'] } });
      await running.slack.event({ type: 'app_uninstalled' });
      await running.settled();
      expect(await records()).toEqual(before);
      expect(await readiness(running)).toBe(503);
      expect(await readyzSays()).toMatch(
        /Slack said that the app was uninstalled, and SLACK_BOT_TOKEN: Slack (does not say|no longer accepts it)/,
      );
      expect(running.log()).toMatch(/"level":"error".*Slack says that this installation has ended/);

      fault.lift();
      await expect.poll(() => readiness(running), { timeout: 10_000 }).toBe(200);
      const aiko = running.slack.as('aiko');
      await aiko.command('/apiclient setup');
      await aiko.seesMessage('Only admins can do this');
    },
  );

  test('keeps everything when the app really is removed', async () => {
    await startAndUse();
    const before = await records();
    await running.slack.uninstall();
    await running.settled();
    expect(await records()).toEqual(before);
    expect(await readiness(running)).toBe(503);
  });
});

/** A store whose operations on keys of some kind fail while `broken` matches them. */
function breakable() {
  const store = { broken: /^$/ };
  const check = (operation: string, key: string): void => {
    if (store.broken.test(`${operation} ${key}`)) throw new Error('the store has a hiccup');
  };
  const wrap = (backend: Backend): Backend => ({
    ...backend,
    async commit(batch) {
      for (const { key } of batch.put ?? []) check('put', key);
      for (const key of batch.delete ?? []) check('delete', key);
      return backend.commit(batch);
    },
  });
  return { store, wrap };
}

describe('a workspace that uninstalls the app', () => {
  const acme = () => running.slack.workspace('Acme');
  const install = () => new Browser(running).install({ target: 'T1ACME', as: 'aiko' });
  const { store, wrap } = breakable();

  let aheadMs = 0;

  async function startAndUse(settleEveryMs = 100): Promise<void> {
    store.broken = /^$/;
    aheadMs = 0;
    running = await start({
      ...forEveryWorkspace,
      runtime: {
        wrapBackend: wrap,
        now: () => new Date(Date.now() + aheadMs),
        pace: { ...quickPace, settleEveryMs, leaseMs: 1_000 },
      },
    });
    await install();
    await connectAs(running, acme().as('aiko'), 'root@sandbox.example');
    const aiko = acme().as('aiko');
    await aiko.command('/apiclient create kept --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await running.settled();
  }

  /** In key order. */
  const kindsLeft = async () => [...new Set((await keysOf('T1ACME')).map((key) => key.split(':')[0]))];
  const NOTHING_BUT_THE_HEAD = ['audit-actor', 'audit-anchor', 'audit'];

  test('leaves no sealed secret behind although the store fails in the middle', async () => {
    await startAndUse();
    store.broken = /^delete (connection|client|audit):/;
    await acme().uninstall();
    await running.settled();
    expect(await kindsLeft()).toEqual(expect.arrayContaining(['connection', 'uninstallation']));
    store.broken = /^$/;
    await expect.poll(kindsLeft, { timeout: 10_000 }).toEqual(NOTHING_BUT_THE_HEAD);
    expect((await running.audit()).map(({ action }) => action)).toEqual(['uninstall']);
  });

  test('is removed by the next process where the first one ended in the middle', async () => {
    await startAndUse(2_000);
    store.broken = /^delete connection:/;
    await acme().uninstall(['app_uninstalled']);
    await running.settled();
    store.broken = /^$/;
    expect(await kindsLeft()).toContain('connection');
    await running.restart();
    await expect.poll(kindsLeft, { timeout: 10_000 }).toEqual(NOTHING_BUT_THE_HEAD);
  });

  test('is delivered again by Slack where it could not be written down, and removed then', async () => {
    await startAndUse();
    store.broken = /^put uninstallation:/;
    await acme().uninstall(['app_uninstalled']);
    await running.settled();
    const said = running.slack.deliveries().findLast(({ body }) => body.includes('app_uninstalled'));
    if (said === undefined) throw new Error('Slack said nothing');
    expect((await running.slack.deliverAgain(said, 1)).status).toBe(500);
    violations = ['event was not acknowledged: http_status_500'];
    expect(await kindsLeft()).toContain('connection');
    store.broken = /^$/;
    expect((await running.slack.deliverAgain(said, 2)).status).toBe(200);
    await expect.poll(kindsLeft, { timeout: 10_000 }).toEqual(NOTHING_BUT_THE_HEAD);
  });

  test('keeps everything until Slack proves it, and loses nothing of what is installed again then', async () => {
    await startAndUse();
    const fault = running.slack.fault({
      method: 'auth.test',
      kind: 'error',
      error: 'internal_error',
      times: 1_000,
    });
    await acme().uninstall();
    await running.settled();
    expect(await kindsLeft()).toEqual(expect.arrayContaining(['client', 'connection', 'uninstallation']));
    fault.lift();
    expect(await install()).toMatchObject({ status: 200 });
    // The pause before Slack is asked again is over.
    aheadMs = 60_000;
    await expect.poll(kindsLeft, { timeout: 10_000 }).not.toContain('uninstallation');
    const aiko = acme().as('aiko');
    await connectAs(running, aiko, 'root@sandbox.example');
    await running.settled();
    await aiko.command(`/apiclient show ${clientNamed(running.api, 'kept').id}`);
    await aiko.seesMessage('Unknown origin');
    expect(await kindsLeft()).toEqual(expect.arrayContaining(['connection', 'installation']));
  });

  test('and installs it again while its records are being removed starts clean, and loses nothing of the new', async () => {
    await startAndUse();
    store.broken = /^delete connection:/;
    await acme().uninstall();
    await running.settled();
    expect((await install()).status).toBeGreaterThanOrEqual(500);
    store.broken = /^$/;
    const aiko = acme().as('aiko');
    await expect.poll(async () => (await install()).status, { timeout: 10_000 }).toBe(200);
    await connectAs(running, aiko, 'root@sandbox.example');
    await running.settled();
    await aiko.command(`/apiclient show ${clientNamed(running.api, 'kept').id}`);
    await aiko.seesMessage('Unknown origin');
    expect(await kindsLeft()).toEqual(expect.arrayContaining(['connection', 'installation']));
  });
});
