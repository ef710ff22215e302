import { afterEach, beforeEach, expect, test } from 'vitest';
import { newScene, newWebClient, refusalOf, type Scene, WIDE_MANIFEST } from './slack-with-fake-bot.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene(WIDE_MANIFEST);
});
afterEach(() => scene.close());

const CSV = 'sequence,actor\n1,U0AIKO\n';

const ask = (length = CSV.length) => scene.web.files.getUploadURLExternal({ filename: 'audit.csv', length });

test('a file goes into a DM in three steps, and its person sees it', async () => {
  const { slack, web } = scene;
  const { dmId } = slack.as('aiko');
  const { upload_url: url = '', file_id: id = '' } = await ask();
  const sent = await fetch(url, { method: 'POST', body: CSV });
  expect([sent.status, await sent.text()]).toEqual([200, `OK - ${CSV.length}`]);
  const done = await web.files.completeUploadExternal({
    files: [{ id, title: 'The audit trail' }],
    channel_id: dmId,
    initial_comment: 'Here it is',
  });
  expect(done.files).toMatchObject([{ id, title: 'The audit trail' }]);
  expect(slack.files()).toEqual([
    { id, name: 'audit.csv', title: 'The audit trail', size: CSV.length, channelId: dmId, content: CSV },
  ]);
  expect(slack.as('aiko').messages('dm')).toMatchObject([{ content: 'Here it is\n[audit.csv]' }]);
});

test("Slack's own client uploads to it", async () => {
  const { slack, web } = scene;
  const channel = slack.as('ben').dmId;
  await web.filesUploadV2({ channel_id: channel, filename: 'a.txt', content: 'grüße' });
  expect(slack.files()).toMatchObject([{ name: 'a.txt', content: 'grüße', channelId: channel }]);
});

test('bytes that were not announced, files without bytes and channels of others are refused', async () => {
  const { slack, web } = scene;
  const { upload_url: url = '', file_id: id = '' } = await ask(3);
  expect((await fetch(url, { method: 'POST', body: CSV })).status).toBe(400);
  const complete = (channel: string) =>
    refusalOf(web.files.completeUploadExternal({ files: [{ id, title: 'x' }], channel_id: channel }));
  expect(await complete(slack.as('aiko').dmId)).toBe('file_not_found');
  expect((await fetch(url, { method: 'POST', body: 'abc' })).status).toBe(200);
  expect(await complete('U0AIKO')).toBe('channel_not_found');
  expect(await complete('C0RANDOM')).toBe('not_in_channel');
  expect(await complete(slack.as('aiko').dmId)).toBe('no refusal');
  expect(await complete(slack.as('aiko').dmId)).toBe('file_not_found');
});

test('without the scope nothing can be uploaded', async () => {
  const narrow = await newScene();
  const upload = newWebClient(narrow.slack).files.getUploadURLExternal({ filename: 'a', length: 1 });
  expect(await refusalOf(upload)).toBe('missing_scope');
  await narrow.close();
});
