import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { ClientId, PersonId } from '../../../src/core/model/ids.js';
import {
  type ClientRequest,
  DenialText,
  isDecidable,
  isLive,
  move,
  type Transition,
} from '../../../src/core/requests/request.js';
import { ben, openRequest } from '../records.js';

const approvers = ['UAIKO', 'UCHLOE', 'UBEN'].map((id) => PersonId.parse(id));
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
  }),
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
      expect(decisions.length).toBeLessThanOrEqual(1);
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
        const seen = { version: 0, state: null, accountGoneSince: undefined };
        expect({ ...after, ...seen }).toEqual({ ...request, ...seen });
        if (request.user !== undefined && 'approval' in after.state) {
          expect(after.state.approval?.user ?? request.user).toBe(request.user);
        }
      }
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
      const revoked = steps.findIndex(({ by: { kind } }) => kind === 'revoke');
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
    });
    expect(approved?.state).toMatchObject({ kind: 'approved', approval: { user: picked } });
  });
});
