import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId } from '../../../src/core/model/ids.js';
import { approvalsIn, approversOf } from '../../../src/core/requests/approvals.js';
import {
  type ClientRequest,
  DenialText,
  isDecidable,
  isLive,
  whoApproved,
} from '../../../src/core/requests/request.js';
import { move, type Transition } from '../../../src/core/requests/transition.js';
import { ben, openRequest } from '../records.js';

const approvers = ['UAIKO', 'UCHLOE', 'UDANIEL', 'UBEN'].map((id) => PersonId.parse(id));
const users = ['root@a.example', 'billing'].map((name) => AlphausUserName.parse(name));
const start = Date.parse('2026-11-02T09:00:00.000Z');

const by = fc.constantFrom(...approvers);
const attempt = fc.constantFrom('click-1', 'click-2');
const at = fc.integer({ min: 0, max: 12 * 24 }).map((hours) => new Date(start + hours * 3_600_000));
const transition: fc.Arbitrary<Transition> = fc.oneof(
  fc.record({
    kind: fc.constant('approve' as const),
    by,
    user: fc.constantFrom(...users),
    at,
    collectBy: at,
    needed: fc.integer({ min: 1, max: 3 }),
    still: fc.subarray(approvers),
    asked: fc.oneof(fc.constant(approvers), fc.subarray(approvers)),
  }),
  fc.record({ kind: fc.constant('need' as const), needed: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: fc.constant('ask-admins' as const), at }),
  fc.record({ kind: fc.constant('deny' as const), by, reason: fc.constant(DenialText.parse('no')), at }),
  fc.record({ kind: fc.constant('withdraw' as const), at }),
  fc.record({ kind: fc.constant('revoke' as const), by, at }),
  fc.record({ kind: fc.constant('see-account' as const), isConnected: fc.boolean(), at }),
  fc.record({ kind: fc.constant('expire' as const), at }),
  fc.record({ kind: fc.constant('close' as const), why: fc.constant('requester-gone' as const), at }),
  fc.record({ kind: fc.constant('claim' as const), attempt, at }),
  fc.record({ kind: fc.constant('give-back' as const), attempt }),
  fc.record({
    kind: fc.constant('collect' as const),
    attempt,
    client: fc.constant(ClientId.parse('ripple-9')),
    at,
  }),
  fc.record({ kind: fc.constant('lose' as const), attempt, at }),
);
const asked = fc.constantFrom(openRequest(), { ...openRequest(), user: undefined });

interface Step {
  readonly before: ClientRequest;
  readonly by: Transition;
  readonly after: ClientRequest;
}

/** Every transition that went through, in its order. */
function walk(from: ClientRequest, wanted: readonly Transition[]): readonly Step[] {
  const steps: Step[] = [];
  let standing = from;
  for (const one of wanted) {
    const after = move(standing, one);
    if (after === undefined) continue;
    steps.push({ before: standing, by: one, after });
    standing = after;
  }
  return steps;
}

describe('whatever happens to a request, in whatever order', () => {
  const whatever = fc.array(transition, { maxLength: 40 });
  const holds = (property: (steps: readonly Step[], request: ClientRequest) => void): void =>
    fc.assert(
      fc.property(asked, whatever, (request, wanted) => property(walk(request, wanted), request)),
      { numRuns: 2000 },
    );

  test('it is decided at most once, in time, and never by its requester', () => {
    holds((steps) => {
      const decisions = steps.filter(({ by: { kind } }) => kind === 'approve' || kind === 'deny');
      const ends = decisions.filter(({ after }) => after.state.kind !== 'open');
      expect(ends.length).toBeLessThanOrEqual(1);
      for (const { before, by: decision } of decisions) {
        if (decision.kind !== 'approve' && decision.kind !== 'deny') continue;
        expect(decision.by).not.toBe(ben);
        expect(isDecidable(before, decision.at)).toBe(true);
      }
    });
  });

  test('what was asked for stays as it was asked, and an approval is for exactly that', () => {
    holds((steps, request) => {
      for (const { after } of steps) {
        const seen = { version: 0, state: null, accountGoneSince: undefined, adminsAskedAt: undefined };
        expect({ ...after, ...seen }).toEqual({ ...request, ...seen });
        if (request.user !== undefined && 'approval' in after.state) {
          expect(after.state.approval?.user ?? request.user).toBe(request.user);
        }
      }
    });
  });

  test('it is approved only by as many different people as are needed, whose right was asked and stands', () => {
    holds((steps) => {
      for (const { before, by: step, after } of steps) {
        if (step.kind !== 'approve') continue;
        const counted = whoApproved(after);
        expect(new Set(counted).size).toBe(counted.length);
        expect(counted.slice(0, -1)).toEqual(whoApproved(before).filter((one) => step.still.includes(one)));
        expect(whoApproved(before).every((one) => step.asked.includes(one) && one !== step.by)).toBe(true);
        expect(after.state.kind).toBe(counted.length >= step.needed ? 'approved' : 'open');
      }
    });
  });

  test('an approver who takes an approval back takes back their own only, while others are still needed', () => {
    holds((steps) => {
      for (const { before, by: step, after } of steps) {
        if (step.kind !== 'revoke' || before.state.kind !== 'open') continue;
        const were = whoApproved(before);
        expect(whoApproved(after)).toEqual(
          were.includes(step.by) ? were.filter((one) => one !== step.by) : [],
        );
      }
    });
  });

  test('the admins are asked once, while it is open', () => {
    holds((steps) => {
      const asks = steps.filter(({ by: { kind } }) => kind === 'ask-admins');
      expect(asks.length).toBeLessThan(2);
      for (const { before } of asks) expect(before.state.kind).toBe('open');
    });
  });

  test('each step makes a new version, and an end is an end', () => {
    holds((steps) => {
      for (const { before, after } of steps) {
        expect(after.version).toBe(before.version + 1);
        expect(isLive(before) || before.state.kind === 'ambiguous').toBe(true);
      }
    });
  });

  test('at most one client results, by the click that claimed it, approved and in time', () => {
    holds((steps) => {
      expect(steps.filter(({ by: { kind } }) => kind === 'collect').length).toBeLessThan(2);
      for (const { before, by: step } of steps) {
        if (step.kind === 'claim') {
          expect(before.state.kind).toBe('approved');
          if (before.state.kind === 'approved') {
            expect(step.at.getTime()).toBeLessThan(Date.parse(before.state.approval.collectBy));
          }
        }
        if (step.kind === 'collect' || step.kind === 'lose' || step.kind === 'give-back') {
          expect(before.state).toMatchObject({ attempt: step.attempt });
        }
      }
    });
  });

  test('whether its account is connected changes nothing but what is shown of it', () => {
    holds((steps) => {
      for (const { before, by: step, after } of steps) {
        if (step.kind !== 'see-account') continue;
        expect(after.state).toEqual(before.state);
        expect(after.accountGoneSince === undefined).toBe(step.isConnected);
      }
    });
  });

  test('an approval is revoked only while nobody collects it, and nothing follows', () => {
    holds((steps) => {
      const revoked = steps.findIndex(({ after }) => after.state.kind === 'revoked');
      if (revoked < 0) return;
      expect(steps[revoked]?.before.state.kind).toBe('approved');
      expect(steps).toHaveLength(revoked + 1);
    });
  });

  test('a claim that is given back leaves the approval as it was', () => {
    holds((steps) => {
      for (const { before, by: step, after } of steps) {
        if (step.kind !== 'give-back' || !('attempt' in before.state)) continue;
        expect(after.state).toEqual({ kind: 'approved', approval: before.state.approval });
      }
    });
  });
});

describe('a request', () => {
  const late = new Date('2026-11-09T09:00:00.000Z');
  const aiko = PersonId.parse('UAIKO');

  test('cannot be decided any more at the very moment its time is over, but expires then', () => {
    const request = openRequest();
    const reason = DenialText.parse('no');
    expect(move(request, { kind: 'deny', by: aiko, reason, at: late })).toBeUndefined();
    expect(move(request, { kind: 'expire', at: new Date(late.getTime() - 1) })).toBeUndefined();
    expect(move(request, { kind: 'expire', at: late })?.state).toEqual({
      kind: 'expired',
      at: late.toISOString(),
    });
  });

  test('whose requester was not sure is approved for the Alphaus user that the approver picked', () => {
    const request: ClientRequest = { ...openRequest(), user: undefined };
    const picked = users[1] ?? expect.fail();
    const approved = move(request, {
      kind: 'approve',
      by: aiko,
      user: picked,
      at: new Date(start),
      collectBy: late,
      needed: 1,
      still: [],
      asked: [],
    });
    expect(approved?.state).toMatchObject({ kind: 'approved', approval: { user: picked } });
  });

  test('whose approvers have lost the right is open again with what is left of its approvals, as long as it could be collected', () => {
    const at = new Date(start).toISOString();
    const collectBy = '2026-11-10T09:00:00.000Z';
    const user = users[0] ?? expect.fail();
    const [, chloe = ben] = approvers;
    const approval = { by: aiko, at, user, collectBy, earlier: [{ by: chloe, at }] };
    const request = openRequest({ state: { kind: 'approved', approval } });
    expect(approversOf(approval)).toEqual([chloe, aiko]);
    expect(move(request, { kind: 'reopen', approval, lost: [chloe], needed: 2 })).toEqual({
      ...request,
      version: 2,
      openUntil: collectBy,
      reopened: 1,
      state: { kind: 'open', needed: 2, approvals: approvalsIn(approval).slice(1) },
    });
    const another = { ...approval, at: collectBy };
    expect(move(request, { kind: 'reopen', approval: another, lost: [chloe], needed: 2 })).toBeUndefined();
  });
});
