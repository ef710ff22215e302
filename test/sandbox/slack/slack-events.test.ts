import { afterEach, beforeEach, expect, test } from 'vitest';
import { newScene, type Scene, WIDE_MANIFEST } from './slack-with-fake-bot.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene(WIDE_MANIFEST);
});
afterEach(() => scene.close());

const events = () => scene.bot.received.flatMap(({ event }) => event ?? []);

test('the bot hears of a person who is deactivated', async () => {
  scene.slack.changePerson('ben', { deleted: true });
  await scene.slack.settled();
  expect(events()).toMatchObject([{ type: 'user_change', user: { id: 'U0BEN', deleted: true } }]);
  expect(scene.bot.last()).toMatchObject({ team_id: 'T0SANDBOX', type: 'event_callback' });
});

test('the bot hears who came into a user group and who left it', async () => {
  scene.slack.changeGroup('data-team', ['aiko', 'daniel']);
  await scene.slack.settled();
  expect(events()).toMatchObject([
    {
      type: 'subteam_members_changed',
      subteam_id: 'S0DATATEAM',
      added_users: ['U0DANIEL'],
      removed_users: ['U0CHLOE', 'U0BEN'],
    },
    { type: 'subteam_updated', subteam: { id: 'S0DATATEAM', users: ['U0AIKO', 'U0DANIEL'] } },
  ]);
});

test('the bot hears that its channel was archived, and that it was taken out of one', async () => {
  scene.slack.archive('#data');
  scene.slack.changeMembers('#approvals', { leave: ['ben', 'bot'] });
  scene.slack.changeMembers('#random', { leave: ['ben'] });
  await scene.slack.settled();
  expect(events()).toMatchObject([
    { type: 'channel_archive', channel: 'C0DATA' },
    { type: 'member_left_channel', channel: 'C0APPROVALS', user: 'U0BEN' },
    { type: 'channel_left', channel: 'C0APPROVALS' },
  ]);
});

test('an event that is not acknowledged comes again with the same id, and says that it does', async () => {
  const { slack, bot } = scene;
  bot.answer(({ event }) => (event === undefined || bot.received.length > 1 ? undefined : { status: 500 }));
  await slack.as('ben').openHome();
  await slack.settled();
  const ids = bot.received.map(({ event_id: id }) => id);
  expect(ids).toEqual([ids[0], ids[0]]);
  expect(bot.headers().map((one) => [one['x-slack-retry-num'], one['x-slack-retry-reason']])).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
  ]);
  expect(slack.violations()).toEqual(['event was not acknowledged: http_status_500']);
});

test('an event is not repeated when the bot asks for that', async () => {
  const { slack, bot } = scene;
  bot.answer(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
  await slack.as('ben').openHome();
  await slack.settled();
  expect(bot.received).toHaveLength(1);
});

test('somebody of another company can press a button in a shared channel', async () => {
  const { slack, bot, web } = scene;
  slack.share('#approvals');
  const button = { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Approve' } };
  const blocks = [{ type: 'actions', elements: [button] }];
  await web.apiCall('chat.postMessage', { channel: 'C0APPROVALS', text: 'x', blocks });
  await slack.as('olga').press('Approve');
  expect(bot.last()).toMatchObject({
    type: 'block_actions',
    user: { id: 'U0OLGA', team_id: 'T0PARTNER' },
    team: { id: 'T0SANDBOX' },
  });
});
