import { describe, expect, test } from 'vitest';
import { checkRoom, type Limiting, takePlace } from '../../../../src/core/clients/issuing/client-limit.js';
import type { ClientRecord } from '../../../../src/core/model/client-record.js';
import { ClientId, GroupId } from '../../../../src/core/model/ids.js';
import { Problem } from '../../../../src/core/problem.js';
import { Policy } from '../../../../src/core/rights/policy.js';
import { aiko, ben, record, records, workspace } from '../../records.js';

const closed = { how: 'deleted', by: aiko, at: '2026-11-02T00:00:00.000Z' } as const;
const bens = { kind: 'person', id: ben } as const;
const team = { kind: 'group', id: GroupId.parse('SOPS') } as const;
const id = (name: string): ClientId => ClientId.parse(`ripple-${name}`);

/** Aiko's clients, by their names; each is what `changes` make of it. */
async function having(clients: Readonly<Record<string, Partial<ClientRecord>>>) {
  const { records: kept } = records();
  for (const [name, changes] of Object.entries(clients)) await kept.add(record({ id: id(name), ...changes }));
  const asked: unknown[] = [];
  const limiting: Limiting = {
    workspace,
    records: kept,
    places: {
      async take(...of) {
        const [, , isRoomFor] = of;
        const rooms = await Promise.all([0, 1, 2, 3].map(isRoomFor));
        asked.push([of[0], of[1], rooms]);
        return rooms[0] === true ? async () => void asked.push('given back') : undefined;
      },
    },
  };
  const wanted = (most: number | undefined, inPlaceOf?: ClientId) => ({
    policy: Policy.parse({ clientsPerPerson: most }),
    person: aiko,
    inPlaceOf,
  });
  return {
    kept,
    asked,
    limiting,
    take: (most?: number, inPlaceOf?: ClientId) => takePlace(limiting, wanted(most, inPlaceOf)),
    /** Whether there is room for one more where a person may have so many. */
    hasRoom: async (most?: number, inPlaceOf?: ClientId): Promise<boolean> => {
      try {
        await checkRoom(limiting, wanted(most, inPlaceOf));
        return true;
      } catch (error) {
        expect(error).toMatchObject({ facts: { kind: 'too-many-clients', limit: most } });
        return false;
      }
    },
  };
}
type Having = Awaited<ReturnType<typeof having>>;

/** The least number of clients that a person may have, of those from 1 on, so that there is room for one more. */
async function counted(all: Having, inPlaceOf?: ClientId): Promise<number> {
  for (let most = 1; most < 10; most += 1) if (await all.hasRoom(most, inPlaceOf)) return most - 1;
  return expect.fail();
}

const pair = (old: string, next: string) => ({
  [old]: { successor: id(next) },
  [next]: { predecessor: id(old) },
});

describe('the API clients of a person', () => {
  test('are those that they own or made, each once, and that are open', async () => {
    const all = await having({
      own: { requester: ben },
      made: { owner: bens },
      both: {},
      forTeam: { owner: team },
      others: { owner: bens, requester: ben },
      closed: { closed },
    });
    expect([await counted(all), await all.hasRoom()]).toEqual([4, true]);
  });

  test('do not have the one among them in whose place another goes', async () => {
    const all = await having({ one: {}, two: {}, three: {} });
    expect([await counted(all), await counted(all, id('two')), await counted(all, id('none'))]).toEqual([
      3, 2, 3,
    ]);
  });

  test('that are used beside their successors count once with these', async () => {
    expect(await counted(await having({ ...pair('old', 'new') }))).toBe(1);
    expect(await counted(await having({ ...pair('old', 'new'), one: {}, two: {} }))).toBe(3);
    expect(await counted(await having({ ...pair('a', 'b'), ...pair('c', 'd') }))).toBe(2);
  });

  test('count by themselves where their successor is not theirs, or is closed', async () => {
    const others = await having({
      ...pair('old', 'new'),
      new: { predecessor: id('old'), owner: bens, requester: ben },
      one: {},
    });
    expect(await counted(others)).toBe(2);
    const gone = await having({ ...pair('old', 'new'), new: { predecessor: id('old'), closed }, one: {} });
    expect(await counted(gone)).toBe(2);
  });

  test('that are rotated on and on are spared one', async () => {
    const row = {
      first: { successor: id('second') },
      second: { successor: id('third') },
      third: { successor: id('fourth') },
      fourth: {},
    };
    expect(await counted(await having(row))).toBe(3);
  });

  test('do not have one among them that was deleted while they were counted', async () => {
    const all = await having({ one: {}, two: {} });
    const findAll = all.kept.findAll.bind(all.kept);
    all.kept.findAll = async (...which) => (await findAll(...which)).with(0, undefined);
    expect(await counted(all)).toBe(1);
  });

  test('are read no further than it takes to say that there is no room', async () => {
    const all = await having(Object.fromEntries(Array.from({ length: 20 }, (_, count) => [`${count}`, {}])));
    const asked: unknown[] = [];
    const ofOwner = all.kept.ofOwner.bind(all.kept);
    all.kept.ofOwner = (which, owner, most) => {
      asked.push([owner, most]);
      return ofOwner(which, owner, most);
    };
    const ofRequester = all.kept.ofRequester.bind(all.kept);
    all.kept.ofRequester = (which, person, most) => {
      asked.push([person, most]);
      return ofRequester(which, person, most);
    };
    all.kept.findAll = () => Promise.reject(new Error('so many are too many in any case'));
    expect([await all.hasRoom(30), await all.hasRoom(3)]).toEqual([true, false]);
    const aikos = { kind: 'person', id: aiko };
    expect(asked).toEqual([
      [aikos, 31],
      [aiko, 31],
      [aikos, 4],
      [aiko, 4],
      [aikos, 7],
      [aiko, 7],
    ]);
  });
});

describe('a place for one more API client', () => {
  test('is one of those that are free beside those who take one at the same moment, and is given back', async () => {
    const { take, asked } = await having({ one: {} });
    const leave = await take(3);
    expect(asked).toEqual([[workspace, aiko, [true, true, false, false]]]);
    await leave();
    expect(asked).toContain('given back');
  });

  test('is that of the client in whose place it goes', async () => {
    const { take, asked } = await having({ one: {} });
    await take(1, id('one'));
    expect(asked).toEqual([[workspace, aiko, [true, false, false, false]]]);
  });

  test('is none where a person has as many as they may', async () => {
    const { take } = await having({ one: {}, two: {} });
    await expect(take(2)).rejects.toMatchObject({ facts: { kind: 'too-many-clients', limit: 2 } });
  });

  test('is there for everybody, and nothing is counted, where the policy bounds nothing', async () => {
    const { take, hasRoom, kept, asked } = await having({ one: {} });
    kept.ofOwner = () => expect.fail();
    const leave = await take();
    await leave();
    expect([await hasRoom(), asked]).toEqual([true, []]);
  });

  test('that cannot be given back makes no failure of what was made; a fault of ours is one', async () => {
    const { limiting } = await having({});
    const wanted = { policy: Policy.parse({ clientsPerPerson: 1 }), person: aiko };
    const losing = (why: Error): Limiting => ({
      ...limiting,
      places: { take: async () => () => Promise.reject(why) },
    });
    const away = await takePlace(losing(new Problem({ kind: 'store-unavailable' })), wanted);
    expect(await away()).toBeUndefined();
    const faulty = await takePlace(losing(new Error('a fault of ours')), wanted);
    await expect(faulty()).rejects.toThrow('a fault of ours');
  });
});
