import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Closing, Opening } from '../../sandbox/underneath/exchange.js';
import { clientNamed, root, start } from '../harness.js';
import { objections, schemaOf } from './schemas.js';

const BASE = '/m/blue/iam/v1';
const of = (definition: string) => schemaOf('blue-iam.schema.json', definition);
const status = await of('status');
const nothing = await of('nothing');
const createRequest = await of('createRequest');

/** The description, call by call; a stream's answer is read line by line. */
const described = [
  { call: `GET ${BASE}/whoami`, answer: await of('user'), isStream: false },
  { call: `GET ${BASE}/users`, answer: await of('userChunk'), isStream: true },
  { call: `POST ${BASE}/apiclients`, answer: await of('apiClient'), isStream: false, request: createRequest },
  { call: `GET ${BASE}/apiclients`, answer: await of('apiClientChunk'), isStream: true },
  { call: `DELETE ${BASE}/apiclients/{id}`, answer: nothing, isStream: false },
];
const inGeneral = (asked: string): string => asked.replace(/(\/apiclients)\/[^/]+$/, '$1/{id}');

interface Seen extends Opening {
  readonly answer: Closing;
}

/** What the description has against one exchange. */
function against({ asked, body, answer }: Seen): readonly string[] {
  const call = described.find((one) => one.call === inGeneral(asked));
  if (call === undefined) return [`${asked} is not described`];
  const request =
    call.request === undefined
      ? body === ''
        ? []
        : ['has a body']
      : objections(call.request, JSON.parse(body));
  const lines = call.isStream ? answer.body.split('\n').filter((line) => line !== '') : [answer.body];
  const answers = lines.flatMap((line) =>
    objections(answer.status === 200 ? call.answer : status, JSON.parse(line)),
  );
  return [...request, ...answers].map((said) => `${asked} (${answer.status}): ${said}`);
}

/** The bot over Blue API, with everything that is said between it and the sandbox's. */
async function startOverBlue() {
  const seen: Seen[] = [];
  const running = await start({
    environment: { ALPHAUS_API: 'blue' },
    api: {
      witness: (opening) => (answer) => {
        if (opening.asked.includes('/m/blue/')) seen.push({ ...opening, answer });
      },
    },
  });
  return { running, seen };
}

test('what the bot and the sandbox’s Blue API say to each other is what the vendor’s description says', async () => {
  const { running, seen } = await startOverBlue();
  const { api, slack } = running;
  api.seed(root, [{ name: '各部門の夜間バッチ “&<>' }, { name: '' }]);
  const aiko = slack.as('aiko');
  await aiko.command('/apiclient create azure --purpose exports');
  await aiko.seesMessage('API client created');
  await aiko.command('/apiclient list');
  await aiko.seesMessage('azure');
  await aiko.command(`/apiclient delete ${clientNamed(api, 'azure').id}`);
  await aiko.seesModal('cannot be undone');
  await aiko.press('Delete');
  await aiko.reads('Deleted azure');
  await aiko.command('/apiclient doctor');
  await aiko.seesMessage('No problems found');

  // What the bot has no cause to ask for here.
  const token = async (client: { readonly id: string; readonly secret: string }): Promise<string> => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.id,
      client_secret: client.secret,
      scope: 'openid',
    });
    const answer = await fetch(`${api.loginUrl}/ripple/access_token`, { method: 'POST', body });
    return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
  };
  const ask = async (method: string, path: string, as = api.rootClient) => {
    const headers = { authorization: `Bearer ${await token(as)}` };
    const answer = await fetch(`${api.blueUrl}/iam/v1${path}`, { method, headers });
    await answer.arrayBuffer();
    return answer.status;
  };
  expect(await ask('GET', '/users')).toBe(200);
  expect(await ask('GET', '/users', api.subuserClient)).toBe(403);
  expect(await ask('DELETE', '/apiclients/ripple-000000000000')).toBe(404);
  for (const [operation, path] of [
    ['list', '/apiclients'],
    ['users', '/users'],
  ] as const) {
    api.fault({ kind: 'stream-error', operation, times: 1 });
    expect(await ask('GET', path)).toBe(200);
  }
  for (const code of [400, 401, 403, 404, 429, 500, 503]) {
    api.fault({ kind: 'status', operation: 'list', status: code, times: 1 });
    expect(await ask('GET', '/apiclients')).toBe(code);
  }
  await running.stop();

  expect(seen.flatMap(against)).toEqual([]);
  const called = new Set(
    seen.filter(({ answer }) => answer.status === 200).map(({ asked }) => inGeneral(asked)),
  );
  expect([...called].sort()).toEqual(described.map(({ call }) => call).sort());
  expect(seen.some(({ answer }) => /^{"error":/m.test(answer.body))).toBe(true);
});

test('it has something against what the description does not know', () => {
  const seen: Seen = {
    kind: 'api',
    asked: `POST ${BASE}/apiclients`,
    contentType: 'application/json',
    body: '{"title":"azure"}',
    answer: { status: 200, body: '{"client_id":"a"}' },
  };
  expect(against(seen)).toHaveLength(3);
});
