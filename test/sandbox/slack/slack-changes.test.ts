import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { newScene, refusalOf, type Scene, WIDE_MANIFEST } from './slack-with-fake-bot.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene(WIDE_MANIFEST);
});
afterEach(() => scene.close());

const blocks = [{ type: 'section', text: { type: 'mrkdwn', text: 'a card' } }];
const post = (more: object = {}, channel = 'C0APPROVALS'): Promise<{ readonly ts?: string | undefined }> =>
  scene.web.chat.postMessage({ channel, text: 'fallback', blocks, ...more });
const update = (ts: string | undefined, more: object, channel = 'C0APPROVALS') =>
  refusalOf(scene.web.apiCall('chat.update', { channel, ts, ...more }));
const shown = () => scene.slack.as('aiko').messages('#approvals').at(-1);

describe('a message of the bot that is changed', () => {
  test('is marked as edited only when it has no blocks, and a text alone takes blocks away', async () => {
    const { ts } = await post();
    await update(ts, {
      text: 'fallback',
      blocks: [{ ...blocks[0], text: { type: 'mrkdwn', text: 'decided' } }],
    });
    expect(shown()).toMatchObject({ content: 'decided', isEdited: false });
    await update(ts, { text: 'only text' });
    expect(shown()).toMatchObject({ content: 'only text', isEdited: true });
  });

  test('cannot be changed any more where the channel was archived or the bot taken out', async () => {
    const { slack, web } = scene;
    const first = await post();
    slack.changeMembers('#approvals', { leave: ['bot'] });
    expect(await update(first.ts, { text: 'x' })).toBe('not_in_channel');
    expect(await refusalOf(post())).toBe('not_in_channel');
    await expect(web.conversations.info({ channel: 'C0APPROVALS' })).resolves.toMatchObject({
      channel: { is_member: false, is_archived: false, is_ext_shared: false },
    });
    const second = await post({}, 'C0DATA');
    slack.archive('#data');
    expect(await update(second.ts, { text: 'x' }, 'C0DATA')).toBe('is_inactive');
    expect(await refusalOf(post({}, 'C0DATA'))).toBe('is_archived');
    const third = await post({}, 'C0AUDIT');
    slack.changeMembers('#audit', { leave: ['bot'] });
    expect(await update(third.ts, { text: 'x' }, 'C0AUDIT')).toBe('channel_not_found');
    await slack.settled();
  });

  test("stands in a channel; a person's id is none", async () => {
    const { ts } = await post({}, 'U0AIKO');
    expect(await update(ts, { text: 'x' }, 'U0AIKO')).toBe('channel_not_found');
    expect(await update(ts, { text: 'x' }, scene.slack.as('aiko').dmId)).toBe('no refusal');
  });
});

test('metadata has a type and a payload', async () => {
  const metadata = { event_type: 'request', event_payload: { id: 'r1' } };
  expect(await refusalOf(post({ metadata }))).toBe('no refusal');
  expect(await refusalOf(post({ metadata: { event_type: 'request' } }))).toBe('invalid_metadata_format');
});

describe('a form', () => {
  const label = { type: 'plain_text', text: 'x' };
  const input = (name: string, element: object) => ({
    type: 'input',
    block_id: name,
    label: { type: 'plain_text', text: name },
    optional: true,
    element: { action_id: 'it', ...element },
  });
  const openForm = async (fields: object[]): Promise<void> => {
    await scene.slack.as('aiko').command('/apiclient');
    await scene.web.apiCall('views.open', {
      trigger_id: scene.bot.last().trigger_id,
      view: { type: 'modal', title: label, submit: label, blocks: fields },
    });
  };

  test('offers channels as its filter says, and nobody who has left', async () => {
    const { slack } = scene;
    slack.archive('#random');
    await openForm([
      input('Channel', { type: 'conversations_select', filter: { include: ['public', 'private'] } }),
      input('Inner', {
        type: 'conversations_select',
        filter: { exclude_external_shared_channels: true, exclude_bot_users: true },
      }),
      input('Public', { type: 'channels_select' }),
      input('People', { type: 'multi_users_select', max_selected_items: 2 }),
    ]);
    const aiko = slack.as('aiko');
    const refused = 'does not offer that value';
    await aiko.choose('Channel', '#audit');
    await expect(aiko.choose('Channel', 'dm')).rejects.toThrow(refused);
    await expect(aiko.choose('Channel', '#random')).rejects.toThrow(refused);
    await expect(aiko.choose('Inner', '#partners')).rejects.toThrow(refused);
    await expect(aiko.choose('Inner', 'dm')).rejects.toThrow(refused);
    await expect(aiko.choose('Public', '#audit')).rejects.toThrow(refused);
    await aiko.choose('People', ['ben', 'chloe']);
    await expect(aiko.choose('People', ['ben', 'chloe', 'daniel'])).rejects.toThrow(refused);
    await expect(aiko.choose('People', ['zoe'])).rejects.toThrow(refused);
    await aiko.submit();
    expect(scene.bot.last().view?.state.values).toMatchObject({
      Channel: { it: { type: 'conversations_select', selected_conversation: 'C0AUDIT' } },
      Inner: { it: { selected_conversation: null } },
      People: { it: { type: 'multi_users_select', selected_users: ['U0BEN', 'U0CHLOE'] } },
    });
    await slack.settled();
  });

  test('takes days and times as they are written', async () => {
    await openForm([input('Since', { type: 'datepicker' }), input('At', { type: 'timepicker' })]);
    const aiko = scene.slack.as('aiko');
    await expect(aiko.choose('Since', 'yesterday')).rejects.toThrow('does not offer that value');
    await expect(aiko.choose('At', '25:00')).rejects.toThrow('does not offer that value');
    await aiko.choose('Since', '2026-11-24');
    await aiko.choose('At', '09:30');
    await aiko.submit();
    expect(scene.bot.last().view?.state.values).toMatchObject({
      Since: { it: { selected_date: '2026-11-24' } },
      At: { it: { selected_time: '09:30' } },
    });
  });

  test('of somebody of another company names their company, and in the view the app’s workspace', async () => {
    const { slack, bot, web } = scene;
    slack.share('#approvals');
    const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Deny' } };
    await post({ blocks: [{ type: 'actions', elements: [button] }] });
    await slack.as('olga').press('Deny');
    await web.apiCall('views.open', {
      trigger_id: bot.last().trigger_id,
      view: { type: 'modal', title: label, submit: label, blocks: [] },
    });
    await slack.as('olga').submit();
    expect(bot.last()).toMatchObject({
      type: 'view_submission',
      team: { id: 'T0PARTNER' },
      user: { id: 'U0OLGA', team_id: 'T0PARTNER' },
      view: { app_installed_team_id: 'T0SANDBOX' },
    });
  });
});
