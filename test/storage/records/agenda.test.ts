import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Agenda, AgendaEntry } from '../../../src/core/agenda/agenda.js';
import { WorkspaceId } from '../../../src/core/model/ids.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { committing } from '../../../src/storage/backends/commit.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { storedAgenda, StoredAgendaEntry } from '../../../src/storage/records/agenda.js';
import { type Place, places } from '../servers/stores-under-test.js';

const acme = WorkspaceId.parse('T1ACME');
const other = WorkspaceId.parse('T2OTHER');
const LEASE_MS = 60_000;

let place: Place;
let backend: Backend;
/** The store's clock in these tests. */
let clock: number;

const open = async (newPlace: () => Place): Promise<void> => {
  place = newPlace();
  clock = Date.parse('2026-11-24T10:00:00.000Z');
  backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
};
const leave = async (): Promise<void> => {
  await backend.close();
  await place.clear();
};

/** An agenda as one replica has it, whose own clock differs from the store's. */
const replica = (aheadMs = 0): Agenda =>
  storedAgenda({
    entries: createStore({ backend, schema: StoredAgendaEntry }),
    commit: committing(backend),
    storeNow: () => Promise.resolve(clock),
    now: () => new Date(clock + aheadMs),
  });

const commit = (...parts: Parameters<ReturnType<typeof committing>>[0]) => committing(backend)(parts);

const entry = (minutes: number, id: string, workspace = acme): AgendaEntry => ({
  due: new Date(clock + minutes * 60_000),
  kind: 'settle-intent',
  workspace,
  id,
});

const ids = async (from: Agenda): Promise<readonly string[]> => (await from.due(100)).map(({ id }) => id);

describe.each(places)('an agenda on $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('where it runs', () => {
    beforeEach(() => open(newPlace));
    afterEach(leave);

    test('tells what is due, the earliest first, of all workspaces', async () => {
      const own = replica();
      await commit(
        own.adding(entry(1, 'later')),
        own.adding(entry(-5, 'second', other)),
        own.adding(entry(-9, 'first')),
        own.adding(entry(0, 'now:with:colons')),
      );
      expect(await ids(own)).toEqual(['first', 'second', 'now:with:colons']);
      clock += 60_000;
      expect(await ids(own)).toEqual(['first', 'second', 'now:with:colons', 'later']);
    });

    test('goes by the store’s clock, whatever a replica’s own says', async () => {
      const own = replica(5 * 60_000);
      await commit(own.adding(entry(1, 'not yet')));
      expect(await ids(own)).toEqual([]);
    });

    test('gives an entry to one of two replicas that take it at once', async () => {
      const [a, b] = [replica(), replica()];
      await commit(a.adding(entry(0, 'once')));
      const [due] = await a.due(1);
      if (due === undefined) throw new Error('nothing is due');
      const taken = await Promise.all([a.take(due, LEASE_MS), b.take(due, LEASE_MS)]);
      expect(taken.filter((one) => one !== undefined)).toHaveLength(1);
      expect(await ids(a)).toEqual([]);
    });

    test('gives it to another one when its process has died', async () => {
      const [a, b] = [replica(), replica()];
      await commit(a.adding(entry(0, 'left')));
      const [due] = await a.due(1);
      const taken = due && (await a.take(due, LEASE_MS));
      clock += LEASE_MS;
      const [again] = await b.due(1);
      const succeeded = again && (await b.take(again, LEASE_MS));
      expect(succeeded?.id).toBe('left');
      // The first one was not dead: it finds that the entry is no longer its own.
      if (taken === undefined || succeeded === undefined) throw new Error('nothing was taken');
      expect(await a.renew(taken, LEASE_MS)).toBeUndefined();
      expect(await a.finish(taken, undefined)).toBe(false);
      expect(await b.finish(succeeded, undefined)).toBe(true);
      clock += 365 * 24 * 3_600_000;
      expect(await ids(b)).toEqual([]);
    });

    test('keeps an entry while its lease is renewed', async () => {
      const own = replica();
      await commit(own.adding(entry(0, 'long')));
      const [due] = await own.due(1);
      const taken = due && (await own.take(due, LEASE_MS));
      clock += LEASE_MS / 2;
      const renewed = taken && (await own.renew(taken, LEASE_MS));
      clock += LEASE_MS * 0.75;
      expect(await ids(own)).toEqual([]);
      expect(renewed && (await own.finish(renewed, undefined))).toBe(true);
    });

    test('moves an entry to its next time, together with what was done', async () => {
      const own = replica();
      await commit(own.adding(entry(0, 'again')));
      const [due] = await own.due(1);
      const taken = due && (await own.take(due, LEASE_MS));
      if (taken === undefined) throw new Error('nothing was taken');
      const done = own.adding(entry(0, 'what was done'));
      expect(await own.finish(taken, new Date(clock + 3_600_000), [done])).toBe(true);
      expect(await ids(own)).toEqual(['what was done']);
      clock += 3_600_000;
      expect(await ids(own)).toEqual(['what was done', 'again']);
    });

    test('puts off what failed, and counts how often in a row it did', async () => {
      const own = replica();
      await commit(own.adding(entry(0, 'fails')));
      for (const failures of [0, 1, 2]) {
        const [due] = await own.due(1);
        const taken = due && (await own.take(due, LEASE_MS));
        expect(taken?.failures).toBe(failures);
        if (taken !== undefined) await own.putOff(taken, 1_000);
        expect(await ids(own)).toEqual([]);
        clock += 1_000;
      }
    });

    test('removes what is no longer to be done', async () => {
      const own = replica();
      await commit(own.adding(entry(0, 'settled')), own.adding(entry(0, 'stays')));
      await commit(own.removing(entry(0, 'settled')));
      expect(await ids(own)).toEqual(['stays']);
    });

    test('does not lose an entry that stands where another one is moved to', async () => {
      const own = replica();
      const added = entry(1, 'same');
      await commit(own.adding(entry(0, 'same')), own.adding(added));
      const [due] = await own.due(1);
      const taken = due && (await own.take(due, 60_000));
      if (taken === undefined) throw new Error('nothing was taken');
      await own.finish(taken, undefined);
      clock += 60_000;
      expect(await ids(own)).toEqual(['same']);
    });
  });
});
