import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newScene, newWebClient, refusalOf, type Scene } from './slack-with-fake-bot.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene();
});
afterEach(() => scene.close());

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } }) as const;
const button = (text: string, more: object = {}) =>
  ({ type: 'button', action_id: 'go', text: { type: 'plain_text', text }, ...more }) as const;

describe('the Web API', () => {
  test('knows the bot by its token and nobody else', async () => {
    const { web, slack } = scene;
    await expect(web.auth.test()).resolves.toMatchObject({ ok: true, team_id: 'T0SANDBOX', team: 'Sandbox' });
    expect(await refusalOf(newWebClient(slack, 'xoxb-stolen').auth.test())).toBe('invalid_auth');
  });

  test('refuses what the manifest has no scope for', async () => {
    expect(await refusalOf(scene.web.usergroups.list())).toBe('missing_scope');
    expect(await refusalOf(scene.web.conversations.info({ channel: 'C0DATA' }))).toBe('missing_scope');
  });

  test('does not know a method that the sandbox does not answer', async () => {
    expect(await refusalOf(scene.web.apiCall('chat.shout', {}))).toBe('unknown_method');
    expect(scene.slack.violations()).toEqual(['unknown method chat.shout']);
  });

  test('posts where the bot is a member only', async () => {
    const { web } = scene;
    const post = (channel: string) => web.chat.postMessage({ channel, text: 'hello' });
    await expect(post('C0DATA')).resolves.toMatchObject({ ok: true, channel: 'C0DATA' });
    expect(await refusalOf(post('C0RANDOM'))).toBe('not_in_channel');
    expect(await refusalOf(post('C0LEADS'))).toBe('channel_not_found');
    expect(await refusalOf(post('C0NOWHERE'))).toBe('channel_not_found');
  });

  test('opens a DM with a person, not with a deactivated one, a bot or nobody', async () => {
    const { web, slack } = scene;
    const open = (users: string) => web.conversations.open({ users });
    await expect(open(slack.personId('aiko'))).resolves.toMatchObject({
      channel: { id: slack.as('aiko').dmId },
    });
    expect(await refusalOf(open(slack.personId('zoe')))).toBe('user_disabled');
    expect(await refusalOf(open(slack.personId('deploybot')))).toBe('cannot_dm_bot');
    expect(await refusalOf(open('U0NOBODY'))).toBe('user_not_found');
  });

  test('points at what is wrong in blocks', async () => {
    const post = (blocks: object[]) =>
      refusalOf(scene.web.apiCall('chat.postMessage', { channel: 'C0DATA', text: 'x', blocks }));
    expect(await post([section('')])).toBe(
      'invalid_blocks [ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    );
    expect(await post([{ ...section('x'), color: 'red' }])).toContain(
      'invalid additional property: color [json-pointer:/blocks/0]',
    );
    expect(await post([{ type: 'alert', text: { type: 'plain_text', text: 'x' } }])).toContain(
      'unsupported block type on this surface: alert [json-pointer:/blocks/0]',
    );
    expect(await post([{ type: 'actions', elements: [button('a'), button('b')] }])).toContain(
      'action_id already exists: go',
    );
    expect(await post(Array.from({ length: 51 }, () => ({ type: 'divider' })))).toContain(
      'no more than 50 items',
    );
    expect(await post([{ type: 'actions', elements: [button('x'.repeat(76))] }])).toContain(
      'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
    );
  });

  test('refuses a message without text and blocks, and one that is too long', async () => {
    const { web } = scene;
    expect(await refusalOf(web.chat.postMessage({ channel: 'C0DATA', text: '' }))).toBe('no_text');
    const text = 'x'.repeat(40_001);
    expect(await refusalOf(web.chat.postMessage({ channel: 'C0DATA', text }))).toBe('msg_too_long');
  });

  test('edits and deletes messages of the bot, never ephemeral ones or those of people', async () => {
    const { web, slack } = scene;
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0DATA', text: 'one' });
    await web.chat.update({ channel: 'C0DATA', ts, text: 'two' });
    expect(slack.as('ben').messages('#data')).toMatchObject([{ content: 'two', isEdited: true }]);
    await web.chat.delete({ channel: 'C0DATA', ts });
    expect(slack.as('ben').messages('#data')).toEqual([]);
    const whisper = await web.chat.postEphemeral({ channel: 'C0DATA', user: 'U0BEN', text: 'psst' });
    const change = web.chat.update({ channel: 'C0DATA', ts: whisper.message_ts ?? '', text: 'x' });
    expect(await refusalOf(change)).toBe('message_not_found');
    await slack.as('ben').say('mine', { channel: '#data' });
    const mine = slack.as('ben').messages('#data').at(-1)?.ts ?? '';
    expect(await refusalOf(web.chat.delete({ channel: 'C0DATA', ts: mine }))).toBe('cant_delete_message');
  });

  test('shows an ephemeral message to its person only, and loses it on reload', async () => {
    const { web, slack } = scene;
    await web.chat.postEphemeral({ channel: 'C0DATA', user: 'U0BEN', text: 'psst' });
    expect(slack.as('chloe').messages()).toEqual([]);
    expect(slack.as('ben').messages()).toMatchObject([{ content: 'psst', isEphemeral: true }]);
    await slack.as('ben').reload();
    expect(slack.as('ben').messages()).toEqual([]);
  });

  test('accepts an ephemeral message to somebody who is away, and loses it', async () => {
    const { web, slack } = scene;
    slack.changePerson('ben', { away: true });
    const sent = web.chat.postEphemeral({ channel: 'C0DATA', user: 'U0BEN', text: 'psst' });
    await expect(sent).resolves.toMatchObject({ ok: true });
    expect(slack.as('ben').messages()).toEqual([]);
  });

  test('whispers to members of the channel only', async () => {
    const { web } = scene;
    const whisper = web.chat.postEphemeral({ channel: 'C0APPROVALS', user: 'U0GUS', text: 'psst' });
    expect(await refusalOf(whisper)).toBe('user_not_in_channel');
  });

  test('tells who is an admin, a guest, a stranger or gone', async () => {
    const { web } = scene;
    const flags = async (user: string) => (await web.users.info({ user, include_locale: true })).user;
    expect(await flags('U0AIKO')).toMatchObject({ is_admin: true, locale: 'en-US', team_id: 'T0SANDBOX' });
    expect(await flags('U0GUS')).toMatchObject({ is_restricted: true });
    expect(await flags('U0OLGA')).toMatchObject({ is_stranger: true, team_id: 'T0PARTNER' });
    expect(await flags('U0ZOE')).toMatchObject({ deleted: true });
    expect(await refusalOf(web.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
  });

  test('tells who is active, where a message is to be found, and what time it is', async () => {
    const { web, slack } = scene;
    const presence = async () => (await web.users.getPresence({ user: 'U0BEN' })).presence;
    expect(await presence()).toBe('active');
    slack.changePerson('ben', { away: true });
    expect(await presence()).toBe('away');
    const { ts = '' } = await web.chat.postMessage({ channel: 'C0DATA', text: 'one' });
    const found = await web.chat.getPermalink({ channel: 'C0DATA', message_ts: ts });
    expect(found.permalink).toBe(`https://sandbox.slack.com/archives/C0DATA/p${ts.replace('.', '')}`);
    scene.passes(3_600_000);
    const answer = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' });
    expect(Date.parse(answer.headers.get('date') ?? '') - Date.now()).toBeGreaterThan(3_500_000);
  });

  test('fails on demand, before or after the call took effect', async () => {
    const { web, slack } = scene;
    const post = () => web.chat.postMessage({ channel: 'C0DATA', text: 'hello' });
    slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'fatal_error' });
    expect(await refusalOf(post())).toBe('fatal_error');
    slack.fault({ method: 'chat.postMessage', kind: 'ratelimited', retryAfterSeconds: 7 });
    await expect(post()).rejects.toMatchObject({ retryAfter: 7 });
    slack.fault({ method: '*', kind: 'status', status: 503 });
    await expect(post()).rejects.toMatchObject({ statusCode: 503 });
    slack.fault({ method: 'chat.postMessage', kind: 'drop-before' });
    await expect(post()).rejects.toThrow();
    expect(slack.as('ben').messages('#data')).toHaveLength(0);
    slack.fault({ method: 'chat.postMessage', kind: 'drop-after' });
    await expect(post()).rejects.toThrow();
    expect(slack.as('ben').messages('#data')).toHaveLength(1);
    expect(slack.calls().map((call) => call.status)).toEqual([200, 429, 503, 0, 0]);
  });
});

describe('a slash command', () => {
  test('reaches the bot signed, with people and channels as ids', async () => {
    const { slack, bot } = scene;
    const result = await slack
      .as('aiko')
      .command('/apiclient create a & b @ben #data @platform', { channel: '#data' });
    expect(result).toMatchObject({ ok: true, status: 200, body: '' });
    expect(bot.last()).toMatchObject({
      command: '/apiclient',
      text: 'create a &amp; b <@U0BEN|ben> <#C0DATA|data> <!subteam^S0PLATFORM|@platform>',
      channel_id: 'C0DATA',
      user_id: 'U0AIKO',
      team_id: 'T0SANDBOX',
    });
  });

  test('shows an answer to its person only, whether text or JSON', async () => {
    const { slack, bot } = scene;
    bot.answer(({ text }) => ({ body: text === 'json' ? { text: 'as *JSON*' } : 'as text' }));
    await slack.as('aiko').command('/apiclient text', { channel: '#data' });
    await slack.as('aiko').command('/apiclient json', { channel: '#data' });
    expect(
      slack
        .as('aiko')
        .messages()
        .map((message) => message.content),
    ).toEqual(['as text', 'as JSON']);
    expect(slack.as('ben').messages()).toEqual([]);
  });

  test('tells its person when no answer came in time', async () => {
    const { slack, bot } = scene;
    bot.answer(() => ({ afterMs: 3200 }));
    const result = await slack.as('aiko').command('/apiclient list');
    expect(result).toMatchObject({ ok: false, status: 0 });
    expect(slack.as('aiko').messages('dm')).toMatchObject([
      { content: '/apiclient failed with the error "operation_timeout"', isFromSlackbot: true },
    ]);
    expect(slack.violations()).toEqual(['command was not acknowledged: operation_timeout']);
  });

  test('does not exist for people of other companies', async () => {
    await expect(scene.slack.as('olga').command('/apiclient', { channel: '#partners' })).rejects.toThrow(
      'does not share slash commands',
    );
  });

  test('can be repeated, and forged, to see what the bot makes of it', async () => {
    const { slack, bot } = scene;
    await slack.as('aiko').command('/apiclient list');
    const [first] = slack.deliveries();
    if (first === undefined) throw new Error('nothing was delivered');
    expect(await slack.deliverRaw({ body: first.body, signature: 'v0=forged' })).toMatchObject({
      status: 401,
    });
    expect(await slack.deliverAgain(first)).toMatchObject({ status: 200 });
    expect(bot.received).toHaveLength(2);
  });
});

describe('a response_url', () => {
  const urlOf = async (): Promise<(body: object) => Promise<number>> => {
    await scene.slack.as('aiko').command('/apiclient list', { channel: '#random' });
    const url = scene.bot.last().response_url;
    return async (body) => (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).status;
  };

  test('posts where the bot is no member, five times', async () => {
    const respond = await urlOf();
    const statuses = [];
    for (let use = 1; use <= 6; use += 1) statuses.push(await respond({ text: `answer ${use}` }));
    expect(statuses).toEqual([200, 200, 200, 200, 200, 404]);
    expect(scene.slack.as('aiko').messages('#random')).toHaveLength(5);
    expect(scene.slack.violations()).toEqual(['response_url used more than 5 times']);
  });

  test('is good for half an hour', async () => {
    const respond = await urlOf();
    scene.passes(30 * 60 * 1000 + 1);
    expect(await respond({ text: 'late' })).toBe(404);
  });

  test('replaces and deletes the message that was interacted with, also an ephemeral one', async () => {
    const { web, slack, bot } = scene;
    const blocks = [{ type: 'actions', elements: [button('Hide')] }];
    await web.apiCall('chat.postEphemeral', { channel: 'C0DATA', user: 'U0BEN', text: 'secret', blocks });
    await slack.as('ben').press('Hide');
    expect(bot.last()).toMatchObject({ type: 'block_actions', container: { is_ephemeral: true } });
    expect(bot.last().message).toBeUndefined();
    const respond = async (body: object) =>
      (await fetch(bot.last().response_url, { method: 'POST', body: JSON.stringify(body) })).status;
    expect(await respond({ replace_original: true, text: 'wait' })).toBe(200);
    expect(slack.as('ben').messages()).toMatchObject([{ content: 'wait' }]);
    expect(await respond({ delete_original: true })).toBe(200);
    expect(slack.as('ben').messages()).toEqual([]);
  });

  test('refuses blocks that Slack refuses', async () => {
    const respond = await urlOf();
    expect(await respond({ text: 'x', blocks: [section('')] })).toBe(400);
  });
});
