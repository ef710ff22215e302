import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { AlphausUserName, ClientName } from '../../../src/core/model/api-client.js';
import { ClientId, GroupId, PersonId, RequestId } from '../../../src/core/model/ids.js';
import { Problem, type ProblemFacts } from '../../../src/core/problem.js';
import { type AskedFor, askForClient } from '../../../src/core/requests/ask-for-client.js';
import { asked, type Asking, asking } from '../asking.js';
import { root } from '../connected.js';
import { aiko, ben, openRequest, record, workspace, member } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const { name, purpose, owner } = openRequest();
const team = GroupId.parse('STEAM');
const chloe = PersonId.parse('UCHLOE');
const wish = { name, purpose, owner, user: root, endsAt: undefined };
const first = RequestId.parse('R0000001');
const second = RequestId.parse('R0000002');
const account = () => ({ product: 'ripple', clientId: api.rootClient.id }) as const;

/** What Ben asks for where a test says nothing else. */
const wanted = (changes: Partial<AskedFor> = {}): AskedFor => ({
  person: ben,
  wish,
  again: false,
  id: first,
  ...changes,
});

/** The request of that wish, as it is filed. */
const filed = (changes: Partial<ReturnType<typeof openRequest>> = {}) =>
  openRequest({
    user: root,
    accounts: [account()],
    createdAt: asked,
    openUntil: '2026-11-10T10:00:00.000Z',
    ...changes,
  });

const inTrail = {
  actor: ben,
  action: 'request',
  rule: 'member',
  reference: 'TESTREF2',
} as const;
const onRecord = (request: RequestId = first) => ({
  ...inTrail,
  target: { name, user: root, subject: `request ${request}` },
  outcome: 'done',
});

describe('somebody who asks for a client', () => {
  test('has a request as it was wished, which is on record', async () => {
    const { context, after } = asking(api, { policy: { requestOpenDays: 3 } });
    const endsAt = '2026-12-03T15:00:00.000Z';
    const request = filed({ endsAt, step: 'Fx1', openUntil: '2026-11-06T10:00:00.000Z' });
    expect(await askForClient(context, wanted({ wish: { ...wish, endsAt }, step: 'Fx1' }))).toEqual({
      kind: 'asked',
      request,
    });
    expect(await after()).toEqual({ live: [request], trail: [onRecord()] });
  });

  test('need not know for which Alphaus user: every connected account is asked in', async () => {
    const wave = { product: 'wave', clientId: 'wave-1' } as const;
    const connected = [account(), wave].map(
      (one) => ({ ...one, flavour: 'legacy', made: undefined }) as const,
    );
    const { context, after } = asking(api);
    const connections = { ...context.connections, accounts: () => Promise.resolve(connected) };
    const request = openRequest({
      accounts: [account(), wave],
      createdAt: asked,
      openUntil: '2026-11-10T10:00:00.000Z',
    });
    delete request.user;
    expect(
      await askForClient({ ...context, connections }, wanted({ wish: { ...wish, user: undefined } })),
    ).toEqual({ kind: 'asked', request });
    expect(await after()).toEqual({
      live: [request],
      trail: [{ ...onRecord(), target: { name, subject: `request ${first}` } }],
    });
  });

  test('is pointed at an equal request that is open, which is on record; asked again, it is made', async () => {
    const { context, after } = asking(api);
    const request = filed();
    await askForClient(context, wanted());
    expect(await askForClient(context, wanted({ id: second }))).toEqual({ kind: 'already-open', request });
    const again = filed({ id: second });
    expect(await askForClient(context, wanted({ id: second, again: true }))).toEqual({
      kind: 'asked',
      request: again,
    });
    expect(await after()).toEqual({
      live: [request, again],
      trail: [
        onRecord(),
        { ...inTrail, target: { name, user: root }, outcome: 'refused', reason: 'already-open' },
        onRecord(second),
      ],
    });
  });

  test('is told of how many clients they own, by themselves and through their groups', async () => {
    const { context } = asking(api, { actors: [member(ben, { groups: [team] })] });
    const own = { owner, requester: ben };
    await context.records.add(record({ ...own, id: ClientId.parse('ripple-own') }));
    await context.records.add(
      record({ id: ClientId.parse('ripple-team'), owner: { kind: 'group', id: team } }),
    );
    expect(await askForClient(context, wanted())).toEqual({
      kind: 'asked',
      request: filed({ ownedThen: 2 }),
    });
    // Slack does not tell of the groups: what the person owns themselves counts all the same.
    const people = {
      ...context.people,
      actor: () => Promise.reject(new Problem({ kind: 'groups-unknown' })),
    };
    expect(await askForClient({ ...context, people }, wanted({ id: second, again: true }))).toEqual({
      kind: 'asked',
      request: filed({ id: second, ownedThen: 1 }),
    });
  });

  test('needs the approval of as many as the policy says for that Alphaus user', async () => {
    const policy = { sensitive: { users: [root], approvals: 2 } };
    const { context, after } = asking(api, { policy });
    const withAdmins = (...admins: readonly PersonId[]) => ({
      ...context,
      people: { ...context.people, slackAdmins: () => Promise.resolve(admins) },
    });
    const request = filed({ state: { kind: 'open', needed: 2 } });
    expect(await askForClient(withAdmins(aiko, ben, chloe), wanted())).toEqual({ kind: 'asked', request });
    // Ben cannot decide his own.
    await expect(
      askForClient(withAdmins(aiko, ben), wanted({ id: second, again: true })),
    ).rejects.toMatchObject({
      facts: { kind: 'too-few-decide', needed: 2, people: [aiko] },
    });
    expect((await after()).trail).toEqual([
      onRecord(),
      { ...inTrail, target: { name, user: root }, outcome: 'refused', reason: 'too-few-decide' },
    ]);
  });

  const refused = (reason: string, target: object = { user: root }) => ({
    live: [],
    trail: [{ actor: ben, action: 'request', target, outcome: 'refused', reason, reference: 'TESTREF2' }],
  });
  const unknown = AlphausUserName.parse('nobody');
  test.each<[string, Asking, Partial<AskedFor['wish']>, ProblemFacts['kind']]>([
    ['a name that the policy does not allow', { policy: { namePattern: 'team-.*' } }, {}, 'name-not-allowed'],
    ['no end where one is needed', { policy: { longestLifeDays: 30 } }, {}, 'until-needed'],
    [
      'an end that is too late',
      { policy: { longestLifeDays: 30 } },
      { endsAt: '2026-12-10T00:00:00.000Z' },
      'until-too-late',
    ],
    ['a user group that they are not in', {}, { owner: { kind: 'group', id: team } }, 'owner-invalid'],
    ['another Alphaus user than there are', {}, { user: unknown }, 'alphaus-user-unknown'],
  ])('is refused %s, on record', async (_, how, changes, kind) => {
    const { context, after } = asking(api, how);
    await expect(askForClient(context, wanted({ wish: { ...wish, ...changes } }))).rejects.toMatchObject({
      facts: { kind },
    });
    expect(await after()).toEqual(refused(kind, { user: changes.user ?? root }));
  });

  test('is refused more clients, and more requests an hour, than the policy lets a person have', async () => {
    const freeAt = new Date('2026-11-03T10:30:00.000Z');
    const takes: unknown[] = [];
    const often = asking(api, {
      quota: {
        take: async (...taken) => {
          takes.push(taken);
          return { kind: 'none', freeAt };
        },
      },
    });
    await expect(askForClient(often.context, wanted())).rejects.toMatchObject({
      facts: { kind: 'too-often', act: 'request', whose: 'person', possibleAt: freeAt },
    });
    expect(await often.after()).toEqual(refused('too-often'));
    expect(takes).toEqual([
      [workspace, 'request', ben, 300],
      [workspace, 'request', 'everybody', 3_000],
    ]);
    const many = asking(api, { policy: { clientsPerPerson: 1 } });
    await many.context.records.add(record({ owner, requester: ben }));
    await expect(askForClient(many.context, wanted())).rejects.toMatchObject({
      facts: { kind: 'too-many-clients', limit: 1 },
    });
    expect(await many.after()).toEqual(refused('too-many-clients'));
  });

  test('is a full member: a guest is refused, on record', async () => {
    const { context, after } = asking(api, { actors: [member(ben, { standing: 'guest' })] });
    await expect(askForClient(context, wanted())).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'guest' },
    });
    expect(await after()).toEqual(refused('guest', {}));
  });
});

describe('somebody who asks for a rotation', () => {
  /** Aiko’s client at the API, and on record. */
  async function ofAiko(how: Asking = {}, changes: Partial<ReturnType<typeof record>> = {}) {
    const { context, after } = asking(api, how);
    const old = record({
      id: ClientId.parse(api.seed(root, 1)[0]?.id),
      user: root,
      name: ClientName.parse('old name'),
      owner: { kind: 'person', id: aiko },
      requester: ben,
      ...changes,
    });
    await context.records.add(old);
    return { context, after, old, rotates: { client: old.id, overlapDays: 3 } };
  }

  test('has a request for what the old client is, in its place, and with the end that is wished', async () => {
    const { context, after, old, rotates } = await ofAiko({ policy: { clientsPerPerson: 1 } });
    const endsAt = '2026-12-03T15:00:00.000Z';
    const other = { name: ClientName.parse('another'), user: AlphausUserName.parse('other'), purpose, owner };
    const request = filed({ name: old.name, purpose: old.purpose, owner: old.owner, endsAt, rotates });
    expect(await askForClient(context, wanted({ wish: { ...other, endsAt, rotates } }))).toEqual({
      kind: 'asked',
      request,
    });
    expect(await after()).toEqual({
      live: [request],
      trail: [
        {
          ...onRecord(),
          target: { name: old.name, user: root, clientId: old.id, subject: `request ${first}` },
        },
      ],
    });
  });

  test('is refused the rotation of a client that they may not see, on record', async () => {
    const { context, after, old, rotates } = await ofAiko({ actors: [member(ben)] });
    await expect(askForClient(context, wanted({ wish: { ...wish, rotates } }))).rejects.toMatchObject({
      facts: { kind: 'client-not-found' },
    });
    expect(await after()).toEqual({
      live: [],
      trail: [
        {
          actor: ben,
          action: 'rotate',
          target: { user: root, clientId: old.id },
          outcome: 'refused',
          reason: 'not-visible',
          reference: 'TESTREF2',
        },
      ],
    });
  });

  test('is refused one of a client that is gone, or was never there', async () => {
    const closed = { how: 'deleted', by: aiko, at: asked } as const;
    const { context, after, rotates } = await ofAiko({}, { closed });
    const never = { client: ClientId.parse('ripple-never'), overlapDays: 3 };
    for (const one of [rotates, never]) {
      await expect(askForClient(context, wanted({ wish: { ...wish, rotates: one } }))).rejects.toMatchObject({
        facts: { kind: 'client-not-found' },
      });
    }
    expect(await after()).toEqual({ live: [], trail: [] });
  });
});
