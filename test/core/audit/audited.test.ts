import { describe, expect, it } from 'vitest';
import { audited, conclusionOf } from '../../../src/core/audit/audited.js';
import { Problem, type ProblemFacts } from '../../../src/core/problem.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { aiko, trailOver, workspace } from '../../storage/audit/trail.js';
import { ClientId } from '../../../src/core/model/ids.js';

const facts = {
  actor: aiko,
  action: 'create' as const,
  target: { name: 'nightly' },
  rule: 'workspace-admin',
  reference: 'R1',
};
const id = ClientId.parse('ripple-1');

describe('an audited act', () => {
  const backend = memoryBackend();
  const trail = trailOver(backend);
  const written = async (from: number) =>
    (await collect(trail.forwards(workspace, from))).map(({ outcome, reason, target, rule, reference }) => ({
      outcome,
      reason,
      target,
      rule,
      reference,
    }));

  it('leaves the attempt before it and the outcome after it', async () => {
    const seen = await audited({
      audit: trail,
      workspace,
      facts,
      work: async () => written(0),
      outcomeOf: () => ({ outcome: 'done', target: { clientId: id } }),
    });
    const attempt = {
      target: { name: 'nightly' },
      rule: 'workspace-admin',
      reference: 'R1',
      reason: undefined,
    };
    expect(seen).toEqual([{ ...attempt, outcome: 'attempted' }]);
    expect(await written(0)).toEqual([
      { ...attempt, outcome: 'attempted' },
      { ...attempt, outcome: 'done', target: { name: 'nightly', clientId: id } },
    ]);
  });

  it('leaves what it threw, and throws it on', async () => {
    const { sequence } = await trail.head(workspace);
    const problem = new Problem({ kind: 'api-timeout', operation: 'delete', seconds: 10 });
    await expect(
      audited({ audit: trail, workspace, facts, work: () => Promise.reject(problem) }),
    ).rejects.toBe(problem);
    expect((await written(sequence)).map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['attempted', undefined],
      ['ambiguous', 'api-timeout'],
    ]);
  });

  it.each(['trail', 'beside'] as const)('does not happen when the %s cannot be written', async (what) => {
    let happened = false;
    const down = trailOver({ ...backend, commit: () => Promise.reject(new Error('down')) });
    const act = audited({
      audit: what === 'trail' ? down : trail,
      workspace,
      facts,
      work: async () => {
        happened = true;
      },
      beside: async () => {
        if (what === 'beside') throw new Error('down');
      },
    });
    await expect(act).rejects.toThrow('down');
    expect(happened).toBe(false);
  });

  it('that could not begin says so on record, although its attempt stands there', async () => {
    const { sequence } = await trail.head(workspace);
    const down = new Problem({ kind: 'store-unavailable' });
    // The record lands, and its answer is lost.
    const answerless = trailOver({
      ...backend,
      async commit(batch) {
        const outcome = await backend.commit(batch);
        if (batch.put?.some(({ text }) => text.includes('"attempted"'))) throw down;
        return outcome;
      },
    });
    const act = audited({
      audit: answerless,
      workspace,
      facts,
      work: () => Promise.reject(new Error('it happened')),
    });
    await expect(act).rejects.toMatchObject({ facts: { kind: 'store-unavailable' } });
    await expect
      .poll(async () => (await written(sequence)).map(({ outcome, reason }) => [outcome, reason]))
      .toEqual([
        ['attempted', undefined],
        ['failed', 'store-unavailable'],
      ]);
  });
});

it.each<[ProblemFacts, string, string]>([
  [{ kind: 'not-allowed', reason: 'guest' }, 'refused', 'guest'],
  [{ kind: 'own-credential' }, 'refused', 'own-credential'],
  [{ kind: 'confirmation-expired' }, 'refused', 'confirmation-expired'],
  [{ kind: 'api-refused', operation: 'create', status: 400 }, 'failed', 'api-refused'],
  [{ kind: 'api-failed', operation: 'delete', status: 503 }, 'ambiguous', 'api-failed'],
  [{ kind: 'store-unavailable' }, 'ambiguous', 'store-unavailable'],
])('%o is written as %s', (problem, outcome, reason) => {
  expect(conclusionOf(new Problem(problem))).toEqual({ outcome, reason });
});

it('a fault of ours leaves it open whether the act took effect', () => {
  expect(conclusionOf(new TypeError('x is undefined'))).toEqual({ outcome: 'ambiguous', reason: 'fault' });
});
