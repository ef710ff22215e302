import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import type { Grant } from '../../../src/core/rights/grants.js';
import { defaultPolicy } from '../../../src/core/rights/policy.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { keptOfWorkspace } from '../../../src/storage/records/workspace-records.js';
import { workspaceRules } from '../../../src/storage/records/rules/workspace-rules.js';
import { splitRules } from '../../../src/storage/upgrade/split-rules.js';
import { aiko, workspace } from '../../core/records.js';
import { trailOver } from '../audit/trail.js';
import { counting } from '../backends/counting-backend.js';
import { type Place, places } from '../servers/stores-under-test.js';

const grant = (number: number, changes: Partial<Grant> = {}): Grant => ({
  id: `grant-${number}`,
  to: { kind: 'person', id: PersonId.parse(`U${1000 - number}`) },
  users: [AlphausUserName.parse('billing')],
  by: aiko,
  at: new Date(Date.UTC(2026, 0, 1) + number).toISOString(),
  ...changes,
});
const hundredUsers = Array.from({ length: 100 }, (_, index) => AlphausUserName.parse(`user-${index}`));
const mostGrants = Array.from({ length: 500 }, (_, index) => grant(index, { users: hundredUsers }));
const former = { policy: defaultPolicy, policyVersion: 3, grants: mostGrants };

let place: Place;
let backend: Backend;

const putFormer = (of: string, value: unknown) =>
  backend.commit({ put: [{ key: `rules:${of}:current`, text: JSON.stringify({ value }) }] });

describe.each(places)('rules in $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('of a workspace', () => {
    beforeEach(async () => {
      place = newPlace();
      backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
    });
    afterEach(async () => {
      await backend.close();
      await place.clear();
    });

    test('cost one small read while nobody changes them, with the most grants that there may be', async () => {
      await putFormer('T1', former);
      await splitRules(
        backend,
        () => undefined,
        () => undefined,
      );
      const counted = counting(backend);
      const rules = workspaceRules(counted.backend);
      expect((await rules.of(workspace)).grants).toEqual(mostGrants);
      counted.taken();
      expect((await rules.of(workspace)).grants).toEqual(mostGrants);
      expect(counted.taken()).toEqual(['get rules']);
      expect((await backend.get('rules:T1:policy'))?.length).toBeLessThan(1_000);
    });

    test('can all be changed at once', async () => {
      const rules = workspaceRules(backend);
      await rules.change(workspace, (now) => ({ ...now, grants: mostGrants }));
      const one = [AlphausUserName.parse('billing')];
      await rules.change(workspace, (now) => ({
        ...now,
        grants: now.grants.map((each) => ({ ...each, users: one })),
      }));
      expect(
        (await workspaceRules(backend).of(workspace)).grants.every(({ users }) => users.length === 1),
      ).toBe(true);
    });

    test('are never out of date where another process changed them', async () => {
      const [here, there] = [workspaceRules(backend), workspaceRules(backend)];
      await here.change(workspace, (now) => ({ ...now, grants: [grant(1), grant(2)] }));
      expect((await there.of(workspace)).grants).toEqual([grant(1), grant(2)]);
      await here.change(workspace, (now) => ({ ...now, grants: [grant(2)] }));
      expect((await there.of(workspace)).grants).toEqual([grant(2)]);
      await here.change(workspace, (now) => ({ ...now, grants: [] }));
      expect((await there.of(workspace)).grants).toEqual([]);
    });

    test('take every change that two processes make at the same time, and are read as they stood at one moment', async () => {
      const [here, there, reader] = [
        workspaceRules(backend),
        workspaceRules(backend),
        workspaceRules(backend),
      ];
      const give = (rules: typeof here, number: number) =>
        rules.change(workspace, (now) => ({
          ...now,
          policyVersion: now.policyVersion + 1,
          grants: [...now.grants, grant(number)],
        }));
      const giving = Promise.all([
        ...[1, 3, 5, 7].map((number) => give(here, number)),
        ...[2, 4, 6, 8].map((number) => give(there, number)),
      ]);
      for (let round = 0; round < 20; round += 1) {
        const { policyVersion, grants } = await reader.of(workspace);
        expect(grants.length).toBe(policyVersion);
      }
      await giving;
      const { grants } = await reader.of(workspace);
      expect(grants).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((number) => grant(number)));
    });

    test('are gone with the workspace, and give nothing when it comes back', async () => {
      const rules = workspaceRules(backend);
      await rules.change(workspace, (now) => ({ ...now, grants: [grant(1)] }));
      await keptOfWorkspace(backend, trailOver(backend)).removeRecords(workspace, async () => true);
      rules.forget(workspace);
      expect((await rules.of(workspace)).grants).toEqual([]);
      await workspaceRules(backend).change(workspace, (now) => ({ ...now, grants: [grant(2)] }));
      expect((await rules.of(workspace)).grants).toEqual([grant(2)]);
    });

    test('that nobody can read give nothing, before and after the store is brought up', async () => {
      await putFormer('T1', { ...former, policy: { approval: 'whatever' } });
      await putFormer('T2', former);
      const said: string[] = [];
      await splitRules(
        backend,
        () => undefined,
        (sentence) => said.push(sentence),
      );
      expect(said).toEqual([expect.stringContaining('rules:T1:current')]);
      const rules = workspaceRules(backend);
      await expect(rules.of(workspace)).rejects.toThrow('rules:T1:policy does not fit');
      expect((await rules.of(WorkspaceId.parse('T2'))).policyVersion).toBe(3);
    });
  });
});
