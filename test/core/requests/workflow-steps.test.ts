import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { ClientId, RequestId } from '../../../src/core/model/ids.js';
import { Problem, type ProblemFacts } from '../../../src/core/problem.js';
import { type ClientRequest, DenialText } from '../../../src/core/requests/request.js';
import { endStep } from '../../../src/core/requests/workflow/end-step.js';
import { startStep, type StepWish } from '../../../src/core/requests/workflow/start-step.js';
import { ExecutionId } from '../../../src/core/requests/workflow/workflow-step.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { workflowSteps } from '../../../src/storage/records/requests/workflow-steps.js';
import { asked, asking } from '../asking.js';
import { root } from '../connected.js';
import { aiko, ben, openRequest, workspace } from '../records.js';

const { name, purpose, owner } = openRequest();
const execution = ExecutionId.parse('Fx123');
const begunAt = asked;
const inputs = { name: 'nightly' };
const after = (minutes: number): Date => new Date(Date.parse(begunAt) + minutes * 60_000);
/** The step while its workflow waits, and once the workflow went on, so many minutes after it began. */
const undone = { version: 1, workspace, execution, inputs, begunAt };
const done = (minutes: number) => ({ ...undone, doneAt: after(minutes).toISOString() });

/** A step that has begun, so many minutes later, and what its workflow was told. */
async function begun({ minutes = 0, of = execution } = {}) {
  const now = () => after(minutes);
  const steps = workflowSteps(guarded(memoryBackend(Date.now)), now);
  await steps.begin({ workspace, execution: of, inputs, begunAt });
  const told: unknown[] = [];
  return {
    context: {
      workspace,
      steps,
      now,
      answers: {
        complete: async (...completed: readonly unknown[]) => void told.push(['complete', ...completed]),
        fail: async (...failed: readonly unknown[]) => void told.push(['fail', ...failed]),
      },
    },
    told,
    step: () => steps.find(workspace, of),
  };
}

describe('a workflow’s step that begins', () => {
  let api: SandboxApi;
  beforeEach(async () => {
    api = await startSandboxApi();
  });
  afterEach(() => api.stop());

  const wish = { name, purpose, owner, user: root, endsAt: undefined };
  /** What the inputs say, once they are read. */
  const says =
    (said: unknown[]) =>
    async (given: unknown): Promise<StepWish> => {
      said.push(given);
      return { requester: ben, wish };
    };

  test.each([
    ['Fx123', 'wf-Fx123'],
    ['Fx', 'wf-Fx---'],
  ])('makes one request, however often it begins: %s is %s', async (of, id) => {
    const { context, told, step } = await begun({ of: ExecutionId.parse(of) });
    const { context: there, after: held } = asking(api);
    const read: unknown[] = [];
    const starting = { ...context, asking: () => Promise.resolve(there), read: says(read) };
    const request = openRequest({
      id: RequestId.parse(id),
      user: root,
      step: of,
      accounts: [{ product: 'ripple', clientId: api.rootClient.id }],
      createdAt: asked,
      openUntil: '2026-11-10T10:00:00.000Z',
    });
    expect(await startStep(starting, ExecutionId.parse(of))).toEqual(request);
    expect(await startStep(starting, ExecutionId.parse(of))).toEqual(request);
    expect((await held()).live).toEqual([request]);
    expect([read, told, await step()]).toEqual([[inputs], [], { ...undone, execution: of }]);
  });

  test('makes one although its requester has asked for the same', async () => {
    const { context } = await begun();
    const { context: there, after: held } = asking(api);
    await there.requests.add(openRequest({ user: root, openUntil: '2026-12-01T00:00:00.000Z' }));
    await startStep({ ...context, asking: () => Promise.resolve(there), read: says([]) }, execution);
    expect((await held()).live.map(({ id }) => id)).toEqual(['R0000001', 'wf-Fx123']);
  });

  test('makes nothing once it is done, or where nobody knows it', async () => {
    const { context, told, step } = await begun();
    const never = () => Promise.reject(new Error('nothing is asked'));
    const starting = { ...context, asking: never, read: never };
    expect(await startStep(starting, ExecutionId.parse('Fx999'))).toBe(undefined);
    await context.steps.done((await step()) ?? expect.fail());
    expect(await startStep(starting, execution)).toBe(undefined);
    expect([told, await step()]).toEqual([[], done(0)]);
  });

  /** It begins so many minutes later, and this stands in the way. */
  async function failing(error: unknown, minutes: number) {
    const { context, told, step } = await begun({ minutes });
    const { context: there } = asking(api);
    const read = async (): Promise<StepWish> => {
      throw error;
    };
    const starting = { ...context, asking: async () => there, read };
    let ended: { readonly request: unknown } | { readonly thrown: unknown };
    try {
      ended = { request: await startStep(starting, execution) };
    } catch (thrown) {
      ended = { thrown };
    }
    return { ended, told, step: await step() };
  }

  test.each<ProblemFacts>([
    { kind: 'api-failed', operation: 'users', status: 500 },
    { kind: 'api-rate-limited', operation: 'users', retryAfterSeconds: 1 },
    { kind: 'api-timeout', operation: 'users', seconds: 5 },
    { kind: 'api-unreachable', operation: 'users' },
    { kind: 'busy' },
    { kind: 'groups-unknown' },
    { kind: 'person-unknown' },
    { kind: 'product-away', product: 'wave' },
    { kind: 'slack-failed', method: 'users.info', error: 'internal_error' },
    { kind: 'store-unavailable' },
  ])('is tried again for a quarter of an hour where this stands in its way: $kind', async (facts) => {
    const problem = new Problem(facts);
    expect(await failing(problem, 14.99)).toEqual({ ended: { thrown: problem }, told: [], step: undone });
    expect(await failing(problem, 15)).toEqual({
      ended: { request: undefined },
      told: [['fail', execution, problem]],
      step: done(15),
    });
  });

  test('fails at once with any other problem, and is tried again after a fault of ours', async () => {
    const problem = new Problem({ kind: 'nobody-decides' });
    expect(await failing(problem, 0)).toEqual({
      ended: { request: undefined },
      told: [['fail', execution, problem]],
      step: done(0),
    });
    const fault = new TypeError('a fault');
    expect(await failing(fault, 60)).toEqual({ ended: { thrown: fault }, told: [], step: undone });
  });
});

describe('a workflow whose request has ended', () => {
  const at = begunAt;
  const approval = { by: aiko, at, user: root, collectBy: '2026-11-09T00:00:00.000Z' };
  const client = ClientId.parse('ripple-1');
  const request = (state: ClientRequest['state'], step: string | undefined = execution) =>
    openRequest({ state, ...(step !== undefined && { step }) });
  const { id } = openRequest();
  const attempt = 'click-1';

  test.each<[ClientRequest['state'], object]>([
    [
      { kind: 'collected', approval, client, at },
      { outcome: 'collected', client_id: client },
    ],
    [
      { kind: 'denied', by: aiko, at, reason: DenialText.parse('use the other one') },
      { outcome: 'denied', reason: 'use the other one' },
    ],
    [{ kind: 'withdrawn', at }, { outcome: 'withdrawn' }],
    [{ kind: 'expired', at }, { outcome: 'expired' }],
    [{ kind: 'revoked', by: aiko, at, approval }, { outcome: 'closed' }],
    [{ kind: 'closed', at, why: 'requester-gone' }, { outcome: 'closed' }],
  ])('goes on, once, and hears how it ended: $kind', async (state, outcome) => {
    const { context, told, step } = await begun({ minutes: 5 });
    expect(await endStep(context, request(state))).toBe(undefined);
    expect(await endStep(context, request(state))).toBe(undefined);
    expect(told).toEqual([['complete', execution, { request_id: id, ...outcome }]]);
    expect(await step()).toEqual(done(5));
  });

  const eightDays = 8 * 24 * 60;
  test.each([
    [eightDays - 0.01, after(eightDays), []],
    [eightDays, undefined, [['complete', execution, { request_id: id, outcome: 'closed' }]]],
  ])(
    'waits eight days for what may be found out of a create without an answer: %d',
    async (minutes, until, told) => {
      const ended = await begun({ minutes });
      expect(await endStep(ended.context, request({ kind: 'ambiguous', approval, attempt, at }))).toEqual(
        until,
      );
      expect(ended.told).toEqual(told);
    },
  );

  test('hears nothing while the request goes on, or of one that it did not ask for', async () => {
    const { context, told, step } = await begun();
    const live: readonly ClientRequest['state'][] = [
      { kind: 'open' },
      { kind: 'approved', approval },
      { kind: 'collecting', approval, attempt, since: at },
    ];
    for (const state of live) expect(await endStep(context, request(state))).toBe(undefined);
    const others = openRequest({ state: { kind: 'withdrawn', at } });
    expect(await endStep(context, others)).toBe(undefined);
    expect(await endStep(context, { ...others, step: 'Fx999' })).toBe(undefined);
    expect([told, await step()]).toEqual([[], undone]);
  });
});

test.each(['', 'Fx 1', 'Fx:1', 'x'.repeat(37)])('%s is no id of an execution', (text) => {
  expect(ExecutionId.safeParse(text).success).toBe(false);
});
test.each(['x', 'Fx_1-2', 'x'.repeat(36)])('%s is an id of an execution', (text) => {
  expect(ExecutionId.parse(text)).toBe(text);
});
