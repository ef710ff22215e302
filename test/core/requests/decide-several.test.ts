import { describe, expect, test } from 'vitest';
import type { Actor } from '../../../src/core/model/actor.js';
import type { Account } from '../../../src/core/model/account.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { PersonId, RequestId } from '../../../src/core/model/ids.js';
import { ApprovalComment } from '../../../src/core/requests/approvals.js';
import { decideRequest, type Verdict } from '../../../src/core/requests/decide-request.js';
import { type ClientRequest, DenialText } from '../../../src/core/requests/request.js';
import { revokeApproval } from '../../../src/core/requests/revoke-approval.js';
import { withdrawRequest } from '../../../src/core/requests/withdraw-request.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { acting, type Acting } from '../acting.js';
import { aiko, ben, openRequest, requestStores, workspace } from '../records.js';

const chloe = PersonId.parse('UCHLOE');
const daniel = PersonId.parse('UDANIEL');
const billing = AlphausUserName.parse('billing');
const now = '2026-11-02T10:00:00.000Z';
const earlier = '2026-11-02T09:30:00.000Z';
const approve: Verdict = { kind: 'approve' };
const deny: Verdict = { kind: 'deny', reason: DenialText.parse('use the one that we have') };
const { name, user } = openRequest();

/** Ben's request, which two people have to approve; everybody is an admin unless `actors` says otherwise. */
async function standing(changes: Partial<ClientRequest> = {}, { policy, ...more }: Acting = {}) {
  const backend = guarded(memoryBackend(Date.now));
  const { requests } = requestStores(backend);
  const request = openRequest(changes);
  await requests.add(request);
  const context = acting({
    backend,
    requests,
    now: () => new Date(now),
    policy: { approvalsNeeded: 2, collectHours: 24, ...policy },
    ...more,
  });
  return {
    context,
    request,
    decided: (person: PersonId, verdict: Verdict, of: ClientRequest = request) =>
      decideRequest(context, { request: of, person, verdict }),
    stored: () => requests.find(workspace, request.id),
    trail: async () =>
      (await collect(context.audit.forwards(workspace, 0))).map((record) => [
        record.actor,
        record.action,
        record.outcome,
        record.reason,
        record.target.user,
      ]),
  };
}

const nobody = (person: PersonId): Actor => ({
  id: person,
  standing: 'member',
  slackAdmin: false,
  groups: [],
});

describe('where two have to approve', () => {
  test('the second approval makes it approved, and the trail says how many it has', async () => {
    const { decided, trail, request } = await standing();
    const comment = ApprovalComment.parse('for the audit');
    const first = await decided(aiko, { ...approve, comment });
    expect(first).toEqual({
      kind: 'moved',
      request: {
        ...request,
        version: 2,
        state: { kind: 'open', needed: 2, approvals: [{ by: aiko, at: now, comment }] },
      },
    });
    const second = await decided(chloe, approve, first.request);
    expect(second.request.state).toEqual({
      kind: 'approved',
      approval: {
        by: chloe,
        at: now,
        user,
        collectBy: '2026-11-03T10:00:00.000Z',
        earlier: [{ by: aiko, at: now, comment }],
      },
    });
    expect(await trail()).toEqual([
      [aiko, 'decide-request', 'done', 'approved, 1 of 2: for the audit', user],
      [chloe, 'decide-request', 'done', 'approved', user],
    ]);
  });

  test('two who approve at the same moment are both counted', async () => {
    const { decided, stored } = await standing();
    const moved = await Promise.all([aiko, chloe].map((person) => decided(person, approve)));
    expect(moved.map(({ kind }) => kind)).toEqual(['moved', 'moved']);
    expect(await stored()).toMatchObject({
      state: { kind: 'approved', approval: { by: chloe, earlier: [{ by: aiko }] } },
    });
  });

  test('two who approve at the same moment are both counted beside one who did before', async () => {
    const state: ClientRequest['state'] = {
      kind: 'open',
      needed: 3,
      approvals: [{ by: daniel, at: earlier }],
    };
    const { decided, stored } = await standing({ state }, { policy: { approvalsNeeded: 3 } });
    const moved = await Promise.all([aiko, chloe].map((person) => decided(person, approve)));
    expect(moved.map(({ kind }) => kind)).toEqual(['moved', 'moved']);
    expect(await stored()).toMatchObject({
      state: { kind: 'approved', approval: { by: chloe, earlier: [{ by: daniel }, { by: aiko }] } },
    });
  });

  test('the third of three at the same moment is late, as is a person who approves twice', async () => {
    const { decided, trail } = await standing();
    const outcomes = await Promise.all([aiko, chloe, daniel].map((person) => decided(person, approve)));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['moved', 'moved', 'late']);
    expect((await trail()).at(-1)).toEqual([daniel, 'decide-request', 'refused', 'too-late', user]);
    const twice = await standing();
    const { request } = await twice.decided(aiko, approve);
    expect(await twice.decided(aiko, approve, request)).toEqual({ kind: 'late', request });
  });

  test('an approval by somebody who has lost the right counts no more, and the trail says whose', async () => {
    const given = [chloe, daniel].map((by) => ({ by, at: earlier }));
    const { decided, trail } = await standing(
      { state: { kind: 'open', needed: 3, approvals: given } },
      { policy: { approvalsNeeded: 3 }, actors: [nobody(chloe), nobody(daniel)] },
    );
    const { request } = await decided(aiko, approve);
    expect(request.state).toEqual({ kind: 'open', needed: 3, approvals: [{ by: aiko, at: now }] });
    expect(await trail()).toEqual([
      [aiko, 'decide-request', 'done', 'approved, 1 of 3; no longer counted: UCHLOE, UDANIEL', user],
    ]);
  });

  test('the second approves for the Alphaus user that the first picked', async () => {
    const { decided, trail } = await standing({ user: undefined });
    const { request } = await decided(aiko, { ...approve, user: billing });
    expect(request.state).toEqual({
      kind: 'open',
      needed: 2,
      approvals: [{ by: aiko, at: now }],
      picked: billing,
    });
    expect((await decided(chloe, approve, request)).request.state).toMatchObject({
      kind: 'approved',
      approval: { user: billing },
    });
    expect((await trail()).map((record) => record.at(-1))).toEqual([undefined, billing]);
  });

  test('one is enough for an Alphaus user that is not sensitive', async () => {
    const policy = { approvalsNeeded: 1, sensitive: { users: [billing], approvals: 2 } };
    const { decided } = await standing({ user: undefined }, { policy });
    expect((await decided(aiko, { ...approve, user: billing })).request.state.kind).toBe('open');
    const other = await standing({}, { policy });
    expect((await other.decided(aiko, approve)).request.state.kind).toBe('approved');
  });
});

describe('a decision', () => {
  const elsewhere: Account[] = [{ product: 'wave', clientId: 'wave-1' }];

  test('in another account than the request’s is a denial only, and that is on record', async () => {
    const { decided, trail, stored, request } = await standing({ accounts: elsewhere });
    await expect(decided(aiko, approve)).rejects.toMatchObject({
      facts: { kind: 'request-elsewhere', name, user, ask: [] },
    });
    expect(await stored()).toEqual(request);
    expect((await decided(aiko, deny)).request.state).toEqual({
      kind: 'denied',
      by: aiko,
      at: now,
      reason: 'use the one that we have',
    });
    expect(await trail()).toEqual([
      [aiko, 'decide-request', 'refused', 'request-elsewhere', user],
      [aiko, 'decide-request', 'done', 'denied: use the one that we have', user],
    ]);
  });

  test('that comes too late is that, in whatever account', async () => {
    const { decided, request } = await standing({ openUntil: now, accounts: elsewhere });
    expect(await decided(aiko, approve)).toEqual({ kind: 'late', request });
  });

  test('is nobody’s who decides nothing, and that is on record', async () => {
    const { decided, trail } = await standing({}, { actors: [nobody(daniel)] });
    await expect(decided(daniel, deny)).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'not-an-approver' },
    });
    expect(await trail()).toEqual([[daniel, 'decide-request', 'refused', 'not-an-approver', undefined]]);
  });
});

describe('taking back', () => {
  const approval = { by: aiko, at: earlier, user: user ?? billing, collectBy: '2026-11-03T10:00:00.000Z' };

  test('an approval is for who gave it and for admins, and on record', async () => {
    const state = { kind: 'approved', approval } as const;
    const actors = [nobody(daniel), nobody(aiko)];
    const { context, request, trail } = await standing({ state }, { actors });
    await expect(revokeApproval(context, { request, person: daniel })).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'not-its-approver' },
    });
    const revoked = await revokeApproval(context, { request, person: aiko });
    expect(revoked).toEqual({
      kind: 'moved',
      request: { ...request, version: 2, state: { kind: 'revoked', by: aiko, at: now, approval } },
    });
    expect(await revokeApproval(context, { request, person: chloe })).toEqual({
      kind: 'late',
      request: revoked.request,
    });
    expect(await trail()).toEqual([
      [daniel, 'revoke-approval', 'refused', 'not-its-approver', user],
      [aiko, 'revoke-approval', 'done', undefined, user],
      [chloe, 'revoke-approval', 'refused', 'too-late', user],
    ]);
  });

  test('a request is for its requester, until it has ended', async () => {
    const { context, request, trail } = await standing({ state: { kind: 'approved', approval } });
    const withdrawn = await withdrawRequest(context, { request, person: ben });
    expect(withdrawn).toEqual({
      kind: 'moved',
      request: { ...request, version: 2, state: { kind: 'withdrawn', at: now } },
    });
    expect(await withdrawRequest(context, { request, person: ben })).toEqual({
      kind: 'late',
      request: withdrawn.request,
    });
    expect(await trail()).toEqual([
      [ben, 'withdraw-request', 'done', undefined, user],
      [ben, 'withdraw-request', 'refused', 'too-late', user],
    ]);
  });

  test('nothing is left to do where the request was removed with its workspace', async () => {
    const { context } = await standing();
    const removed = openRequest({ id: RequestId.parse('R0000009') });
    expect(await withdrawRequest(context, { request: removed, person: ben })).toEqual({
      kind: 'late',
      request: removed,
    });
  });
});
