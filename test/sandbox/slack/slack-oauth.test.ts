import { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Decision, decide } from '../../oauth-visitor.js';
import { newScene, newWebClient, refusalOf, type Scene, WIDE_MANIFEST } from './slack-with-fake-bot.js';

const CLIENT = { clientId: '1.2', clientSecret: 'the-secret-of-the-app' };
const SCOPES = 'commands,chat:write,users:read';

let scene: Scene;
let redirectUri: string;
const begin = async (more: { readonly tokenLifetimeSeconds?: number } = {}): Promise<void> => {
  scene = await newScene(WIDE_MANIFEST, {
    moreWorkspaces: [{ id: 'T1ACME', name: 'Acme' }],
    enterprise: { id: 'E0ORG', name: 'Org', workspaceIds: ['T1ACME'] },
    oauth: { ...CLIENT, ...more },
  });
  redirectUri = new URL('/slack/oauth_redirect', scene.bot.url).href;
};
afterEach(() => scene.close());

const authorizeUrl = (more: Readonly<Record<string, string>> = {}): string => {
  const parameters = { client_id: CLIENT.clientId, scope: SCOPES, redirect_uri: redirectUri, state: 's' };
  return `${scene.slack.authorizeUrl}?${new URLSearchParams({ ...parameters, ...more }).toString()}`;
};

const codeFor = async (decision: Decision): Promise<string> =>
  new URL(await decide(authorizeUrl(), decision)).searchParams.get('code') ?? '';

const exchange = (args: Readonly<Record<string, string>>) =>
  newWebClient(scene.slack).oauth.v2.access({
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
    redirect_uri: redirectUri,
    ...args,
  });

const refresh = (token: string) =>
  newWebClient(scene.slack).oauth.v2.access({
    client_id: CLIENT.clientId,
    client_secret: CLIENT.clientSecret,
    grant_type: 'refresh_token',
    refresh_token: token,
  });

describe('installing the app', () => {
  beforeEach(() => begin());

  test('the page says who asks for what, and offers to allow or cancel', async () => {
    const answer = await fetch(authorizeUrl());
    const page = await answer.text();
    expect(answer.status).toBe(200);
    expect(page).toContain('Curious App is requesting permission to access your workspace');
    expect(page).toContain('<code>users:read</code>');
    expect(page).toContain('Org, all workspaces');
    expect(page).toMatch(/>Cancel<.*>Allow</);
    expect(page).not.toContain('Gus Guest');
  });

  test('allowing leads back with state and a code, which is exchanged for a token once', async () => {
    const back = new URL(await decide(authorizeUrl(), { target: 'T1ACME', as: 'ben' }));
    expect(back.href.startsWith(redirectUri)).toBe(true);
    expect(back.searchParams.get('state')).toBe('s');
    const code = back.searchParams.get('code') ?? '';
    const answer = await exchange({ code });
    expect(answer).toMatchObject({
      token_type: 'bot',
      scope: SCOPES,
      bot_user_id: 'UEAPICLIENTS',
      team: { id: 'T1ACME', name: 'Acme' },
      enterprise: { id: 'E0ORG', name: 'Org' },
      is_enterprise_install: false,
      authed_user: { id: 'U1BEN' },
    });
    const web = newWebClient(scene.slack, answer.access_token);
    await expect(web.auth.test()).resolves.toMatchObject({ team_id: 'T1ACME' });
    expect(await refusalOf(exchange({ code }))).toBe('code_already_used');
  });

  test('cancelling leads back with the reason', async () => {
    const back = new URL(await decide(authorizeUrl(), { decision: 'cancel' }));
    expect(Object.fromEntries(back.searchParams)).toEqual({ state: 's', error: 'access_denied' });
  });

  test('a link that is wrong is refused before anybody is asked', async () => {
    const refusal = async (more: Readonly<Record<string, string>>): Promise<unknown> =>
      /<code>(\w+)<\/code>/.exec(await (await fetch(authorizeUrl(more))).text())?.[1];
    expect(await refusal({ client_id: '9.9' })).toBe('invalid_client_id');
    expect(await refusal({ scope: 'admin' })).toBe('invalid_scope');
    expect(await refusal({ redirect_uri: 'https://evil.example/slack/oauth_redirect' })).toBe(
      'bad_redirect_uri',
    );
  });

  test('guests may not install, and only admins in the whole organisation', async () => {
    await expect(decide(authorizeUrl(), { as: 'gus' })).rejects.toThrow('app_not_allowed');
    await expect(decide(authorizeUrl(), { target: 'E0ORG', as: 'ben' })).rejects.toThrow('app_not_allowed');
    const answer = await exchange({ code: await codeFor({ target: 'E0ORG', as: 'aiko' }) });
    expect(answer).toMatchObject({ team: null, enterprise: { id: 'E0ORG' }, is_enterprise_install: true });
  });

  test('the exchange wants the right secret, code and redirect_uri, in time', async () => {
    const code = await codeFor({});
    expect(await refusalOf(exchange({ code, client_id: '9.9' }))).toBe('invalid_client_id');
    expect(await refusalOf(exchange({ code, client_secret: 'wrong' }))).toBe('bad_client_secret');
    expect(await refusalOf(exchange({ code: 'made-up' }))).toBe('invalid_code');
    expect(await refusalOf(exchange({ code, redirect_uri: `${redirectUri}/` }))).toBe('bad_redirect_uri');
    scene.passes(11 * 60 * 1000);
    expect(await refusalOf(exchange({ code }))).toBe('invalid_code');
  });

  test('installing again gives the token that there is; after removing the app a new one', async () => {
    const acme = scene.slack.workspace('Acme');
    const first = await exchange({ code: await codeFor({ target: 'T1ACME' }) });
    const again = await exchange({ code: await codeFor({ target: 'T1ACME' }) });
    expect(again.access_token).toBe(first.access_token);
    await acme.uninstall();
    const anew = await exchange({ code: await codeFor({ target: 'T1ACME' }) });
    expect(anew.access_token).not.toBe(first.access_token);
    const old = newWebClient(scene.slack, first.access_token);
    expect(await refusalOf(old.auth.test())).toBe('account_inactive');
  });

  test('a revoked token is dead, and the bot hears of it', async () => {
    const { slack, bot } = scene;
    const { access_token: token = '' } = await exchange({ code: await codeFor({ target: 'T1ACME' }) });
    const web = newWebClient(slack, token);
    await expect(web.auth.revoke({ test: true })).resolves.toMatchObject({ revoked: false });
    await expect(web.auth.revoke()).resolves.toMatchObject({ revoked: true });
    await slack.settled();
    expect(await refusalOf(web.auth.test())).toBe('account_inactive');
    expect(bot.received.map(({ event }) => event)).toMatchObject([
      { type: 'tokens_revoked', tokens: { bot: ['UEAPICLIENTS'] } },
    ]);
  });

  test('the app can remove itself', async () => {
    const { slack, bot, web } = scene;
    const { clientId, clientSecret } = CLIENT;
    await web.apps.uninstall({ client_id: clientId, client_secret: clientSecret });
    await slack.settled();
    expect(bot.received.map(({ event }) => event?.type)).toEqual(['tokens_revoked', 'app_uninstalled']);
    expect(await refusalOf(web.auth.test())).toBe('account_inactive');
  });
});

describe('token rotation', () => {
  beforeEach(() => begin({ tokenLifetimeSeconds: 43_200 }));

  const install = async () => exchange({ code: await codeFor({ target: 'T1ACME' }) });

  test('tokens live for twelve hours, and a refresh gives the next', async () => {
    const first = await install();
    expect(first).toMatchObject({ expires_in: 43_200 });
    const web = new WebClient(first.access_token, { slackApiUrl: scene.slack.apiUrl });
    await expect(web.auth.test()).resolves.toMatchObject({ ok: true });
    scene.passes(43_200_000);
    expect(await refusalOf(newWebClient(scene.slack, first.access_token).auth.test())).toBe('token_expired');
    const next = await refresh(first.refresh_token ?? '');
    expect(next).toMatchObject({ team: { id: 'T1ACME' }, expires_in: 43_200 });
    expect(next.refresh_token).not.toBe(first.refresh_token);
    expect(await refusalOf(newWebClient(scene.slack, next.access_token).auth.test())).toBe('no refusal');
  });

  test('a refresh token is good once, and for a minute more', async () => {
    const first = await install();
    const token = first.refresh_token ?? '';
    await refresh(token);
    scene.passes(30_000);
    expect(await refusalOf(refresh(token))).toBe('no refusal');
    scene.passes(31_000);
    expect(await refusalOf(refresh(token))).toBe('invalid_refresh_token');
  });

  test('two tokens are good at a time, the newest ones', async () => {
    const first = await install();
    const second = await refresh(first.refresh_token ?? '');
    const third = await refresh(second.refresh_token ?? '');
    const state = (token: string | undefined) => refusalOf(newWebClient(scene.slack, token).auth.test());
    expect(await state(first.access_token)).toBe('token_revoked');
    expect(await state(second.access_token)).toBe('no refusal');
    expect(await state(third.access_token)).toBe('no refusal');
  });
});
