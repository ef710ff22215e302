import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ClientId, PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import {
  type ClientRecord,
  ClientRecord as ClientRecordSchema,
} from '../../../src/core/model/client-record.js';
import { checkRoom, type Limiting, takePlace } from '../../../src/core/clients/issuing/client-limit.js';
import { type QuotaOwner, takeFromQuota } from '../../../src/core/rights/hourly-quota.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { Problem } from '../../../src/core/problem.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { clientRecords } from '../../../src/storage/records/clients/client-records.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { places, StoredPlaces } from '../../../src/storage/coordination/places.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { hourlyQuota, StoredSlot } from '../../../src/storage/coordination/hourly-quota.js';
import { startChild } from '../programs/child-process.js';
import { type Place, places as stores } from '../servers/stores-under-test.js';

const workspace = WorkspaceId.parse('T1');
const [ben, chloe] = [PersonId.parse('UBEN'), PersonId.parse('UCHLOE')];

let place: Place;
let backend: Backend;
let now: Date;
let limiting: Limiting & QuotaOwner;

const open = async (newPlace: () => Place): Promise<void> => {
  place = newPlace();
  now = new Date('2026-11-24T10:00:00Z');
  backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
  limiting = {
    workspace,
    quota: hourlyQuota(createStore({ backend, schema: StoredSlot }), () => now),
    places: places(createStore({ backend, schema: StoredPlaces }), () => now),
    records: clientRecords(backend),
  };
};
const leave = async (): Promise<void> => {
  await backend.close();
  await place.clear();
};

const policy = (limits: object): Policy => Policy.parse(limits);
const hourly = (person: number, together: number) => policy({ actsPerHour: { person, workspace: together } });

let made = 0;
async function make(person: PersonId): Promise<ClientRecord> {
  made += 1;
  const record = ClientRecordSchema.parse({
    workspace,
    id: `ripple-${made}`,
    user: 'billing',
    name: 'x',
    owner: { kind: 'person', id: person },
    requester: person,
    purpose: 'y',
    createdAt: now.toISOString(),
  });
  await limiting.records.add(record);
  return record;
}

/** Makes one more client of a person, in a place that is given back afterwards. */
async function withPlace<Result>(
  limits: Policy,
  person: PersonId,
  work: () => Promise<Result>,
): Promise<Result> {
  const giveBack = await takePlace(limiting, { policy: limits, person });
  try {
    return await work();
  } finally {
    await giveBack();
  }
}

/** How many succeed, and what the others are told. */
async function outcomes(attempts: readonly Promise<unknown>[]) {
  const settled = await Promise.allSettled(attempts);
  const refused = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.facts] : []));
  return { done: settled.length - refused.length, refused };
}

describe.each(stores)('limits on $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('of an hour', () => {
    beforeEach(() => open(newPlace));
    afterEach(leave);

    test('hold for a person however many creates come at once, and say when there is one again', async () => {
      const { done, refused } = await outcomes(
        Array.from({ length: 12 }, () => takeFromQuota(limiting, hourly(5, 100), ben, 'create')),
      );
      expect(done).toBe(5);
      expect(refused).toEqual(
        Array.from({ length: 7 }, () => ({
          kind: 'too-often',
          act: 'create',
          whose: 'person',
          limit: 5,
          possibleAt: new Date('2026-11-24T11:00:00Z'),
        })),
      );
      // Another person, and another act, are not concerned.
      await takeFromQuota(limiting, hourly(5, 100), chloe, 'create');
      await takeFromQuota(limiting, hourly(5, 100), ben, 'delete');
    });

    test('hold for everybody together, and a refused person loses no turn of their own', async () => {
      const { done, refused } = await outcomes(
        [ben, chloe].flatMap((person) =>
          Array.from({ length: 4 }, () => takeFromQuota(limiting, hourly(4, 6), person, 'create')),
        ),
      );
      expect(done).toBe(6);
      expect(refused.map(({ whose }) => whose)).toEqual(['workspace', 'workspace']);
      const again = await outcomes(
        [ben, chloe].flatMap((person) =>
          Array.from({ length: 4 }, () => takeFromQuota(limiting, hourly(4, 100), person, 'create')),
        ),
      );
      expect(again.done).toBe(2);
    });
  });

  describe.skipIf(absent)('of a person’s API clients', () => {
    beforeEach(() => open(newPlace));
    afterEach(leave);
    const three = policy({ clientsPerPerson: 3 });

    test('hold for creates at once', async () => {
      await make(ben);
      const { done, refused } = await outcomes(
        Array.from({ length: 8 }, () => withPlace(three, ben, () => make(ben))),
      );
      expect({ done, refused: refused[0] }).toEqual({
        done: 2,
        refused: { kind: 'too-many-clients', limit: 3 },
      });
      await expect(checkRoom(limiting, { policy: three, person: ben })).rejects.toMatchObject({
        facts: { kind: 'too-many-clients' },
      });
      await checkRoom(limiting, { policy: three, person: chloe });
    });

    test('are counted again when somebody took a place and gave it back meanwhile', async () => {
      const { places } = limiting;
      const come = async (): Promise<void> => (await places.take(workspace, ben, async () => true))?.();
      await come();
      let counted = 0;
      await places.take(workspace, ben, async () => {
        counted += 1;
        if (counted === 1) await come();
        return true;
      });
      expect(counted).toBe(2);
    });

    test('give a place back when nothing was made, and when one was deleted', async () => {
      const [first] = [await make(ben), await make(ben)];
      const failing = withPlace(three, ben, () => Promise.reject(new Error('refused')));
      await expect(failing).rejects.toThrow('refused');
      await withPlace(three, ben, () => make(ben));
      await expect(withPlace(three, ben, () => make(ben))).rejects.toThrow();
      const closed = { how: 'deleted', by: ben, at: now.toISOString() } as const;
      await limiting.records.change(workspace, ClientId.parse(first?.id), (record) => ({
        ...record,
        closed,
      }));
      await withPlace(three, ben, () => make(ben));
    });

    test('do not make a failure of what was made, when its place cannot be given back', async () => {
      const gone = () => Promise.reject(new Problem({ kind: 'store-unavailable' }));
      const losing = { ...limiting, places: { take: async () => gone } };
      const giveBack = await takePlace(losing, { policy: three, person: ben });
      await expect(giveBack()).resolves.toBeUndefined();
    });

    test('free the place of a process that died after two minutes', async () => {
      const limits = policy({ clientsPerPerson: 1 });
      // Nothing gives this one back.
      await limiting.places.take(workspace, ben, async () => true);
      await expect(withPlace(limits, ben, () => make(ben))).rejects.toThrow();
      now = new Date(now.getTime() + 120_000);
      await withPlace(limits, ben, () => make(ben));
    });
  });
});

describe.each(stores.filter(({ shared }) => shared))('replicas on $name', ({ place: newPlace, absent }) => {
  test.skipIf(absent)('together let no more through than one alone', { timeout: 30_000 }, async () => {
    const shared = newPlace();
    const children = ['a', 'b', 'c'].map(() => startChild('./quota-taker.ts', shared.url, shared.space));
    await Promise.all(children.map((child) => child.nextLine()));
    for (const child of children) child.say('go');
    const Counts = z.object({ slots: z.number(), places: z.number() });
    const counts = await Promise.all(
      children.map(async (child) => Counts.parse(JSON.parse(await child.nextLine()))),
    );
    const sum = (of: (one: z.infer<typeof Counts>) => number) =>
      counts.reduce((total, one) => total + of(one), 0);
    expect({ slots: sum((one) => one.slots), places: sum((one) => one.places) }).toEqual({
      slots: 10,
      places: 5,
    });
    await shared.clear();
  });
});
