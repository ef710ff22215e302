import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { startSandboxApi } from '../../../sandbox/api/start-api.js';
import type { Opening } from '../../../sandbox/underneath/exchange.js';
import { Journal } from '../../../sandbox/underneath/journal.js';
import { MASK } from '../../../sandbox/underneath/known-secrets.js';

const JSON_TYPE = 'application/json';
const FORM = 'application/x-www-form-urlencoded';
const ask = (more: Partial<Opening>): Opening => ({
  kind: 'web-api',
  asked: 'chat.postEphemeral',
  contentType: JSON_TYPE,
  body: '{}',
  ...more,
});

test('a reader sees each request at once, and its answer when it arrives', () => {
  const journal = new Journal(
    () => [],
    () => 1_700_000_000_000,
  );
  const answered = journal.witness(ask({ body: '{"channel":"D0AIKO","user":"U0AIKO"}' }));
  const [asked] = journal.after(0);
  expect(asked).toEqual({
    id: 1,
    at: 1_700_000_000_000,
    kind: 'web-api',
    asked: 'chat.postEphemeral',
    about: 'D0AIKO U0AIKO',
    sent: '{\n  "channel": "D0AIKO",\n  "user": "U0AIKO"\n}',
    answer: null,
  });
  const { revision } = journal;
  answered({ status: 200, body: '{"ok":false,"error":"invalid_blocks"}' });
  expect(journal.after(revision)).toEqual([
    {
      ...asked,
      answer: {
        status: 200,
        ms: expect.any(Number),
        body: '{\n  "ok": false,\n  "error": "invalid_blocks"\n}',
        refusal: 'invalid_blocks',
      },
    },
  ]);
  expect(journal.after(journal.revision)).toEqual([]);
});

test.each([
  [
    'a command',
    ask({
      kind: 'delivery',
      contentType: FORM,
      body: new URLSearchParams({ command: '/apiclient', text: 'list', user_id: 'U0BEN' }).toString(),
    }),
    'U0BEN /apiclient list',
  ],
  [
    'a button',
    ask({
      kind: 'delivery',
      contentType: FORM,
      body: `payload=${encodeURIComponent('{"user":{"id":"U0BEN"},"actions":[{"action_id":"list.next.v1"}]}')}`,
    }),
    'U0BEN list.next.v1',
  ],
  ['an event', ask({ kind: 'delivery', body: '{"event":{"type":"app_home_opened"}}' }), 'app_home_opened'],
])('%s is told by its own words', (_what, opening, about) => {
  const journal = new Journal(() => []);
  journal.witness(opening);
  expect(journal.after(0).map((exchange) => exchange.about)).toEqual([about]);
});

test('no secret is ever shown, whatever its characters and wherever it stands', () => {
  const secrets = fc.string({ unit: 'grapheme', minLength: 12 }).filter((text) => text.trim().length > 11);
  fc.assert(
    fc.property(secrets, (secret) => {
      const journal = new Journal(() => [secret]);
      const whole = JSON.stringify({ blocks: [{ elements: [{ text: `it is ${secret}, keep it` }] }] });
      const body = new URLSearchParams({ token: secret, blocks: whole }).toString();
      journal.witness(ask({ contentType: FORM, body }))({ status: 200, body: whole });
      expect(JSON.stringify(journal.after(0))).not.toContain(JSON.stringify(secret).slice(1, -1));
    }),
  );
});

test('of secrets that overlap nothing is shown, nor of one whose API client is gone', () => {
  let secrets = ['abcdefgh-12345', 'h-12345-abcdefgh', 'abcdefgh-12345-more', 'tiny'];
  const journal = new Journal(() => secrets);
  journal.witness(ask({ body: '{"text":"abcdefgh-12345-abcdefgh, abcdefgh-12345-more, tiny."}' }));
  secrets = [];
  journal.witness(ask({ body: '{"text":"again abcdefgh-12345"}' }));
  expect(journal.after(0).map(({ sent }) => JSON.parse(sent))).toEqual([
    { text: `${MASK}, ${MASK}, ${MASK}.` },
    { text: `again ${MASK}` },
  ]);
});

test('ten thousand secrets do not hold up a long list, of which the beginning is shown', () => {
  const secrets = Array.from(
    { length: 10_000 },
    (_, index) => `${String(index * 7919).padStart(8, '0')}-of-a-client`,
  );
  const journal = new Journal(() => secrets);
  // To search for each secret in each text would take minutes, and the test would run out of time.
  const rows = secrets.map((secret, index) => ({ client_id: `ripple-${index}`, name: `has ${secret}` }));
  for (const body of [JSON.stringify(rows), rows.map((row) => JSON.stringify(row)).join('\n')]) {
    journal.witness(ask({ kind: 'api', asked: 'GET /clients' }))({ status: 200, body });
  }
  const [asJson, asLines] = journal.after(0).map(({ answer }) => answer?.body ?? '');
  expect(JSON.parse(asJson ?? '').at(-1)).toBe('… 9940 more');
  expect(asLines).toContain(`{"client_id":"ripple-0","name":"has ${MASK}"}`);
  expect(`${asJson}${asLines}`).not.toContain('-of-a-client');
});

test('a secret that nobody knows of is masked by the name of its field, also in an answer that was cut off', () => {
  const journal = new Journal(() => []);
  journal.witness(
    ask({ body: '{"state":{"values":{"client-secret":{"x":{"type":"plain_text_input","value":"typed"}}}}}' }),
  )({ status: 200, body: '{"client_id":"ripple-1","client_secret":"half of it' });
  const [shown] = journal.after(0);
  expect(JSON.parse(shown?.sent ?? '')).toEqual({
    state: { values: { 'client-secret': { x: { type: 'plain_text_input', value: MASK } } } },
  });
  expect(shown?.answer?.body).toBe(`{"client_id":"ripple-1","client_secret":"${MASK}`);
});

test('calls of the API are seen with what was refused, and without the access token', async () => {
  const journal = new Journal(() => api.clients().map(({ secret }) => secret));
  const api = await startSandboxApi({ witness: journal.witness });
  const lost = api.fault({ kind: 'status', status: 503 });
  const { id, secret } = api.rootClient;
  const body = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: 'openid' };
  const exchange = () =>
    fetch(`${api.loginUrl}/ripple/access_token`, { method: 'POST', body: new URLSearchParams(body) });
  await (await exchange()).text();
  expect(lost.isStanding()).toBe(true);
  lost.lift();
  const { access_token } = JSON.parse(await (await exchange()).text());
  await api.stop();
  expect(journal.after(0).map(({ asked, answer }) => [asked, answer?.status, answer?.refusal])).toEqual([
    ['POST /ripple/access_token', 503, 'status 503: server_error'],
    ['POST /ripple/access_token', 200, null],
  ]);
  expect(JSON.stringify(journal.after(0))).not.toContain(access_token);
  expect(JSON.stringify(journal.after(0))).not.toContain(secret);
});
