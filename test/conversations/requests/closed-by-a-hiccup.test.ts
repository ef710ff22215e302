import { expect, test } from 'vitest';
import { Problem } from '../../../src/core/problem.js';
import { PersonId } from '../../../src/core/model/ids.js';
import type { Actor } from '../../../src/core/model/actor.js';
import { closeIfLost, type ClosingContext } from '../../../src/core/requests/end-request.js';
import { ClientRequest } from '../../../src/core/requests/request.js';
import { defaultPolicy } from '../../../src/core/rights/policy.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { storedRequests } from '../../../src/storage/records/requests/requests.js';
import { trailOver } from '../../storage/audit/trail.js';
import { aiko, workspace } from '../../core/records.js';

const chloe = PersonId.parse('UCHLOE');
const dan = PersonId.parse('UDAN');

test('an admin’s request stays open while Slack does not tell of the others who could decide it', async () => {
  const backend = memoryBackend();
  const now = () => new Date('2026-11-24T10:00:00.000Z');
  const requests = storedRequests({ backend, now, lookAfterMs: 60_000 });
  const request = ClientRequest.parse({
    workspace,
    id: 'RQ1REQUEST',
    version: 1,
    requester: aiko,
    name: 'nightly',
    user: 'ripple:billing',
    purpose: 'exports',
    owner: { kind: 'person', id: aiko },
    accounts: [],
    ownedThen: 0,
    createdAt: now().toISOString(),
    openUntil: '2026-12-01T10:00:00.000Z',
    state: { kind: 'open' },
  });
  await requests.add(request);
  const own: Actor = { id: aiko, standing: 'member', slackAdmin: true, groups: [] };
  const policy = {
    ...defaultPolicy,
    approval: 'always' as const,
    approvers: { people: [aiko, chloe], groups: [] },
  };
  const context: ClosingContext = {
    workspace,
    requests,
    audit: trailOver(backend, { now }),
    reference: 'JOB',
    now,
    rules: { of: async () => ({ policy, grants: [] }) },
    people: {
      // Asked a moment ago, so it is known.
      actorWithoutGroups: async () => own,
      slackAdmins: async () => [aiko, dan],
      membersOf: async () => [],
      // As `People` says whatever keeps Slack from telling, a rate limit included.
      actorToAsk: async (person) => {
        if (person === aiko) return own;
        throw new Problem({ kind: 'person-unknown' });
      },
    },
  };
  await expect(closeIfLost(context, { request })).rejects.toMatchObject({
    facts: { kind: 'person-unknown' },
  });
  expect((await requests.find(workspace, request.id))?.state.kind).toBe('open');
});
