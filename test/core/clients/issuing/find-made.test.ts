import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../../sandbox/api/start-api.js';
import { findMade } from '../../../../src/core/clients/issuing/find-made.js';
import type { IssueStage } from '../../../../src/core/intents/intent.js';
import type { ClientRecord } from '../../../../src/core/model/client-record.js';
import { ClientId } from '../../../../src/core/model/ids.js';
import { connected, root } from '../../connected.js';
import { aiko, issueIntent, record } from '../../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const begunAt = '2026-11-01T12:00:00.000Z';
const after = (ms: number): string => new Date(Date.parse(begunAt) + ms).toISOString();
const intentOf = (stage: IssueStage) => {
  const { wish, ...intent } = issueIntent(stage, { begunAt });
  return { ...intent, wish: { ...wish, user: root } };
};
const seeded = (createTime: string, name = 'nightly'): ClientId =>
  ClientId.parse(api.seed(root, [{ name, createTime }])[0]?.id);

/** What may have been made under an intent, by id. */
async function madeUnder(stage: IssueStage, context = connected(api)) {
  const { ours, candidates } = await findMade(context, intentOf(stage));
  return [ours, candidates.map(({ id }) => id)];
}

test('what an unanswered create made is within a minute of when it was asked, and given up', async () => {
  const stage = { at: 'unanswered', sentAt: after(300_000), gaveUpAt: after(400_000) } as const;
  const inTime = [240_000, 350_000, 460_000].map((ms) => seeded(after(ms)));
  for (const ms of [0, 239_999, 460_001]) seeded(after(ms));
  seeded('once');
  seeded(after(350_000), 'weekly');
  expect(await madeUnder(stage)).toEqual([undefined, inTime]);
});

test('what a create made over which its process died is within what a create takes, and a minute', async () => {
  const inTime = [-60_000, 150_000].map((ms) => seeded(after(ms)));
  for (const ms of [-60_001, 150_001]) seeded(after(ms));
  expect(await madeUnder({ at: 'creating' })).toEqual([undefined, inTime]);
});

test('what is on record is no candidate, and ours where it was made under this very intent and stands', async () => {
  const context = connected(api);
  const { id: intent } = intentOf({ at: 'creating' });
  const closed = { how: 'deleted', by: aiko, at: after(1_000) } as const;
  const add = async (changes: Partial<ClientRecord>) => {
    const id = seeded(after(0));
    await context.records.add(record({ id, user: root, ...changes }));
    return id;
  };
  await add({ intent: 'another one' });
  await add({ intent, closed });
  expect(await madeUnder({ at: 'creating' }, context)).toEqual([undefined, []]);
  const ours = await add({ intent });
  expect(await madeUnder({ at: 'creating' }, context)).toEqual([ours, []]);
});
