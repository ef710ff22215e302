import { readdir, readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clientNamed, start } from './harness.js';

/** What Slack shows for a string of a block: rich and plain text as they are, mrkdwn with its entities decoded. */
function shownStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if ('type' in value && value.type === 'mrkdwn' && 'text' in value && typeof value.text === 'string') {
    return [value.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')];
  }
  return Object.values(value).flatMap(shownStrings);
}

/** The SDK sends blocks and views as JSON in a form. */
function asSent(args: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]: [string, unknown]) => [
      name,
      ['blocks', 'view'].includes(name) && typeof value === 'string' ? JSON.parse(value) : value,
    ]),
  );
}

const inEnglish = {
  locale: 'en-US',
  created: 'API client created',
  createdBy: 'Created by',
  press: 'I have saved it',
  saved: 'You saved the secret',
};
const inJapanese = {
  locale: 'ja-JP',
  created: 'APIクライアントを作成しました',
  createdBy: '作成者：',
  press: '保存しました',
  saved: 'に保存済みです',
};

test.each([inEnglish, inJapanese])(
  'a secret is in the blocks of one ephemeral message to its person, to the character, and nowhere else ($locale)',
  async ({ locale, created, createdBy, press, saved }) => {
    const directory = await mkdtemp(join(tmpdir(), 'apiclient-canary-'));
    const running = await start({
      api: { secretAlphabet: `&<>"'\`*_~|\\;‘’“”` },
      environment: { STORE_URL: `sqlite://${join(directory, 'store.sqlite')}` },
    });
    try {
      running.slack.changePerson('aiko', { locale });
      const aiko = running.slack.as('aiko');
      await aiko.command('/apiclient create canary --user billing --purpose x', { channel: '#general' });
      await aiko.seesMessage(created);
      const { id, secret } = clientNamed(running.api, 'canary');
      await aiko.openHome();
      await aiko.command(`/apiclient show ${id}`);
      await aiko.seesMessage(createdBy);
      await aiko.press(press, { in: 'message' });
      await aiko.seesMessage(saved);
      await running.settled();

      const spoken = running.slack
        .calls()
        .filter(({ args }) => shownStrings(asSent(args)).some((text) => text.includes(secret)));
      expect(spoken.map(({ method }) => method)).toEqual(['chat.postEphemeral']);
      const args = asSent(spoken[0]?.args ?? {});
      expect(args).toMatchObject({ channel: aiko.dmId, user: aiko.id });
      expect(shownStrings(args['blocks']).filter((text) => text === secret)).toEqual([secret]);
      expect(String(args['text'])).not.toContain(secret);

      // In whatever way it could be written: as it is, in JSON, in a form, in mrkdwn.
      const written = [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
      ];
      const deliveries = running.slack.deliveries().map(({ body }) => body);
      const files = await Promise.all(
        (await readdir(directory)).map((file) => readFile(join(directory, file), 'latin1')),
      );
      for (const [where, text] of [
        ['the log', running.log()],
        [
          'what Slack sent back, but for the message itself',
          deliveries.filter((body) => !body.includes('receipt.saved')).join('\n'),
        ],
        ['the store', files.join('\n')],
        [
          'the addresses asked',
          running.api
            .calls()
            .map(({ path }) => path)
            .join('\n'),
        ],
      ]) {
        for (const form of written) expect(text?.includes(form), where).toBe(false);
      }
      expect(running.log()).not.toContain(running.api.rootClient.secret);
    } finally {
      await running.stop();
      await rm(directory, { recursive: true });
    }
  },
);
