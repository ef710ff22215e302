import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId } from '../../../src/core/model/ids.js';
import { adminsAskedAt, askAdminsIfDue } from '../../../src/core/requests/ask-admins.js';
import { closeIfLost, closeRequest, expireRequest } from '../../../src/core/requests/end-request.js';
import type { ClientRequest } from '../../../src/core/requests/request.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { acting, type Acting } from '../acting.js';
import { aiko, ben, openRequest, requestStores, workspace, member } from '../records.js';

const chloe = PersonId.parse('UCHLOE');
const billing = AlphausUserName.parse('billing');
const at = '2026-11-03T10:00:00.000Z';

/** Ben's request, in a workspace whose Slack admins are these people. */
async function standing(
  changes: Partial<ClientRequest> = {},
  { admins = [aiko], policy = {}, ...more }: Acting & { readonly admins?: readonly PersonId[] } = {},
) {
  const backend = guarded(memoryBackend(Date.now));
  const { requests } = requestStores(backend);
  const request = openRequest(changes);
  await requests.add(request);
  const actors = [
    ...(more.actors ?? []),
    ...admins.map((id) => member(id, { slackAdmin: true })),
    ...[ben, chloe].map((id) => member(id)),
  ];
  const acted = acting({ backend, requests, now: () => new Date(at), policy, actors });
  const context = {
    ...acted,
    people: {
      ...acted.people,
      actorToAsk: acted.people.actor,
      slackAdmins: () => Promise.resolve(admins),
    },
  };
  return {
    context,
    request,
    /** What is stored of it, and each record of the trail. */
    after: async () => ({
      stored: await requests.find(workspace, request.id),
      trail: (await collect(context.audit.forwards(workspace, 0))).map(
        ({ actor, action, outcome, reason, request: of, target }) => ({
          actor,
          action,
          outcome,
          reason,
          request: of,
          target,
        }),
      ),
    }),
  };
}

const { id, name, user } = openRequest();
const inTrail = { outcome: 'done', request: id, target: { name, user } } as const;

describe('a request that is looked at', () => {
  const approval = { by: aiko, at, user: user ?? billing, collectBy: '2026-11-09T00:00:00.000Z' };

  test('is closed once its requester is no full member, also where it is approved', async () => {
    const gone = member(ben, { standing: 'deactivated' });
    for (const state of [{ kind: 'open' }, { kind: 'approved', approval }] as const) {
      const { context, request, after } = await standing({ state }, { actors: [gone] });
      const closed = await closeIfLost(context, { request });
      expect(closed).toEqual({
        ...request,
        version: 2,
        state: { kind: 'closed', at, why: 'requester-gone' },
      });
      expect(await after()).toEqual({
        stored: closed,
        trail: [{ ...inTrail, actor: 'bot', action: 'close-request', reason: 'requester-gone' }],
      });
    }
  });

  test('is closed where nobody is left who could decide it, and where too few are', async () => {
    const alone = await standing({}, { admins: [ben] });
    expect((await closeIfLost(alone.context, alone)).state).toEqual({
      kind: 'closed',
      at,
      why: 'nobody-decides',
    });
    const few = await standing({}, { policy: { approvalsNeeded: 2 } });
    expect((await closeIfLost(few.context, few)).state).toEqual({
      kind: 'closed',
      at,
      why: 'too-few-decide',
    });
    expect((await few.after()).trail).toEqual([
      { ...inTrail, actor: 'bot', action: 'close-request', reason: 'too-few-decide' },
    ]);
  });

  test('stands while enough people could decide it, and once it is approved it stands in any case', async () => {
    const open = await standing();
    expect(await closeIfLost(open.context, open)).toEqual(open.request);
    const approved = await standing({ state: { kind: 'approved', approval } }, { admins: [ben] });
    expect(await closeIfLost(approved.context, approved)).toEqual(approved.request);
    for (const { after, request } of [open, approved]) {
      expect(await after()).toEqual({ stored: request, trail: [] });
    }
  });

  test('says how many have to approve by the policy of today', async () => {
    const more = await standing({}, { admins: [aiko, chloe], policy: { approvalsNeeded: 2 } });
    expect((await closeIfLost(more.context, more)).state).toEqual({ kind: 'open', needed: 2 });
    expect((await more.after()).stored?.state).toEqual({ kind: 'open', needed: 2 });
    const fewer = await standing({ state: { kind: 'open', needed: 2 } });
    expect((await closeIfLost(fewer.context, fewer)).state).toEqual({ kind: 'open' });
    const picked = await standing(
      { user: undefined, state: { kind: 'open', approvals: [{ by: aiko, at }], picked: billing } },
      { admins: [aiko, chloe], policy: { sensitive: { users: [billing], approvals: 2 } } },
    );
    expect((await closeIfLost(picked.context, picked)).state).toMatchObject({ needed: 2, picked: billing });
  });

  test('is closed by the person whose click found it out, and once', async () => {
    const { context, request, after } = await standing();
    const closing = { request, why: 'requester-gone', actor: aiko } as const;
    const closed = await closeRequest(context, closing);
    expect(await closeRequest(context, closing)).toEqual(closed);
    expect((await after()).trail).toEqual([
      { ...inTrail, actor: aiko, action: 'close-request', reason: 'requester-gone' },
    ]);
  });

  test('is named in the trail with the client that it is to rotate, and without a user where none is known', async () => {
    const client = ClientId.parse('ripple-1');
    const rotation = await standing({ user: undefined, rotates: { client, overlapDays: 3 } });
    await closeRequest(rotation.context, { ...rotation, why: 'old-client-gone', actor: ben });
    expect((await rotation.after()).trail).toMatchObject([{ target: { name, clientId: client } }]);
    expect((await rotation.after()).trail[0]?.target.user).toBeUndefined();
  });

  test('expires when its time is over, on record, and not before', async () => {
    const early = await standing();
    expect(await expireRequest(early.context, early)).toEqual(early.request);
    const over = await standing({ openUntil: at });
    expect((await expireRequest(over.context, over)).state).toEqual({ kind: 'expired', at });
    expect((await over.after()).trail).toEqual([
      { ...inTrail, actor: 'bot', action: 'expire-request', reason: undefined },
    ]);
  });
});

describe('the admins are asked as well', () => {
  const policy = { approvers: { people: [chloe], groups: [] }, askAdminsAfterHours: 25 };

  test('once the hours are over in which nobody has decided, and once', async () => {
    const { context, request, after } = await standing({}, { policy });
    const asked = await askAdminsIfDue(context, request);
    expect(asked).toEqual({ ...request, version: 2, adminsAskedAt: at });
    expect(await askAdminsIfDue(context, asked)).toEqual(asked);
    expect(await after()).toEqual({
      stored: asked,
      trail: [{ ...inTrail, actor: 'bot', action: 'escalate-request', reason: 'after 25 hours' }],
    });
  });

  test.each([
    ['before', {}, { ...policy, askAdminsAfterHours: 26 }],
    ['without such hours', {}, { approvers: policy.approvers }],
    ['where it can be decided no more', { openUntil: at }, policy],
    ['where no admin is left but its requester', { requester: aiko }, policy],
  ])('not %s', async (_, changes, rules) => {
    const { context, request, after } = await standing(changes, { policy: rules });
    expect(await askAdminsIfDue(context, request)).toEqual(request);
    expect(await after()).toEqual({ stored: request, trail: [] });
  });

  test('at a time that everybody can tell in advance', () => {
    const told = (changes: Partial<ClientRequest>, hours?: number) =>
      adminsAskedAt(Policy.parse({ askAdminsAfterHours: hours }), openRequest(changes));
    expect(told({}, 25)).toEqual(new Date(at));
    expect(told({})).toBeUndefined();
    expect(told({ adminsAskedAt: at }, 25)).toBeUndefined();
    expect(told({ state: { kind: 'withdrawn', at } }, 25)).toBeUndefined();
  });
});
