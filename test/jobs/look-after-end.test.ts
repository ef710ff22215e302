import { describe, expect, test } from 'vitest';
import type { Sent } from '../../src/core/clients/ending/end-telling.js';
import type { Alphaus } from '../../src/core/connection/alphaus.js';
import type { Connection } from '../../src/core/connection/connection.js';
import type { Actor } from '../../src/core/model/actor.js';
import type { ClientRecord } from '../../src/core/model/client-record.js';
import { GroupId, PersonId } from '../../src/core/model/ids.js';
import { Problem, type ProblemFacts } from '../../src/core/problem.js';
import { defaultPolicy } from '../../src/core/rights/policy.js';
import { lookAfterEnd } from '../../src/jobs/look-after-end.js';
import { guarded } from '../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { collect } from '../storage/servers/stores-under-test.js';
import { aiko, ben, record, records, workspace } from '../core/records.js';

const DAY_MS = 24 * 3_600_000;
const END = '2026-12-31T00:00:00.000Z';
const daysBefore = (days: number): number => Date.parse(END) - days * DAY_MS;

interface Setting {
  readonly owner?: ClientRecord['owner'];
  readonly team?: readonly PersonId[];
  readonly gone?: readonly PersonId[];
  /** The people of whom Slack does not say in which zone they live. */
  readonly unsaid?: readonly PersonId[];
  /** What Slack does with a message to somebody. */
  readonly sends?: (person: PersonId) => Promise<Sent>;
  /** What the API says to a deletion; absent where the workspace is connected to nothing. */
  readonly refusal?: ProblemFacts;
}

/** A connection whose API deletes nothing. */
const refusing = (facts: ProblemFacts): Connection => {
  const clients: Pick<Alphaus['clients'], 'delete'> = {
    async delete() {
      throw new Problem(facts);
    },
  };
  const alphaus = { ownClientIds: new Set(), clients };
  return Object.assign(Object.create(null), { alphaus });
};

/** Replicas over one store, whose people are told by hand; the clock stands until it is moved. */
async function replicas({
  owner,
  team = [],
  gone = [],
  unsaid = [],
  sends = async () => 'taken',
  refusal,
}: Setting = {}) {
  const clock = { now: daysBefore(20) };
  const backend = guarded(memoryBackend(() => clock.now));
  const said: string[] = [];
  const actor = async (id: PersonId): Promise<Actor> => ({
    id,
    standing: gone.includes(id) ? 'deactivated' : 'member',
    slackAdmin: id === aiko,
    groups: [],
  });
  const tell =
    (what: string) =>
    async (person: PersonId): Promise<Sent> => {
      const sent = await sends(person);
      if (sent === 'taken') said.push(`${what} to ${person}`);
      return sent;
    };
  const replica = () => {
    const stores = records(() => clock.now, { backend });
    return {
      ...stores,
      workspace,
      reference: 'TESTREF2',
      deletingMs: 60_000,
      sendingMs: 60_000,
      now: () => new Date(clock.now),
      rules: { of: async () => ({ policy: defaultPolicy, grants: [] }) },
      people: {
        actorWithoutGroups: actor,
        actorToAsk: actor,
        membersOf: async () => team,
        slackAdmins: async () => [aiko],
        async zoneOf(one: PersonId) {
          if (unsaid.includes(one)) throw new Problem({ kind: 'person-unknown' });
          return 'Asia/Tokyo';
        },
      },
      connections: { current: async () => refusal && refusing(refusal) },
      claims: { once: async () => true, isKnown: () => false, giveBack: async () => {} },
      telling: {
        warn: (person: PersonId, _: ClientRecord, { days }: { readonly days: number }) =>
          tell(`${days} days`)(person),
        ended: tell('ended'),
        notEnded: tell('not ended'),
        endDropped: tell('dropped'),
        changed: async () => {},
      },
    };
  };
  const first = replica();
  const { id } = record();
  await first.records.add(
    record({
      endsAt: END,
      createdAt: '2026-11-01T00:00:00.000Z',
      owner: owner ?? { kind: 'person', id: ben },
    }),
  );
  return {
    clock,
    said,
    look: (context = first) => lookAfterEnd(context, id),
    another: replica,
    trail: () => collect(first.audit.forwards(workspace, 0)),
    end: async () => (await first.records.find(workspace, id))?.endsAt,
    extend: (endsAt: string) => {
      const setAt = new Date(clock.now).toISOString();
      return first.records.change(workspace, id, (now) => ({ ...now, endsAt, end: { setAt, news: [] } }));
    },
    remove: () => {
      const closed = { how: 'deleted', by: ben, at: new Date(clock.now).toISOString() } as const;
      return first.records.change(workspace, id, (now) => ({ ...now, closed }));
    },
  };
}

const person = (number: number): PersonId => PersonId.parse(`U${String(number).padStart(4, '0')}`);
const team: ClientRecord['owner'] = { kind: 'group', id: GroupId.parse('STEAM') };

describe('the warnings of an end', () => {
  test('are sent once each, however many replicas look, and at whatever moment', async () => {
    const { clock, said, look, another } = await replicas();
    const contexts = [another(), another(), another()];
    for (let hours = 20 * 24; hours > 0; hours -= 6) {
      clock.now = Date.parse(END) - hours * 3_600_000;
      await Promise.all(contexts.map((context) => look(context)));
    }
    expect(said).toEqual([`14 days to ${ben}`, `7 days to ${ben}`, `1 days to ${ben}`]);
  });

  test('are looked at when they are due, and at the end', async () => {
    const { clock, look } = await replicas();
    const looks: string[] = [];
    for (let count = 0; count < 4; count += 1) {
      const next = await look();
      looks.push(next?.toISOString() ?? 'never');
      clock.now = next?.getTime() ?? clock.now;
    }
    expect(looks).toEqual([
      '2026-12-16T12:00:00.000Z',
      '2026-12-23T12:00:00.000Z',
      '2026-12-29T12:00:00.000Z',
      END,
    ]);
  });

  test('go to thirty of a team of forty, and to those alone who are still there', async () => {
    const forty = Array.from({ length: 40 }, (_, index) => person(index));
    const gone = forty.slice(0, 5);
    const { clock, said, look } = await replicas({ owner: team, team: forty, gone });
    clock.now = daysBefore(14);
    await look();
    expect(said).toEqual(forty.slice(5, 35).map((one) => `14 days to ${one}`));
  });

  test('go to the admins while nobody of the team is there any more', async () => {
    const { clock, said, look } = await replicas({ owner: team, team: [ben], gone: [ben] });
    clock.now = daysBefore(14);
    await look();
    expect(said).toEqual([`14 days to ${aiko}`]);
  });

  test('go to an owner who is there, although Slack says nothing of the person who made the client', async () => {
    const { clock, said, look } = await replicas({ unsaid: [record().requester] });
    clock.now = daysBefore(14);
    await look();
    expect(said).toEqual([`14 days to ${ben}`]);
  });

  test.each([
    { where: 'the zone of who reads them', unsaid: [], midnight: '2027-01-02T15:00:00.000Z' },
    { where: 'UTC while Slack does not say their zone', unsaid: [ben], midnight: '2027-01-03T00:00:00.000Z' },
  ])('that come late move the end to a midnight in $where', async ({ unsaid, midnight }) => {
    const { clock, look, end } = await replicas({ unsaid });
    clock.now = Date.parse('2026-12-19T12:00:00.000Z');
    await look();
    expect(await end()).toBe(midnight);
  });

  test('are tried again for those of a team whom Slack does not take them for', async () => {
    let isAway = true;
    const { clock, said, look } = await replicas({
      owner: team,
      team: [aiko, ben],
      sends: async (to) => (to === ben && isAway ? 'later' : 'taken'),
    });
    clock.now = daysBefore(14);
    const again = await look();
    expect(again?.getTime()).toBeLessThanOrEqual(clock.now + 3_600_000);
    isAway = false;
    clock.now = again?.getTime() ?? 0;
    await look();
    expect(said).toEqual([`14 days to ${aiko}`, `14 days to ${ben}`]);
  });

  test('that Slack never takes keep the client alive: its end is always ahead', async () => {
    const { clock, look, end } = await replicas({ sends: async () => 'refused' });
    for (let days = 14; days > -30; days -= 1) {
      clock.now = daysBefore(days);
      await look();
      expect(Date.parse((await end()) ?? '')).toBeGreaterThan(clock.now + 12 * DAY_MS);
    }
  });

  test('that a process died over are sent again only when the last one has to come', async () => {
    let dies = true;
    const { clock, said, look } = await replicas({
      sends: async () => {
        if (dies) throw new Error('the process died');
        return 'taken';
      },
    });
    clock.now = daysBefore(14);
    await expect(look()).rejects.toThrow('the process died');
    dies = false;
    clock.now += 120_000;
    await look();
    expect(said).toEqual([]);
    dies = true;
    clock.now = daysBefore(7);
    await expect(look()).rejects.toThrow('the process died');
    clock.now = daysBefore(1) - 3_600_000;
    await expect(look()).rejects.toThrow('the process died');
    dies = false;
    clock.now += 120_000;
    await look();
    expect(said).toEqual([`1 days to ${ben}`]);
  });

  const LATER = '2027-03-31T00:00:00.000Z';
  /** Every warning of the end in turn; the person who is sent the last one moves the end before it is there. */
  async function movedWhileWarned(setting: Setting = {}) {
    const scene = await replicas({
      ...setting,
      sends: async () => {
        if ((await scene.end()) === END && scene.clock.now > daysBefore(2)) await scene.extend(LATER);
        return 'taken';
      },
    });
    for (const days of [14, 7, 1.5]) {
      scene.clock.now = daysBefore(days);
      await scene.look();
    }
    return scene;
  }

  test('of an old end are told to nobody else once one of a team has moved it, and all hear of the new one', async () => {
    const { clock, said, look } = await movedWhileWarned({ owner: team, team: [aiko, ben] });
    expect(said.splice(0).slice(-2)).toEqual([`7 days to ${ben}`, `1 days to ${aiko}`]);
    let looks = 0;
    for (; looks < 20 && clock.now < Date.parse(LATER); looks += 1) {
      const next = await look();
      clock.now = Math.max(clock.now + 1_000, next?.getTime() ?? 0);
    }
    const all = [14, 7, 1].flatMap((days) => [`${days} days to ${aiko}`, `${days} days to ${ben}`]);
    expect(said).toEqual(all);
    expect(looks).toBe(4);
  });

  test('that were on their way while the end was moved do not stand for the new end', async () => {
    const { clock, said, look, end } = await movedWhileWarned();
    said.length = 0;
    clock.now = Date.parse(LATER) + 1;
    await look();
    expect(said).toEqual([`14 days to ${ben}`]);
    expect(Date.parse((await end()) ?? '')).toBeGreaterThan(clock.now + 12 * DAY_MS);
  });

  test('go to nobody else of a team once one of them has deleted the client', async () => {
    const { clock, said, look, remove } = await replicas({
      owner: team,
      team: [aiko, ben],
      sends: async () => {
        await remove();
        return 'taken';
      },
    });
    clock.now = daysBefore(14);
    await look();
    expect(said).toEqual([`14 days to ${aiko}`]);
    expect(await look()).toBeUndefined();
  });
});

describe('a deletion at the end', () => {
  test.each<{ what: string; refusal: ProblemFacts; attempts: number }>([
    {
      what: 'once a day where the API refuses it for certain',
      refusal: { kind: 'api-forbidden', operation: 'delete' },
      attempts: 4,
    },
    {
      what: 'every hour where the API only has it wait',
      refusal: { kind: 'api-rate-limited', operation: 'delete', retryAfterSeconds: 30 },
      attempts: 73,
    },
  ])('is tried again, and on record, $what', async ({ refusal, attempts }) => {
    const { clock, look, said, trail } = await replicas({ refusal });
    for (const days of [14, 7, 1.5]) {
      clock.now = daysBefore(days);
      await look();
    }
    const over = Date.parse(END) + 3 * DAY_MS;
    for (clock.now = Date.parse(END); clock.now <= over; ) clock.now = (await look())?.getTime() ?? over + 1;
    expect(said).toContain(`not ended to ${ben}`);
    const begun = (await trail()).filter(
      ({ action, outcome }) => action === 'end' && outcome === 'attempted',
    );
    expect(begun).toHaveLength(attempts);
  });

  test('that the API never answers for is tried with growing pauses, an hour at most, and on record once', async () => {
    const { clock, look, said, trail } = await replicas({
      refusal: { kind: 'api-timeout', operation: 'delete', seconds: 20 },
    });
    for (const days of [14, 7, 1.5]) {
      clock.now = daysBefore(days);
      await look();
    }
    const minutes: number[] = [];
    for (clock.now = Date.parse(END); minutes.length < 11; ) {
      const again = (await look())?.getTime() ?? Number.NaN;
      minutes.push((again - clock.now) / 60_000);
      clock.now = again;
    }
    expect(minutes).toEqual([1, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
    expect(said.at(-1)).toBe(`not ended to ${ben}`);
    const ends = (await trail()).filter(({ action }) => action === 'end');
    expect(ends.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['attempted', undefined],
      ['ambiguous', 'api-timeout'],
    ]);
  });

  test('whose turn comes early is not tried again for that', async () => {
    const { clock, look, trail } = await replicas({
      refusal: { kind: 'api-timeout', operation: 'delete', seconds: 20 },
    });
    for (const days of [14, 7, 1.5]) {
      clock.now = daysBefore(days);
      await look();
    }
    clock.now = Date.parse(END);
    const again = await look();
    clock.now += 30_000;
    expect(await look()).toEqual(again);
    expect((await trail()).filter(({ action }) => action === 'end')).toHaveLength(2);
  });
});
