import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId } from '../../../src/core/model/ids.js';
import { type Approval, ApprovalComment, approvalsMissing } from '../../../src/core/requests/approvals.js';
import {
  type ClientRequest,
  DenialText,
  isCollectable,
  isExpired,
  isLive,
  neededBy,
  type RequestState,
  whoApproved,
} from '../../../src/core/requests/request.js';
import { move, type Transition } from '../../../src/core/requests/transition.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { aiko, ben, openRequest } from '../records.js';

const chloe = PersonId.parse('UCHLOE');
const daniel = PersonId.parse('UDANIEL');
const root = AlphausUserName.parse('root@a.example');
const billing = AlphausUserName.parse('billing');
const comment = ApprovalComment.parse('for the audit');
const reason = DenialText.parse('use the one that we have');
const client = ClientId.parse('ripple-9');

const time = (hour: number): Date => new Date(Date.parse('2026-11-03T00:00:00.000Z') + hour * 3_600_000);
const iso = (hour: number): string => time(hour).toISOString();
const at = time(10);
/** Ben's request is open until then. */
const end = new Date('2026-11-09T09:00:00.000Z');

const approval: Approval = { by: aiko, at: iso(1), user: root, collectBy: iso(72) };
const attempt = 'click-1';
const states: readonly RequestState[] = [
  { kind: 'open' },
  { kind: 'approved', approval },
  { kind: 'collecting', approval, attempt, since: iso(2) },
  { kind: 'ambiguous', approval, attempt, at: iso(2) },
  { kind: 'collected', approval, client, at: iso(2) },
  { kind: 'denied', by: aiko, at: iso(2), reason },
  { kind: 'withdrawn', at: iso(2) },
  { kind: 'revoked', by: aiko, at: iso(2), approval },
  { kind: 'expired', at: iso(2) },
  { kind: 'closed', at: iso(2), why: 'nobody-decides' },
];

const approving = {
  kind: 'approve',
  by: aiko,
  user: root,
  at,
  collectBy: time(82),
  needed: 1,
  still: [],
  asked: [],
} as const;

/** What becomes of Ben's request by a transition. */
const next = (changes: Partial<ClientRequest>, transition: Transition): ClientRequest | undefined =>
  move(openRequest(changes), transition);
const stateOf = (changes: Partial<ClientRequest>, transition: Transition): RequestState | undefined =>
  next(changes, transition)?.state;

describe('what may happen to a request, by where it stands', () => {
  const transitions: readonly Transition[] = [
    approving,
    { kind: 'deny', by: aiko, reason, at },
    { kind: 'withdraw', at },
    { kind: 'revoke', by: aiko, at },
    { kind: 'reopen', approval, lost: [aiko], needed: 1 },
    { kind: 'need', needed: 2 },
    { kind: 'ask-admins', at },
    { kind: 'expire', at: new Date('2027-01-01T00:00:00.000Z') },
    { kind: 'see-account', isConnected: false, at },
    { kind: 'close', why: 'requester-gone', at },
    { kind: 'claim', attempt, at },
    { kind: 'give-back', attempt },
    { kind: 'collect', attempt, client, at },
    { kind: 'lose', attempt, at },
  ];

  test.each([
    ['open', ['approve', 'deny', 'withdraw', 'need', 'ask-admins', 'expire', 'see-account', 'close']],
    ['approved', ['withdraw', 'revoke', 'reopen', 'expire', 'see-account', 'close', 'claim']],
    ['collecting', ['see-account', 'give-back', 'collect', 'lose']],
    ['ambiguous', ['give-back', 'collect']],
    ['collected', []],
    ['denied', []],
    ['withdrawn', []],
    ['revoked', []],
    ['expired', []],
    ['closed', []],
  ] as const)('%s: %j', (kind, possible) => {
    const state = states.find((one) => one.kind === kind) ?? expect.fail();
    const happened = transitions.filter((one) => next({ state }, one) !== undefined);
    expect(happened.map((one) => one.kind)).toEqual(possible);
  });

  test('is not live any more once it has ended, and still names the people who approved it', () => {
    const live = states.filter((state) => isLive(openRequest({ state })));
    expect(live.map(({ kind }) => kind)).toEqual(['open', 'approved', 'collecting']);
    expect(states.map((state) => whoApproved(openRequest({ state })).join())).toEqual([
      '',
      ...Array.from({ length: 4 }, () => 'UAIKO'),
      '',
      '',
      'UAIKO',
      '',
      '',
    ]);
  });

  test('each step says what happened, and when', () => {
    const approved: RequestState = { kind: 'approved', approval };
    const collecting: RequestState = { kind: 'collecting', approval, attempt, since: iso(2) };
    expect(next({}, { kind: 'withdraw', at })).toEqual({
      ...openRequest(),
      version: 2,
      state: { kind: 'withdrawn', at: iso(10) },
    });
    expect(stateOf({}, { kind: 'deny', by: aiko, reason, at })).toEqual({
      kind: 'denied',
      by: aiko,
      at: iso(10),
      reason,
    });
    expect(stateOf({ state: approved }, { kind: 'revoke', by: chloe, at })).toEqual({
      kind: 'revoked',
      by: chloe,
      at: iso(10),
      approval,
    });
    expect(stateOf({}, { kind: 'close', why: 'nobody-decides', at })).toEqual({
      kind: 'closed',
      at: iso(10),
      why: 'nobody-decides',
    });
    expect(stateOf({ state: approved }, { kind: 'claim', attempt, at })).toEqual({
      kind: 'collecting',
      approval,
      attempt,
      since: iso(10),
    });
    expect(stateOf({ state: collecting }, { kind: 'give-back', attempt })).toEqual(approved);
    expect(stateOf({ state: collecting }, { kind: 'collect', attempt, client, at })).toEqual({
      kind: 'collected',
      approval,
      client,
      at: iso(10),
    });
    expect(stateOf({ state: collecting }, { kind: 'lose', attempt, at })).toEqual({
      kind: 'ambiguous',
      approval,
      attempt,
      at: iso(10),
    });
  });

  test('a click settles its own attempt only', () => {
    const of = { attempt: 'click-2' };
    for (const kind of ['collecting', 'ambiguous'] as const) {
      const state = states.find((one) => one.kind === kind) ?? expect.fail();
      expect(next({ state }, { kind: 'give-back', ...of })).toBeUndefined();
      expect(next({ state }, { kind: 'collect', ...of, client, at })).toBeUndefined();
      expect(next({ state }, { kind: 'lose', ...of, at })).toBeUndefined();
    }
  });
});

describe('time', () => {
  const justBefore = (moment: Date): Date => new Date(moment.getTime() - 1);

  test('is over for a decision at the very moment that was said, and not before', () => {
    const deny = { kind: 'deny', by: aiko, reason } as const;
    expect(next({}, { ...deny, at: justBefore(end) })).toBeDefined();
    expect(next({}, { ...deny, at: end })).toBeUndefined();
    expect(next({}, { ...approving, at: justBefore(end) })).toBeDefined();
    expect(next({}, { ...approving, at: end })).toBeUndefined();
    expect(next({}, { kind: 'ask-admins', at: end })).toBeUndefined();
    expect(stateOf({}, { kind: 'expire', at: end })).toEqual({ kind: 'expired', at: end.toISOString() });
  });

  test('is over for collecting as well, and the approval can still be read then', () => {
    const state: RequestState = { kind: 'approved', approval };
    const by = time(72);
    const request = openRequest({ state });
    for (const [moment, isOver] of [
      [justBefore(by), false],
      [by, true],
    ] as const) {
      expect(isExpired(request, moment)).toBe(isOver);
      expect(isCollectable(request, moment)).toBe(!isOver);
      expect(move(request, { kind: 'claim', attempt, at: moment }) === undefined).toBe(isOver);
    }
    expect(move(request, { kind: 'expire', at: justBefore(by) })).toBeUndefined();
    expect(stateOf({ state }, { kind: 'expire', at: by })).toEqual({
      kind: 'expired',
      at: iso(72),
      approval,
    });
  });

  test('lets only what is approved be collected', () => {
    expect(isCollectable(undefined, at)).toBe(false);
    const collectable = states.filter((state) => isCollectable(openRequest({ state }), at));
    expect(collectable.map(({ kind }) => kind)).toEqual(['approved']);
  });
});

describe('an approval', () => {
  const given = { by: chloe, at: iso(1) };
  const waiting: RequestState = { kind: 'open', needed: 2, approvals: [given] };
  const second = { ...approving, needed: 2, still: [chloe], asked: [chloe] };

  test('is kept with its comment, its Alphaus user and the last moment to collect', () => {
    expect(stateOf({}, approving)).toEqual({
      kind: 'approved',
      approval: { by: aiko, at: iso(10), user: root, collectBy: iso(82) },
    });
    expect(stateOf({}, { ...approving, comment })).toEqual({
      kind: 'approved',
      approval: { by: aiko, at: iso(10), comment, user: root, collectBy: iso(82) },
    });
  });

  test('is one of two where two are needed', () => {
    expect(stateOf({}, { ...approving, comment, needed: 2 })).toEqual({
      kind: 'open',
      needed: 2,
      approvals: [{ by: aiko, at: iso(10), comment }],
    });
    expect(stateOf({ state: waiting }, second)).toEqual({
      kind: 'approved',
      approval: { by: aiko, at: iso(10), user: root, collectBy: iso(82), earlier: [given] },
    });
  });

  test('no longer counts where its approver has lost the right', () => {
    expect(stateOf({ state: waiting }, { ...second, still: [] })).toEqual({
      kind: 'open',
      needed: 2,
      approvals: [{ by: aiko, at: iso(10) }],
    });
    expect(stateOf({ state: waiting }, { ...second, still: [], needed: 1 })).toEqual({
      kind: 'approved',
      approval: { by: aiko, at: iso(10), user: root, collectBy: iso(82) },
    });
  });

  test('is not the requester’s, not a second one of the same person, and not beside one that nobody asked about', () => {
    expect(next({}, { ...approving, by: ben })).toBeUndefined();
    expect(next({}, { kind: 'deny', by: ben, reason, at })).toBeUndefined();
    expect(next({ state: waiting }, { ...second, by: chloe })).toBeUndefined();
    expect(next({ state: waiting }, { ...second, asked: [] })).toBeUndefined();
    const two: RequestState = { kind: 'open', needed: 3, approvals: [given, { by: daniel, at: iso(2) }] };
    expect(next({ state: two }, { ...second, needed: 3 })).toBeUndefined();
  });

  test('is for the Alphaus user that was asked for, or that the first approver picked', () => {
    expect(next({}, { ...approving, user: billing })).toBeUndefined();
    const unsure = { user: undefined };
    expect(stateOf(unsure, { ...approving, needed: 2 })).toEqual({
      kind: 'open',
      needed: 2,
      approvals: [{ by: aiko, at: iso(10) }],
      picked: root,
    });
    const picked: RequestState = { ...waiting, picked: billing };
    expect(next({ ...unsure, state: picked }, second)).toBeUndefined();
    expect(stateOf({ ...unsure, state: picked }, { ...second, user: billing })).toMatchObject({
      kind: 'approved',
      approval: { user: billing },
    });
  });

  test('that is taken back leaves those of others, and what they picked', () => {
    const state: RequestState = {
      kind: 'open',
      needed: 3,
      approvals: [given, { by: daniel, at: iso(2) }],
      picked: billing,
    };
    const unsure = { user: undefined, state };
    expect(stateOf(unsure, { kind: 'revoke', by: chloe, at })).toEqual({
      kind: 'open',
      needed: 3,
      approvals: [{ by: daniel, at: iso(2) }],
      picked: billing,
    });
    // Somebody who gave none takes back all: then nobody has picked, either.
    expect(stateOf(unsure, { kind: 'revoke', by: aiko, at })).toEqual({ kind: 'open', needed: 3 });
    expect(next({ state: { kind: 'open', needed: 2 } }, { kind: 'revoke', by: aiko, at })).toBeUndefined();
  });

  test('that no longer counts opens the request again, for as long as it was open or could be collected', () => {
    const earlier: Approval = { ...approval, earlier: [{ by: chloe, at: iso(0) }] };
    const state: RequestState = { kind: 'approved', approval: earlier };
    const reopen = { kind: 'reopen', approval: earlier, lost: [aiko], needed: 2 } as const;
    expect(next({ state, openUntil: iso(5), reopened: 2 }, reopen)).toEqual({
      ...openRequest(),
      version: 2,
      openUntil: iso(72),
      reopened: 3,
      state: { kind: 'open', needed: 2, approvals: [{ by: chloe, at: iso(0) }] },
    });
    expect(next({ state, openUntil: iso(90) }, reopen)).toMatchObject({ openUntil: iso(90), reopened: 1 });
    expect(stateOf({ state, user: undefined }, reopen)).toMatchObject({ picked: root });
    const said: Approval = { ...earlier, comment };
    expect(
      stateOf(
        { state: { kind: 'approved', approval: said } },
        { ...reopen, approval: said, lost: [chloe], needed: 1 },
      ),
    ).toEqual({ kind: 'open', approvals: [{ by: aiko, at: iso(1), comment }] });
    expect(next({ state }, { ...reopen, approval: said })).toBeUndefined();
  });

  test('is missing as often as the policy asks for more, and once at least', () => {
    expect(approvalsMissing({ kind: 'open' })).toBe(1);
    expect(approvalsMissing({ kind: 'open', needed: 3 })).toBe(3);
    expect(approvalsMissing({ kind: 'open', needed: 3, approvals: [given] })).toBe(2);
    expect(approvalsMissing({ kind: 'open', approvals: [given] })).toBe(1);
  });
});

describe('how many have to approve', () => {
  const policy = Policy.parse({ approvalsNeeded: 2, sensitive: { users: [billing], approvals: 3 } });

  test('is more for a sensitive Alphaus user, also for one that was only picked', () => {
    const given = { by: chloe, at: iso(1) };
    const needed = (changes: Partial<ClientRequest>): number => neededBy(policy, openRequest(changes));
    expect(needed({})).toBe(2);
    expect(needed({ user: billing })).toBe(3);
    expect(needed({ user: undefined })).toBe(2);
    const state: RequestState = { kind: 'open', needed: 2, approvals: [given], picked: billing };
    expect(needed({ user: undefined, state })).toBe(3);
    expect(neededBy({ ...policy, approvalsNeeded: 5 }, openRequest({ user: billing }))).toBe(5);
  });

  test('is noted where it has changed, and what was given and picked stays', () => {
    const state: RequestState = {
      kind: 'open',
      needed: 2,
      approvals: [{ by: chloe, at: iso(1) }],
      picked: billing,
    };
    expect(stateOf({ state }, { kind: 'need', needed: 3 })).toEqual({ ...state, needed: 3 });
    expect(next({ state }, { kind: 'need', needed: 2 })).toBeUndefined();
    expect(next({}, { kind: 'need', needed: 1 })).toBeUndefined();
    expect(stateOf({}, { kind: 'need', needed: 2 })).toEqual({ kind: 'open', needed: 2 });
  });
});

describe('what is noted beside the state', () => {
  test('is that the account is gone, once, until it is back', () => {
    const gone = next({}, { kind: 'see-account', isConnected: false, at });
    expect(gone).toEqual({ ...openRequest(), version: 2, accountGoneSince: iso(10) });
    const still = { accountGoneSince: iso(3) };
    expect(next(still, { kind: 'see-account', isConnected: false, at })).toBeUndefined();
    expect(next(still, { kind: 'see-account', isConnected: true, at })).toEqual({
      ...openRequest(),
      version: 2,
    });
    expect(next({}, { kind: 'see-account', isConnected: true, at })).toBeUndefined();
  });

  test('is when the admins were asked as well, once', () => {
    expect(next({}, { kind: 'ask-admins', at })).toEqual({
      ...openRequest(),
      version: 2,
      adminsAskedAt: iso(10),
    });
    expect(next({ adminsAskedAt: iso(3) }, { kind: 'ask-admins', at })).toBeUndefined();
  });
});
