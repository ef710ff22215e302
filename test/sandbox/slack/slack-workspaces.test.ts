import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newScene, newWebClient, refusalOf, type Scene, WIDE_MANIFEST } from './slack-with-fake-bot.js';

let scene: Scene;
afterEach(() => scene.close());

const events = () =>
  scene.bot.received.flatMap(({ event, ...envelope }) =>
    event === undefined ? [] : [{ ...envelope, event }],
  );

describe('two workspaces with one app', () => {
  beforeEach(async () => {
    const acme = { id: 'T1ACME', name: 'Acme', botToken: 'xoxb-of-acme' };
    scene = await newScene(WIDE_MANIFEST, { moreWorkspaces: [acme] });
  });

  test('each has its own people, channels, bot and token', async () => {
    const { slack, bot } = scene;
    const acme = slack.workspace('Acme');
    const web = newWebClient(slack, 'xoxb-of-acme');
    await expect(web.auth.test()).resolves.toMatchObject({ team_id: 'T1ACME', user_id: 'U1APICLIENTS' });
    await web.chat.postMessage({ channel: 'C1DATA', text: 'hello' });
    expect(acme.as('ben').messages()).toMatchObject([{ content: 'hello', authorId: 'U1APICLIENTS' }]);
    expect(slack.as('ben').messages()).toEqual([]);
    expect(await refusalOf(web.chat.postMessage({ channel: 'C0DATA', text: 'x' }))).toBe('channel_not_found');
    expect(await refusalOf(web.users.info({ user: 'U0BEN' }))).toBe('user_not_found');
    await acme.as('ben').command('/apiclient list');
    expect(bot.last()).toMatchObject({ team_id: 'T1ACME', user_id: 'U1BEN', channel_id: 'D1BEN' });
  });

  test("a token does not open another workspace's modal or answer for it", async () => {
    const { slack, bot, web } = scene;
    const acme = slack.workspace('T1ACME');
    await acme.as('ben').command('/apiclient list');
    const view = { type: 'modal', title: { type: 'plain_text', text: 'x' }, blocks: [] };
    const open = { trigger_id: bot.last().trigger_id, view };
    expect(await refusalOf(web.apiCall('views.open', open))).toBe('invalid_trigger_id');
    expect(await refusalOf(newWebClient(slack, 'xoxb-of-acme').apiCall('views.open', open))).toBe(
      'no refusal',
    );
    expect(acme.as('ben').modal()?.title).toBe('x');
    await fetch(bot.last().response_url, { method: 'POST', body: JSON.stringify({ text: 'done' }) });
    expect(acme.as('ben').messages()).toMatchObject([{ content: 'done', authorId: 'U1APICLIENTS' }]);
  });

  test('a fault can be for the calls of one of them', async () => {
    const { slack, web } = scene;
    slack.fault({ method: '*', kind: 'error', error: 'fatal_error', team: 'T1ACME' });
    expect(await refusalOf(web.auth.test())).toBe('no refusal');
    expect(await refusalOf(newWebClient(slack, 'xoxb-of-acme').auth.test())).toBe('fatal_error');
    expect(slack.calls().map(({ team }) => team)).toEqual(['T0SANDBOX', 'T1ACME']);
  });

  test('a limit lets as many calls pass as it allows, and again when its time is over', async () => {
    const { slack, web } = scene;
    const limit = { kind: 'ratelimited', allowed: 2, retryAfterSeconds: 1, times: 9 } as const;
    slack.fault({ method: 'auth.test', ...limit });
    const ofAcme = newWebClient(slack, 'xoxb-of-acme');
    await web.auth.test();
    await ofAcme.auth.test();
    await expect(web.auth.test()).rejects.toMatchObject({ retryAfter: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    await ofAcme.auth.test();
    expect(slack.calls().map(({ status }) => status)).toEqual([200, 200, 429, 200]);
  });

  test('removing the app kills its token there, tells the bot, and leaves the other alone', async () => {
    const { slack, web } = scene;
    const acme = slack.workspace('Acme');
    await acme.uninstall(['app_uninstalled', 'tokens_revoked', 'app_uninstalled']);
    expect(events()).toMatchObject([
      { team_id: 'T1ACME', event: { type: 'app_uninstalled' } },
      {
        team_id: 'T1ACME',
        event: { type: 'tokens_revoked', tokens: { oauth: [], bot: ['U1APICLIENTS'] } },
      },
      { team_id: 'T1ACME', event: { type: 'app_uninstalled' } },
    ]);
    expect(await refusalOf(newWebClient(slack, 'xoxb-of-acme').auth.test())).toBe('account_inactive');
    expect(await refusalOf(web.auth.test())).toBe('no refusal');
    await expect(acme.as('ben').command('/apiclient')).resolves.toMatchObject({ ok: false, status: 0 });
    await acme.as('ben').openHome();
    expect(events()).toHaveLength(3);
  });

  test('says with every answer what was granted, and refuses what was not', async () => {
    const { slack, web } = scene;
    slack.changeScopes(['commands', 'chat:write']);
    const { response_metadata: metadata } = await web.auth.test();
    expect(metadata?.scopes).toEqual(['commands', 'chat:write']);
    expect(await refusalOf(web.users.info({ user: 'U0BEN' }))).toBe('missing_scope');
  });
});

describe('an organisation-wide installation', () => {
  beforeEach(async () => {
    scene = await newScene(WIDE_MANIFEST, {
      moreWorkspaces: [
        { id: 'T1ACME', name: 'Acme' },
        { id: 'T2LABS', name: 'Labs' },
      ],
      enterprise: {
        id: 'E0ORG',
        name: 'Org',
        workspaceIds: ['T1ACME', 'T2LABS'],
        botToken: 'xoxb-of-org',
      },
    });
  });

  test('has one token for all workspaces of the organisation', async () => {
    const web = newWebClient(scene.slack, 'xoxb-of-org');
    await expect(web.auth.test()).resolves.toMatchObject({
      team_id: 'E0ORG',
      enterprise_id: 'E0ORG',
      is_enterprise_install: true,
    });
    await web.chat.postMessage({ channel: 'C1DATA', text: 'to Acme' });
    await web.chat.postMessage({ channel: 'U2BEN', text: 'to Labs' });
    expect(scene.slack.workspace('Acme').as('ben').messages()).toMatchObject([{ content: 'to Acme' }]);
    expect(scene.slack.workspace('Labs').as('ben').messages('dm')).toMatchObject([{ content: 'to Labs' }]);
    expect(await refusalOf(web.chat.postMessage({ channel: 'C0DATA', text: 'x' }))).toBe('channel_not_found');
    expect(await refusalOf(web.usergroups.list())).toBe('missing_argument');
    const groups = await web.usergroups.list({ team_id: 'T2LABS' });
    expect(groups.usergroups?.[0]).toMatchObject({ team_id: 'T2LABS' });
    expect(await refusalOf(web.usergroups.list({ team_id: 'T0SANDBOX' }))).toBe('team_not_found');
    await expect(web.auth.teams.list()).resolves.toMatchObject({
      teams: [
        { id: 'T1ACME', name: 'Acme' },
        { id: 'T2LABS', name: 'Labs' },
      ],
    });
  });

  test('names itself in commands, interactions and events', async () => {
    const { slack, bot } = scene;
    const labs = slack.workspace('Labs');
    await labs.as('ben').command('/apiclient list');
    expect(bot.last()).toMatchObject({
      team_id: 'T2LABS',
      enterprise_id: 'E0ORG',
      is_enterprise_install: 'true',
    });
    const web = newWebClient(slack, 'xoxb-of-org');
    const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' } };
    const blocks = [{ type: 'actions', elements: [button] }];
    await web.apiCall('chat.postMessage', { channel: 'C2DATA', text: 'x', blocks });
    await labs.as('ben').press('Go');
    expect(bot.last()).toMatchObject({
      team: { id: 'T2LABS', enterprise_id: 'E0ORG' },
      enterprise: { id: 'E0ORG' },
      is_enterprise_install: true,
    });
    await web.views.publish({ user_id: 'U2BEN', view: { type: 'home', blocks: [] } });
    await labs.as('ben').openHome();
    expect(events()).toMatchObject([
      {
        team_id: 'T2LABS',
        enterprise_id: 'E0ORG',
        authorizations: [{ enterprise_id: 'E0ORG', team_id: null, is_enterprise_install: true }],
        event: { view: { team_id: 'T2LABS', app_installed_team_id: 'E0ORG' } },
      },
    ]);
  });

  test('tells no team with a form, only its person and view', async () => {
    const { slack, bot } = scene;
    const labs = slack.workspace('Labs');
    await labs.as('ben').command('/apiclient');
    await newWebClient(slack, 'xoxb-of-org').views.open({
      trigger_id: bot.last().trigger_id,
      view: {
        type: 'modal',
        title: { type: 'plain_text', text: 'x' },
        submit: { type: 'plain_text', text: 'ok' },
        blocks: [],
      },
    });
    await labs.as('ben').submit();
    expect(bot.last()).toMatchObject({
      type: 'view_submission',
      team: null,
      user: { id: 'U2BEN', team_id: 'T2LABS' },
      enterprise: { id: 'E0ORG' },
    });
  });

  test('knows somebody who is in several of its workspaces by one id, also when the app is taken out of one', async () => {
    const { slack } = scene;
    const web = newWebClient(slack, 'xoxb-of-org');
    slack.workspace('Labs').admit('U1BEN', { isAdmin: true });
    const told = async () => (await web.users.info({ user: 'U1BEN' })).user;
    expect(await told()).toMatchObject({
      team_id: 'T1ACME',
      is_admin: false,
      enterprise_user: { enterprise_id: 'E0ORG', teams: ['T1ACME', 'T2LABS'] },
    });
    const { members = [] } = await web.users.list({ team_id: 'T2LABS' });
    // An organisation's token is not told who administers one workspace.
    expect(members.filter(({ id }) => id === 'U1BEN')).toMatchObject([{ is_admin: false }]);
    slack.workspace('Labs').changeShapes({ users: 'teams' });
    const { members: newer = [] } = await web.users.list({ team_id: 'T2LABS' });
    const ben = newer.find(({ id }) => id === 'U1BEN');
    expect(ben).toMatchObject({ enterprise_id: 'E0ORG', teams: ['T1ACME', 'T2LABS'] });
    expect([ben?.team_id, ben?.enterprise_user]).toEqual([undefined, undefined]);
    slack.workspace('Labs').changeShapes({ users: 'enterprise_user' });
    await slack.workspace('Labs').as('U1BEN').command('/apiclient list', { channel: '#general' });
    expect(scene.bot.last()).toMatchObject({ team_id: 'T2LABS', user_id: 'U1BEN' });
    await slack.workspace('Acme').changeTeamAccess(false);
    expect(await told()).toMatchObject({ enterprise_user: { teams: ['T1ACME', 'T2LABS'] } });
    expect(await refusalOf(web.users.info({ user: 'U1CHLOE' }))).toBe('team_access_not_granted');
    expect(() => slack.workspace('Labs').admit('U0BEN')).toThrow('U0BEN is not of this organisation');
  });

  test('works only where an admin has added it, and ends in all workspaces at once', async () => {
    const { slack } = scene;
    const web = newWebClient(slack, 'xoxb-of-org');
    await slack.workspace('Labs').changeTeamAccess(false);
    expect(await refusalOf(web.chat.postMessage({ channel: 'C2DATA', text: 'x' }))).toBe(
      'team_access_not_granted',
    );
    await slack.workspace('Acme').uninstall(['app_uninstalled']);
    expect(events()).toMatchObject([
      { event: { type: 'team_access_revoked', team_ids: ['T2LABS'] } },
      {
        team_id: 'E0ORG',
        enterprise_id: 'E0ORG',
        authorizations: [{ is_enterprise_install: true }],
        event: { type: 'app_uninstalled' },
      },
    ]);
    expect(await refusalOf(web.auth.test())).toBe('account_inactive');
  });
});
