import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import { FairQueue, type Leave, type QueueLimits } from '../../../src/slack/call/fair-queue.js';

const limits: QueueLimits = {
  personAtOnce: 2,
  workspaceAtOnce: 3,
  personWaiting: 4,
  workspaceWaiting: 6,
  total: 12,
};
const T1 = WorkspaceId.parse('T1');
const aiko = PersonId.parse('UAIKO');
const ben = PersonId.parse('UBEN');
const cleo = PersonId.parse('UCLEO');

/** A queue, and whose turn has begun, in order. */
function observed(given: Partial<QueueLimits> = {}) {
  const queue = new FairQueue({ ...limits, ...given });
  const begun: PersonId[] = [];
  const under: Leave[] = [];
  const refused: unknown[] = [];
  const begin = async (person: PersonId, turn: Promise<Leave>): Promise<void> => {
    try {
      under.push(await turn);
      begun.push(person);
    } catch (reason) {
      refused.push(reason);
    }
  };
  const enter = (person: PersonId, workspace = T1): boolean => {
    const turn = queue.enter(workspace, person);
    if (turn !== undefined) void begin(person, turn);
    return turn !== undefined;
  };
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const endOne = async () => {
    under.shift()?.();
    await settle();
  };
  return { queue, begun, under, refused, enter, settle, endOne };
}

describe('work behind acknowledgements', () => {
  test('of one person is bounded, and what does not fit is refused at once', async () => {
    const { enter, begun, settle } = observed();
    const taken = Array.from({ length: 10 }, () => enter(aiko));
    await settle();
    expect(begun).toHaveLength(limits.personAtOnce);
    expect(taken.filter(Boolean)).toHaveLength(limits.personAtOnce + limits.personWaiting);
  });

  test('of somebody who asks often lets others have their turn in between', async () => {
    const { enter, begun, settle, endOne } = observed({ personAtOnce: 1, workspaceAtOnce: 1 });
    for (let time = 0; time < 4; time += 1) enter(aiko);
    enter(ben);
    enter(cleo);
    await settle();
    for (let turn = 0; turn < 5; turn += 1) await endOne();
    expect(begun).toEqual([aiko, aiko, ben, cleo, aiko, aiko]);
  });

  test('of one workspace does not wait for another', async () => {
    const { enter, begun, settle } = observed();
    for (const person of [aiko, aiko, ben, ben, cleo]) enter(person);
    await settle();
    expect(begun).toHaveLength(limits.workspaceAtOnce);
    enter(aiko, WorkspaceId.parse('T2'));
    await settle();
    expect(begun).toHaveLength(limits.workspaceAtOnce + 1);
  });

  test('beyond the total is taken of workspaces that have nothing under way', () => {
    const { enter } = observed({ total: 2 });
    expect([enter(aiko), enter(ben), enter(cleo)]).toEqual([true, true, false]);
    expect(enter(aiko, WorkspaceId.parse('T2'))).toBe(true);
  });

  test('that has not begun is refused when the bot stops; what is under way may end', async () => {
    const { queue, enter, begun, refused, settle, endOne } = observed({ workspaceAtOnce: 1 });
    for (const person of [aiko, ben, cleo]) enter(person);
    await settle();
    queue.close('stopping');
    await settle();
    expect({ begun, refused }).toEqual({ begun: [aiko], refused: ['stopping', 'stopping'] });
    expect(enter(ben)).toBe(false);
    await endOne();
    expect(begun).toEqual([aiko]);
  });

  test('never exceeds its bounds, loses nobody, and leaves nothing behind, whatever comes and goes', async () => {
    const workspaces = ['T1', 'T2'].map((id) => WorkspaceId.parse(id));
    const step = fc.oneof(
      fc.record({ person: fc.constantFrom(aiko, ben, cleo), workspace: fc.constantFrom(...workspaces) }),
      fc.constant('end' as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const { enter, begun, under, settle, endOne } = observed();
        let taken = 0;
        for (const one of steps) {
          if (one === 'end') await endOne();
          else if (enter(one.person, one.workspace)) taken += 1;
          await settle();
          expect(under.length).toBeLessThanOrEqual(limits.workspaceAtOnce * workspaces.length);
        }
        while (under.length > 0) await endOne();
        expect(begun).toHaveLength(taken);
      }),
      { numRuns: 60 },
    );
  });
});
