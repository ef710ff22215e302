import { describe, expect, test } from 'vitest';
import { clientNamed, forEveryWorkspace } from '../harness.js';
import { Browser, connectAs } from './installing.js';
import { putText, textsUnder } from '../storage/backends/texts.js';
import { runningForEach } from '../running.js';

const running = runningForEach(forEveryWorkspace);

const acme = () => running.slack.workspace('Acme');
const install = (target: string, as = 'aiko') => new Browser(running).install({ target, as });

const connect = (workspace: ReturnType<typeof acme>, user: string) =>
  connectAs(running, workspace.as('aiko'), user);

/** Sends a command that was sent in one workspace as if it came from another: signed by Slack all the same. */
async function expectNothing(from: string, to: string): Promise<void> {
  const sent = running.slack.deliveries().find(({ kind, body }) => kind === 'command' && body.includes(from));
  const asked = running.slack.calls().length;
  const contentType = 'application/x-www-form-urlencoded';
  const body = (sent?.body ?? '')
    .replaceAll(from, to)
    .replace(/is_enterprise_install=true/, 'is_enterprise_install=false');
  expect(body).toContain(to);
  const answer = await running.slack.deliverRaw({ contentType, body });
  await running.settled();
  expect([answer.status, running.slack.calls().length]).toEqual([404, asked]);
}

const keysOf = async (workspace: string): Promise<string[]> =>
  (await textsUnder(running.backend, '')).map(([key]) => key).filter((key) => key.includes(workspace));

describe('somebody who installs the app', () => {
  test('is led from the page to Slack and back, and finds the next step on the page and in Slack', async () => {
    const page = await install('T1ACME', 'ben');
    expect(page.status).toBe(200);
    expect(page.html).toContain('API Clients is installed in Acme');
    expect(page.html).toContain('/apiclient setup');
    const ben = acme().as('ben');
    await ben.seesMessage('Thanks for installing API Clients');
    await ben.press('Set up');
    await ben.seesMessage('admin');
    const chloe = acme().as('aiko');
    await chloe.command('/apiclient setup');
    await chloe.seesMessage('Not connected to Alphaus yet. Until it is');
    await ben.command('/apiclient list');
    await ben.seesMessage(/Ask .*Ben.* or another admin of this workspace/);
  });

  test('reads the pages in the language that their browser asks for', async () => {
    const browser = new Browser(running, 'ja,en-US;q=0.7,en;q=0.3');
    const first = await browser.open();
    expect(first.html).toContain('<html lang="ja">');
    expect(first.html).toContain('API ClientsをSlackワークスペースに追加');
    const installed = await browser.install({ target: 'T1ACME', as: 'aiko' });
    expect(installed.html).toContain('API ClientsをAcmeにインストールしました');
    const cancelled = await browser.install({ target: 'T1ACME', as: 'aiko', decision: 'cancel' });
    expect(cancelled.html).toContain('キャンセルされたため、何もインストールしていません');

    const german = await new Browser(running, 'de-DE,ja;q=0.5').open();
    expect(german.html).toContain('<html lang="en">');
  });

  test('hears what to do when they cancel, come back twice, late, or in another browser', async () => {
    const browser = new Browser(running);
    const cancelled = await browser.install({ target: 'T1ACME', as: 'aiko', decision: 'cancel' });
    expect(cancelled.html).toContain('You cancelled, so nothing was installed');

    const back = await browser.decide(await browser.begin(), { target: 'T1ACME', as: 'aiko' });
    const elsewhere = await new Browser(running).comeBack(back);
    expect([elsewhere.status, elsewhere.html]).toEqual([400, expect.stringContaining('in another browser')]);
    const state = new URL(back).searchParams.get('state') ?? '';
    const forged = new URL(back);
    forged.searchParams.set('state', `${state.slice(0, -2)}xx`);
    expect((await browser.comeBack(forged.href)).status).toBe(400);
    expect(await keysOf('T1ACME')).toEqual([]);
    const noCode = new URL('/slack/oauth_redirect', back).href;
    expect((await browser.comeBack(noCode)).status).toBe(400);
  });

  test('cannot use a state twice, although the browser still has its cookie', async () => {
    const browser = new Browser(running);
    const back = new URL(await browser.decide(await browser.begin(), { target: 'T1ACME', as: 'aiko' }));
    const cookie = `slack-app-oauth-state=${back.searchParams.get('state')}`;
    const visit = async () => {
      const answer = await fetch(back, { headers: { cookie } });
      return [answer.status, await answer.text()] as const;
    };
    expect((await visit())[0]).toBe(200);
    expect(await visit()).toEqual([400, expect.stringContaining('was already used')]);
  });

  test('is told when Slack does not complete it, with a reference that the log has', async () => {
    running.slack.fault({ method: 'oauth.v2.access', kind: 'error', error: 'invalid_code', times: 1 });
    const page = await install('T1ACME');
    expect([page.status, page.html]).toEqual([502, expect.stringContaining('Slack didn’t complete')]);
    const [, reference = ''] = /Reference: ([A-Z0-9]{8})/.exec(page.html) ?? [];
    expect(running.log()).toContain(reference);
  });
});

describe('workspaces that installed the app', () => {
  test('are served each with its own account, people and records; one that did not gets nothing', async () => {
    await install('T1ACME');
    await install('T0SANDBOX');
    await connect(acme(), 'root@sandbox.example');
    const here = running.slack.as('aiko');
    await here.command('/apiclient list');
    await here.seesMessage('isn’t connected to Alphaus yet');
    const aiko = acme().as('aiko');
    await aiko.command('/apiclient create acme-only --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await connect(running.slack.workspace('T0SANDBOX'), 'billing');
    await here.command(`/apiclient show ${clientNamed(running.api, 'acme-only').id}`);
    const shown = await here.seesMessage('acme-only');
    // It is the same account, but nothing that the other workspace knows of it is seen here.
    expect(shown.content).toContain('Unknown origin');

    await expectNothing('T1ACME', 'T2ORG');
  });

  test('an organisation is one workspace, whichever of its own people are in', async () => {
    await install('E0ORG');
    const sales = running.slack.workspace('Org Sales');
    const support = running.slack.workspace('Org Support');
    await connect(sales, 'root@sandbox.example');
    const aiko = sales.as('aiko');
    await aiko.command('/apiclient create org-wide --user billing --purpose x');
    await aiko.seesMessage('API client created');
    const other = support.as('aiko');
    await other.command(`/apiclient show ${clientNamed(running.api, 'org-wide').id}`);
    expect((await other.seesMessage('org-wide')).content).toContain('Purpose: x');
    await other.openHome();
    await other.sees(({ home }) => home !== undefined);
    expect((await keysOf('T2ORG')).filter((key) => !key.startsWith('once:'))).toEqual([]);
    expect(await keysOf('E0ORG')).not.toEqual([]);
    await expectNothing('T2ORG', 'T1ACME');
  });

  test('of an organisation serve people who are in several of its workspaces, also with buttons and forms', async () => {
    await install('T2ORG');
    const sales = running.slack.workspace('Org Sales');
    sales.changePerson('aiko', { teamId: 'T3ORG' });
    await connect(sales, 'root@sandbox.example');
  });

  test('an organisation hears who may do what, and its requests reach its admins', async () => {
    await install('E0ORG');
    const sales = running.slack.workspace('Org Sales');
    await connect(sales, 'root@sandbox.example');
    const aiko = sales.as('aiko');
    await aiko.command('/apiclient who-can setup');
    await aiko.seesMessage(/Aiko/);
    const ben = sales.as('ben');
    await ben.command('/apiclient request nightly --user billing --purpose x');
    await ben.seesMessage('was sent');
    await aiko.seesMessage(/requests nightly/);
  });
});

describe('a workspace that uninstalls the app', () => {
  async function installAndUse(): Promise<void> {
    await install('T1ACME');
    await connect(acme(), 'root@sandbox.example');
    const aiko = acme().as('aiko');
    await aiko.command('/apiclient create kept --user billing --purpose x');
    await aiko.seesMessage('API client created');
    await aiko.command(`/apiclient delete ${clientNamed(running.api, 'kept').id}`);
    await aiko.seesModal('Delete this API client?');
    await aiko.press('Delete');
    await aiko.reads('Deleted kept');
    await aiko.closeModal();
    await running.settled();
  }

  test.each([
    [['tokens_revoked', 'app_uninstalled'] as const],
    [['app_uninstalled', 'tokens_revoked'] as const],
    [['app_uninstalled', 'app_uninstalled', 'tokens_revoked', 'tokens_revoked'] as const],
    [['tokens_revoked'] as const],
  ])('leaves nothing but the head of its audit trail, when Slack says %j', async (events) => {
    await installAndUse();
    await acme().uninstall(events);
    await running.settled();
    const others = async () => (await keysOf('T1ACME')).filter((key) => !key.startsWith('audit'));
    // The last to go is what has the end followed to its end.
    await expect.poll(others, { timeout: 10_000 }).toEqual([]);
    expect(await keysOf('audit:T1ACME')).toHaveLength(1);
    const [head] = await running.audit();
    expect(head).toMatchObject({ workspace: 'T1ACME', action: 'uninstall', outcome: 'done' });
    await expectNothing('T1ACME', 'T1ACME');
  });

  test('starts clean when it installs again, and the trail continues after its head', async () => {
    await installAndUse();
    await acme().uninstall();
    await running.settled();
    const [before] = await running.audit();
    // What was under way writes its last after everything was removed.
    await putText(running.backend, 'client:T1ACME:late', '{}');
    await install('T1ACME');
    const aiko = acme().as('aiko');
    await aiko.command('/apiclient list');
    await aiko.seesMessage('isn’t connected to Alphaus yet');
    expect(await keysOf('client:T1ACME')).toEqual([]);
    const trail = await running.audit();
    expect(trail[0]).toEqual(before);
    expect(trail[1]).toMatchObject({ action: 'install', previousHash: before?.hash });
  });

  test('while somebody creates leaves no record of it, and none for those who install again', async () => {
    await installAndUse();
    running.api.fault({ operation: 'create', kind: 'delay', ms: 1_500, times: 1 });
    const aiko = acme().as('aiko');
    await aiko.command('/apiclient create late --user billing --purpose x');
    await expect
      .poll(() => running.api.calls().filter(({ operation }) => operation === 'create'))
      .toHaveLength(2);
    await acme().uninstall();
    await running.settled();
    expect((await running.audit()).map(({ action }) => action)).toEqual(['uninstall']);
    // Nobody can be shown its secret any more.
    expect(running.api.clients().some(({ name }) => name === 'late')).toBe(false);
    await install('T1ACME');
    expect(await keysOf('client:T1ACME')).toEqual([]);
    expect(await keysOf('intent:T1ACME')).toEqual([]);
    expect((await running.audit()).map(({ action }) => action)).toEqual(['uninstall', 'install', 'install']);
  });

  test('keeps everything when Slack says late that an earlier installation had ended', async () => {
    await installAndUse();
    await acme().uninstall();
    await running.settled();
    const late = running.slack.deliveries().filter(({ body }) => /app_uninstalled|tokens_revoked/.test(body));
    await install('T1ACME');
    await connect(acme(), 'root@sandbox.example');
    expect(late).toHaveLength(2);
    for (const delivery of late) await running.slack.deliverAgain(delivery, 1);
    await running.settled();
    const aiko = acme().as('aiko');
    await aiko.command('/apiclient list');
    await aiko.seesMessage('clients');
  });
});
