import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import type { Actor, Standing } from '../../../src/core/model/actor.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, GroupId, PersonId } from '../../../src/core/model/ids.js';
import type { ProblemFacts } from '../../../src/core/problem.js';
import { type Preparing, prepareClient } from '../../../src/core/requests/prepare-client.js';
import { asked, type Asking, asking } from '../asking.js';
import { root } from '../connected.js';
import { aiko, ben, openRequest, record, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const { id, name, purpose, owner } = openRequest();
const team = GroupId.parse('STEAM');
const chloe = PersonId.parse('UCHLOE');
const wish = { name, purpose, owner, user: root, endsAt: undefined };

const person = (who: PersonId, more: Partial<Actor> = {}): Actor => ({
  id: who,
  standing: 'member',
  slackAdmin: false,
  groups: [],
  ...more,
});

/** What Aiko prepares where a test says nothing else: a client for Ben. */
const wanted = (changes: Partial<Preparing> = {}): Preparing => ({
  person: aiko,
  recipient: ben,
  wish,
  id,
  ...changes,
});

const refused = (reason: string, changes: object = {}) => ({
  live: [],
  trail: [
    {
      actor: aiko,
      action: 'create',
      target: { user: root },
      outcome: 'refused',
      reason,
      reference: 'TESTREF2',
      ...changes,
    },
  ],
});

describe('a client that is prepared for somebody else', () => {
  test.each([undefined, '2026-12-03T15:00:00.000Z'])(
    'is an approved request of theirs, which ends at %s, and is on record',
    async (endsAt) => {
      const takes: unknown[] = [];
      const { context, after } = asking(api, {
        policy: { collectHours: 5 },
        quota: {
          take: async (...taken) => {
            takes.push(taken);
            return { kind: 'taken', giveBack: () => Promise.resolve() };
          },
        },
      });
      // What is Ben’s is told, and not what is Aiko’s.
      await context.records.add(record({ owner, requester: ben }));
      await context.records.add(record({ id: ClientId.parse('ripple-2') }));
      await context.records.add(record({ id: ClientId.parse('ripple-3') }));
      const collectBy = '2026-11-03T15:00:00.000Z';
      const request = openRequest({
        user: root,
        preparedBy: aiko,
        accounts: [{ product: 'ripple', clientId: api.rootClient.id }],
        ownedThen: 1,
        createdAt: asked,
        openUntil: collectBy,
        ...(endsAt !== undefined && { endsAt }),
        state: { kind: 'approved', approval: { by: aiko, at: asked, user: root, collectBy } },
      });
      const prepared = await prepareClient(context, wanted({ wish: { ...wish, endsAt } }));
      expect(prepared).toStrictEqual(request);
      expect(await after()).toEqual({
        live: [request],
        trail: [
          {
            actor: aiko,
            action: 'prepare-client',
            target: { name, user: root, subject: `for ${ben}` },
            request: id,
            rule: 'slack-admin',
            outcome: 'done',
            reference: 'TESTREF2',
          },
        ],
      });
      expect(takes).toEqual([
        [workspace, 'request', aiko, 300],
        [workspace, 'request', 'everybody', 3_000],
      ]);
    },
  );

  test('may belong to a user group that the recipient is in, and to no other', async () => {
    const ofTeam = { ...wish, owner: { kind: 'group', id: team } as const };
    const inIt = asking(api, { actors: [person(ben, { groups: [team] })] });
    expect((await prepareClient(inIt.context, wanted({ wish: ofTeam }))).owner).toEqual(ofTeam.owner);
    const notInIt = asking(api, { actors: [person(aiko, { slackAdmin: true, groups: [team] })] });
    await expect(prepareClient(notInIt.context, wanted({ wish: ofTeam }))).rejects.toMatchObject({
      facts: { kind: 'recipient-not-in-group', recipient: ben },
    });
    expect(await notInIt.after()).toEqual(refused('recipient-not-in-group'));
  });

  test('may end as late as the policy allows where the person is who prepares it', async () => {
    const zoneOf = async (who: PersonId) => (who === aiko ? 'Asia/Tokyo' : 'Pacific/Auckland');
    const { context, after } = asking(api, { policy: { longestLifeDays: 30 } });
    const people = { ...context.people, zoneOf };
    const ending = (endsAt: string) =>
      prepareClient({ ...context, people }, wanted({ wish: { ...wish, endsAt } }));
    // Midnight in Tokyo, at the end of the thirtieth day.
    expect((await ending('2026-12-03T15:00:00.000Z')).endsAt).toBe('2026-12-03T15:00:00.000Z');
    await expect(ending('2026-12-04T15:00:00.000Z')).rejects.toMatchObject({
      facts: { kind: 'until-too-late', days: 30, latest: '2026-12-03' },
    });
    expect((await after()).trail.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['done', undefined],
      ['refused', 'until-too-late'],
    ]);
  });
});

describe('nothing is prepared, and the refusal is on record,', () => {
  test('for oneself', async () => {
    const { context, after } = asking(api);
    await expect(prepareClient(context, wanted({ recipient: aiko }))).rejects.toMatchObject({
      facts: { kind: 'recipient-invalid', standing: 'self' },
    });
    expect(await after()).toEqual(refused('recipient-invalid'));
  });

  test.each<Exclude<Standing, 'member'>>(['guest', 'bot', 'deactivated'])('for a %s', async (standing) => {
    const { context, after } = asking(api, { actors: [person(ben, { standing })] });
    await expect(prepareClient(context, wanted())).rejects.toMatchObject({
      facts: { kind: 'recipient-invalid', standing },
    });
    expect(await after()).toEqual(refused('recipient-invalid'));
  });

  test('for somebody who has as many clients as they may', async () => {
    const { context, after } = asking(api, { policy: { clientsPerPerson: 1 } });
    await context.records.add(record({ owner, requester: ben }));
    await expect(prepareClient(context, wanted())).rejects.toMatchObject({
      facts: { kind: 'recipient-has-too-many', recipient: ben, limit: 1 },
    });
    expect(await after()).toEqual(refused('recipient-has-too-many'));
  });

  const unknown = AlphausUserName.parse('nobody');
  test.each<[string, Asking, Partial<Preparing['wish']>, ProblemFacts['kind']]>([
    ['with a name that is not allowed', { policy: { namePattern: 'team-.*' } }, {}, 'name-not-allowed'],
    ['without an end that is needed', { policy: { longestLifeDays: 30 } }, {}, 'until-needed'],
    ['for an Alphaus user whom nobody knows', {}, { user: unknown }, 'alphaus-user-unknown'],
    [
      'more often than is allowed',
      { quota: { take: async () => ({ kind: 'none', freeAt: new Date(asked) }) } },
      {},
      'too-often',
    ],
  ])('%s', async (_, how, changes, kind) => {
    const { context, after } = asking(api, how);
    await expect(prepareClient(context, wanted({ wish: { ...wish, ...changes } }))).rejects.toMatchObject({
      facts: { kind },
    });
    expect(await after()).toEqual(refused(kind, { target: { user: changes.user ?? root } }));
  });
});

test('who needs an approval themselves prepares nothing', async () => {
  const { context, after } = asking(api, { actors: [person(chloe)] });
  await expect(prepareClient(context, wanted({ person: chloe }))).rejects.toMatchObject({
    facts: { kind: 'approval-needed', rule: 'no-grant' },
  });
  expect(await after()).toEqual({ live: [], trail: [] });
});

test('a fault of ours while the recipient is checked is not taken for a refusal', async () => {
  const { context, after } = asking(api, { policy: { clientsPerPerson: 1 } });
  const records = { ...context.records, ofOwner: () => Promise.reject(new TypeError('a fault')) };
  await expect(prepareClient({ ...context, records }, wanted())).rejects.toThrow(new TypeError('a fault'));
  expect(await after()).toEqual({ live: [], trail: [] });
});
