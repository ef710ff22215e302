import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../../sandbox/api/start-api.js';
import { issueClient } from '../../../../src/core/clients/issuing/issue-client.js';
import type { Actor } from '../../../../src/core/model/actor.js';
import { AlphausUserName, ClientName } from '../../../../src/core/model/api-client.js';
import type { ClientSpec } from '../../../../src/core/model/client-record.js';
import { ClientId, GroupId } from '../../../../src/core/model/ids.js';
import { endAfterDays } from '../../../../src/core/model/until.js';
import { Problem } from '../../../../src/core/problem.js';
import { root } from '../../connected.js';
import { announced, type Issuing, issuing, stagesOf, stageWritten, takeOverBefore } from '../../issuing.js';
import { aiko, ben, record, workspace } from '../../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const ops = GroupId.parse('SOPS');
const member: Actor = { id: ben, standing: 'member', slackAdmin: false, groups: [ops] };
const { name, purpose } = record();
const made = () => api.clients().filter((client) => client.name === name);
const theOne = () => ClientId.parse(made()[0]?.id);
const account = () => ({ product: 'ripple', clientId: api.rootClient.id });
const NOW = new Date('2026-11-28T12:00:00.000Z');

/** What happens when somebody, Aiko unless said otherwise, wants a client of their own under the root user. */
function creating(setting: Issuing = {}) {
  const standing = issuing(api, { actors: [member], ...setting });
  const create = (
    spec: Partial<ClientSpec> = {},
    { person = aiko, sameNameConfirmed = false }: { person?: typeof aiko; sameNameConfirmed?: boolean } = {},
  ) =>
    issueClient(standing.context, {
      person,
      spec: { user: root, name, purpose, owner: { kind: 'person', id: person }, ...spec },
      reason: { kind: 'create', sameNameConfirmed },
    });
  const stored = (id: ClientId) => standing.context.records.find(workspace, id);
  return { ...standing, create, stored };
}

/** What one person does who is counted for two limits, before anything reaches them. */
const counted = ['counts a create of UAIKO', 'counts a create of everybody'];
const attempted = {
  act: 'UAIKO create attempted',
  rule: 'slack-admin',
  target: { user: root, name },
};
const ended = (act: string, target: object = {}) => ({
  ...attempted,
  act: `UAIKO create ${act}`,
  target: { ...attempted.target, ...target },
});
const storeIsAway = () => Promise.reject(new Problem({ kind: 'store-unavailable' }));

describe('a client that somebody creates', () => {
  test('is recorded, its secret reaches them at once, and nothing is left open', async () => {
    const { create, said, open, trail, stored, context } = creating({ now: () => NOW });
    await context.connection.directory.fresh(root);
    const stages = stagesOf(context);
    const created = await create();
    const id = theOne();
    // No more round trips to the store than these.
    expect(stages).toEqual(['handing-over', 'handed-over']);
    const written = {
      workspace,
      id,
      user: root,
      name,
      purpose,
      owner: { kind: 'person', id: aiko },
      requester: aiko,
      createdAt: NOW.toISOString(),
      account: account(),
      intent: expect.any(String),
      receipt: announced,
    };
    expect(created).toEqual({ kind: 'created', record: written });
    expect(await stored(id)).toEqual(written);
    expect(said).toEqual([
      'begins',
      ...counted,
      'announces',
      ['shows', id, undefined, 'handing-over'],
      ['receipt', id, announced, 3, 'handed-over'],
    ]);
    expect(await open()).toEqual([]);
    expect(await trail()).toEqual([attempted, ended('done', { clientId: id })]);
    expect(context.connection.directory.known(root)?.map((client) => client.id)).toContain(id);
  });

  test('has all that was wished for', async () => {
    const endsAt = new Date(Date.now() + 30 * 24 * 3_600_000).toISOString();
    const { create, stored } = creating({ actors: [{ ...member, id: aiko, slackAdmin: true }] });
    await create({ endsAt, owner: { kind: 'group', id: ops } });
    expect(await stored(theOne())).toMatchObject({ endsAt, owner: { kind: 'group', id: ops } });
  });

  test('waits for the way to its person, which is opened meanwhile', async () => {
    const { create, said, context } = creating({
      handover: {
        isOpen: false,
        async open() {
          // The create is under way by then, and the client is recorded before the secret goes out.
          await recorded;
          said.push('opens');
        },
      },
    });
    const recorded = stageWritten(context, 'made');
    await create();
    expect(said).toEqual([
      'begins',
      ...counted,
      'announces',
      'opens',
      ['shows', theOne(), undefined, 'handing-over'],
      ['receipt', theOne(), announced, 3, 'handed-over'],
    ]);
  });

  test('has its announcement above the secret, also where Slack takes its time for that', async () => {
    const { create, said, context, stored } = creating({
      handover: {
        async announce() {
          await recorded;
          // Nothing else holds the secret back.
          await setImmediate();
          said.push('announces');
          return announced;
        },
        async show() {
          said.push('shows');
          return 'handed-over';
        },
      },
    });
    const recorded = stageWritten(context, 'handing-over');
    await create();
    expect(said.slice(3)).toEqual(['announces', 'shows', ['receipt', theOne(), announced, 3, 'handed-over']]);
    // Where it stands was not known yet when the client was recorded.
    expect(await stored(theOne())).not.toHaveProperty('receipt');
  });

  test('is made without asking which user groups its person is in, where none plays a part', async () => {
    const { people } = creating().context;
    const actor = () => Promise.reject(new Problem({ kind: 'groups-unknown' }));
    const { create } = creating({ changes: { people: { ...people, actor } } });
    expect(await create()).toMatchObject({ kind: 'created' });
  });

  test('may live as long as is allowed in the days of its person', async () => {
    // Tuesday in Tokyo, and Monday in Los Angeles.
    const now = new Date('2026-11-30T18:00:00.000Z');
    const { people } = creating().context;
    const zoneOf: typeof people.zoneOf = async (id) => (id === aiko ? 'Asia/Tokyo' : 'America/Los_Angeles');
    const { create } = creating({
      now: () => now,
      policy: { longestLifeDays: 90 },
      changes: { people: { ...people, zoneOf } },
    });
    const endsAt = endAfterDays(90, { now, zone: 'Asia/Tokyo' }).toISOString();
    expect(await create({ endsAt })).toMatchObject({ kind: 'created', record: { endsAt } });
  });

  test('is there also where Slack took no announcement', async () => {
    const { create, said } = creating({ handover: { announce: async () => undefined } });
    expect(await create()).toMatchObject({ kind: 'created' });
    expect(said).toContainEqual(['receipt', theOne(), undefined, 3, 'handed-over']);
  });

  test.each([
    ['stands', 'handed-over'],
    ['missing', 'handed-over'],
    ['nobody', ''],
  ] as const)('whose receipt is left as «%s» leaves its intent as «%s»', async (left, open) => {
    const { create, stage } = creating({ handover: { leaveReceipt: async () => left } });
    await create();
    // What ends it is written with the note of where the receipt stands.
    expect(await stage()).toBe(open);
  });

  test('is in its person’s hands although the store does not take the outcome', async () => {
    const { create, context, said, stage, trail } = creating({
      handover: {
        async show() {
          context.audit.concludeWith = storeIsAway;
          return 'handed-over';
        },
      },
    });
    expect(await create()).toMatchObject({ kind: 'created' });
    expect(said.at(-1)).toEqual(['receipt', theOne(), announced, 0, 'handing-over']);
    expect(await stage()).toBe('handing-over');
    expect(await trail()).toEqual([attempted, ended('done', { clientId: theOne() })]);
  });
});

describe('a wish for a client', () => {
  test('that needs an approval begins nothing', async () => {
    const { create, said, trail } = creating();
    expect(await create({}, { person: ben })).toEqual({ kind: 'needs-approval' });
    expect([said, await trail(), made()]).toEqual([[], [], []]);
  });

  test.each<[string, string, object, Partial<ClientSpec>]>([
    ['a name that the policy does not want', 'name-not-allowed', { namePattern: 'weekly' }, {}],
    ['no end where one is needed', 'until-needed', { longestLifeDays: 30 }, {}],
    ['an end that has passed', 'until-too-soon', {}, { endsAt: new Date(Date.now() - 1_000).toISOString() }],
    [
      'an Alphaus user that there is not',
      'alphaus-user-unknown',
      {},
      { user: AlphausUserName.parse('nobody@sandbox.example') },
    ],
    ['a user group that they are not in', 'owner-invalid', {}, { owner: { kind: 'group', id: ops } }],
    ['another person as the owner', 'owner-invalid', {}, { owner: { kind: 'person', id: ben } }],
  ])('with %s is refused, and that is on record', async (_, kind, policy, spec) => {
    const { create, trail, said } = creating({ policy });
    await expect(create(spec)).rejects.toMatchObject({ facts: { kind } });
    const { user = root } = spec;
    expect(await trail()).toEqual([{ act: `UAIKO create refused ${kind}`, target: { user } }]);
    expect([said, made()]).toEqual([['begins'], []]);
  });

  test('of a person who is gone is refused, and that is on record', async () => {
    const { create, trail } = creating({ actors: [{ ...member, standing: 'deactivated' }] });
    await expect(create({}, { person: ben })).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'deactivated' },
    });
    expect(await trail()).toEqual([{ act: 'UBEN create refused deactivated', target: { user: root } }]);
  });

  test('for a name that the user has already is asked about once, also where it is written otherwise', async () => {
    const { create, context } = creating();
    await create({ name: ClientName.parse('caf\u00e9') });
    await context.connection.directory.fresh(root);
    const again = { name: ClientName.parse('cafe\u0301') };
    expect(await create(again)).toEqual({ kind: 'same-name' });
    expect(await create({ name: ClientName.parse('weekly') })).toMatchObject({ kind: 'created' });
    expect(await create(again, { sameNameConfirmed: true })).toMatchObject({ kind: 'created' });
  });

  test('for a name that the user has is asked about also where the person sees no more than that user', async () => {
    const { create, context } = creating({
      grants: [{ id: 'G1', to: { kind: 'person', id: ben }, users: [root], by: aiko, at: NOW.toISOString() }],
    });
    await create();
    await context.connection.directory.fresh(root);
    expect(await create({}, { person: ben })).toEqual({ kind: 'same-name' });
  });

  test('for a name that is not known to be there waits for no list', async () => {
    api.seed(root, [{ name }]);
    const { create } = creating();
    expect(await create()).toMatchObject({ kind: 'created' });
    expect(api.calls().filter(({ operation }) => operation === 'list')).toEqual([]);
  });

  test('tells nobody of a name who may not see the list', async () => {
    const { create, context } = creating({ policy: { approval: 'never' } });
    await create();
    await context.connection.directory.fresh(root);
    expect(await create({}, { person: ben })).toMatchObject({ kind: 'created' });
  });

  test('is refused where the person has as many as they may, and frees its place once it has ended', async () => {
    const { create, trail, said } = creating({ policy: { clientsPerPerson: 2 } });
    api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    await expect(create()).rejects.toMatchObject({ facts: { kind: 'api-refused' } });
    await create();
    await create({}, { sameNameConfirmed: true });
    const before = await trail();
    said.length = 0;
    await expect(create({}, { sameNameConfirmed: true })).rejects.toMatchObject({
      facts: { kind: 'too-many-clients', limit: 2 },
    });
    expect((await trail()).slice(before.length)).toEqual([
      { act: 'UAIKO create refused too-many-clients', target: { user: root } },
    ]);
    // Twice: before what is left behind begins, and before the refusal is written.
    expect(said).toEqual(['begins', 'begins']);
  });

  test('is stopped by the hourly limit, and leaves nothing open', async () => {
    const freeAt = new Date(Date.now() + 60_000);
    const { create, trail, open, said } = creating({
      changes: { quota: { take: async () => ({ kind: 'none', freeAt }) } },
    });
    await expect(create()).rejects.toMatchObject({ facts: { kind: 'too-often', act: 'create' } });
    expect(await trail()).toEqual([attempted, ended('refused too-often')]);
    expect([said, await open(), made()]).toEqual([['begins'], [], []]);
  });
});

describe('a create that the API', () => {
  test('refuses for certain takes its announcement back, and leaves nothing open', async () => {
    const { create, trail, open, said } = creating();
    api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    await expect(create()).rejects.toMatchObject({ facts: { kind: 'api-refused' } });
    expect(said).toEqual(['begins', ...counted, 'announces', ['takes back', announced]]);
    expect(await open()).toEqual([]);
    expect(await trail()).toEqual([attempted, ended('failed api-refused')]);
  });

  test('refuses has nothing to take back where nothing was announced', async () => {
    const { create, said } = creating({ handover: { announce: async () => undefined } });
    api.fault({ operation: 'create', kind: 'status', status: 400, times: 1 });
    await expect(create()).rejects.toMatchObject({ facts: { kind: 'api-refused' } });
    expect(said).toEqual(['begins', ...counted]);
  });

  test('was asked for in vain by a fault of ours is looked into later', async () => {
    const { create, trail, stage, said, context } = creating();
    context.connection.alphaus.clients.create = () => Promise.reject(new Error('a fault of ours'));
    await expect(create()).rejects.toThrow('a fault of ours');
    expect(said.at(-1)).toEqual(['takes back', announced]);
    expect(await stage()).toBe('creating');
    expect(await trail()).toEqual([attempted, ended('ambiguous fault')]);
  });

  test('does not answer, and after which there is none, is told as unclear and looked into later', async () => {
    const { create, trail, open, said } = creating();
    api.fault({ operation: 'create', kind: 'drop-before', times: 1 });
    expect(await create()).toEqual({ kind: 'ambiguous' });
    expect(said).toHaveLength(6);
    expect(said).toEqual(
      expect.arrayContaining([
        ['unclear', 'unanswered', undefined],
        ['takes back', announced],
      ]),
    );
    expect((await open()).map(({ stage }) => stage)).toEqual([
      { at: 'unanswered', sentAt: expect.any(String), gaveUpAt: expect.any(String) },
    ]);
    expect(await trail()).toEqual([attempted, ended('ambiguous no-answer')]);
  });

  test('does not answer, and after which there may be one, offers that, and leaves nothing open', async () => {
    const { create, open, said, context } = creating();
    const minutes = (count: number): string => new Date(Date.now() + count * 60_000).toISOString();
    api.seed(root, [
      { name: 'weekly' },
      { name, createTime: minutes(-3) },
      { name, createTime: minutes(3) },
      { name, createTime: 'once' },
    ]);
    const ours = ClientId.parse(api.seed(root, [{ name }])[0]?.id);
    await context.records.add(record({ id: ours, user: root }));
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    expect(await create()).toEqual({ kind: 'ambiguous' });
    const candidate = ClientId.parse(made().at(-1)?.id);
    expect(said).toContainEqual(['unclear', 'unanswered', [candidate]]);
    expect(await open()).toEqual([]);
  });

  test('does not answer stays open while the store does not take that', async () => {
    const { create, stage, said, context, trail } = creating();
    context.audit.concludeWith = storeIsAway;
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    expect(await create()).toEqual({ kind: 'ambiguous' });
    expect(said).toContainEqual(['unclear', 'creating', [theOne()]]);
    expect(await stage()).toBe('creating');
    expect(await trail()).toEqual([attempted, ended('ambiguous no-answer')]);
  });

  test('does not answer is told as unclear where its list does not come either; a fault of ours is none of that', async () => {
    const { create, said, context } = creating();
    api.fault({ operation: 'create', kind: 'drop-after', times: 2 });
    api.fault({ operation: 'list', kind: 'status', status: 403, times: 1 });
    expect(await create()).toEqual({ kind: 'ambiguous' });
    expect(said).toContainEqual(['unclear', 'unanswered', undefined]);
    context.connection.directory.fresh = () => Promise.reject(new Error('a fault of ours'));
    await expect(create()).rejects.toThrow('a fault of ours');
  });
});

describe('a secret that does not reach its person', () => {
  const undelivered = (more: object = {}) => ({
    kind: 'secret-not-delivered',
    id: expect.stringMatching(/^ripple-/),
    user: root,
    cleanedUp: true,
    isShut: false,
    ...more,
  });

  test.each([
    ['refused', false],
    ['shut', true],
  ] as const)('as Slack answers «%s» takes its client away again', async (answer, isShut) => {
    const { create, said, open, trail, stored, context, stage } = creating({ now: () => NOW });
    await context.connection.directory.fresh(root);
    let id: ClientId | undefined;
    context.handover.show = async (client) => {
      id = client.id;
      return answer;
    };
    const { clients } = context.connection.alphaus;
    const remove = clients.delete.bind(clients);
    clients.delete = async (...which) => {
      said.push(['deletes', await stage()]);
      return remove(...which);
    };
    const refused = await create().catch((error: unknown) => error);
    expect(refused).toMatchObject({ facts: undelivered({ id, isShut }) });
    expect(refused).not.toHaveProperty('cause');
    expect(said.slice(3)).toEqual(['announces', ['deletes', 'withdrawing'], ['takes back', announced]]);
    expect([made(), await open()]).toEqual([[], []]);
    expect(id === undefined || (await stored(id))?.closed).toEqual({
      how: 'secret-not-delivered',
      by: aiko,
      at: NOW.toISOString(),
    });
    expect(await trail()).toEqual([attempted, ended('failed secret-not-delivered', { clientId: id })]);
    expect(context.connection.directory.known(root)?.map((client) => client.id)).not.toContain(id);
  });

  test('as the way to them does not open takes its client away, and says why', async () => {
    const closed = new Problem({ kind: 'person-unknown' });
    const { create, said } = creating({
      handover: { isOpen: false, open: () => Promise.reject(closed) },
    });
    const refused = await create().catch((error: unknown) => error);
    expect(refused).toMatchObject({ facts: undelivered(), cause: { errors: [closed] } });
    expect(said.slice(3)).toEqual(['announces', ['takes back', announced]]);
    expect(made()).toEqual([]);
  });

  test('as another process took the intent over is never shown', async () => {
    const { create, said, context } = creating();
    takeOverBefore(context, 'handing-over');
    await expect(create()).rejects.toMatchObject({
      facts: undelivered(),
      cause: { errors: [new Error('the intent was taken over')] },
    });
    expect(said.slice(3)).toEqual(['announces', ['takes back', announced]]);
    expect(made()).toEqual([]);
  });

  test('and whose client the API does not delete leaves that to be done', async () => {
    const { create, stage, trail } = creating({ handover: { show: async () => 'refused' } });
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    const refused = await create().catch((error: unknown) => error);
    expect(refused).toMatchObject({
      facts: undelivered({ id: theOne(), cleanedUp: false }),
      cause: { errors: [{ facts: { kind: 'api-forbidden' } }] },
    });
    expect(await stage()).toBe('withdrawing');
    expect(await trail()).toEqual([attempted, ended('failed secret-not-delivered')]);
  });

  test('is told once, although the store does not take what became of its client', async () => {
    const { create, open, context } = creating({
      handover: {
        async show() {
          context.audit.concludeWith = storeIsAway;
          context.intents.advance = storeIsAway;
          return 'refused';
        },
      },
    });
    await expect(create()).rejects.toMatchObject({ facts: undelivered() });
    const [left] = await open();
    expect(left && [left.stage.at, context.intents.wasTold(left)]).toEqual(['handing-over', true]);
    expect(made()).toEqual([]);
  });

  test('leaves nothing open although the store did not take, in between, that its client is to go', async () => {
    const { create, open, context } = creating({ handover: { show: async () => 'refused' } });
    const advance = context.intents.advance.bind(context.intents);
    context.intents.advance = (intent, stage, together) =>
      stage.at === 'withdrawing' ? storeIsAway() : advance(intent, stage, together);
    await expect(create()).rejects.toMatchObject({ facts: undelivered() });
    expect([await open(), made()]).toEqual([[], []]);
  });

  test('and whose client is still there is not taken for told', async () => {
    const { create, open, context } = creating({ handover: { show: async () => 'refused' } });
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await expect(create()).rejects.toMatchObject({ facts: undelivered({ cleanedUp: false }) });
    expect((await open()).map((left) => context.intents.wasTold(left))).toEqual([false]);
  });
});
