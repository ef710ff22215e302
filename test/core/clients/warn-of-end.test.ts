import { describe, expect, test } from 'vitest';
import type { Sent } from '../../../src/core/clients/ending/end-telling.js';
import { WARNINGS } from '../../../src/core/clients/ending/end-plan.js';
import { concernedBy, isLivingOwner, livingOwners } from '../../../src/core/clients/ending/living-owners.js';
import { beginWarning, type BegunWarning, tellAll } from '../../../src/core/clients/ending/warn-of-end.js';
import type { ClientRecord, EndNews } from '../../../src/core/model/client-record.js';
import { ClientId, GroupId, type PersonId } from '../../../src/core/model/ids.js';
import { defaultPolicy } from '../../../src/core/rights/policy.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { aiko, ben, record, records, workspace } from '../records.js';

const NOW = Date.parse('2026-12-17T12:00:00.000Z');
const END = '2026-12-31T00:00:00.000Z';
const LATER = '2027-01-31T00:00:00.000Z';
const setAt = '2026-11-02T00:00:00.000Z';
const before = (ms: number): string => new Date(NOW - ms).toISOString();
const closed = { how: 'deleted', by: aiko, at: before(1_000) } as const;

/** A client with an end, of which two people are told. */
async function ending(changes: Partial<ClientRecord> = {}) {
  const context = {
    ...records(() => NOW),
    workspace,
    reference: 'TESTREF2',
    now: () => new Date(NOW),
    sendingMs: 60_000,
  };
  const of = record({ endsAt: END, end: { setAt, news: [] }, ...changes });
  await context.records.add(of);
  const told: PersonId[] = [];
  const change = (next: Partial<ClientRecord>) =>
    context.records.change(workspace, of.id, (current) => ({ ...current, ...next }));
  return {
    of,
    told,
    change,
    tell: (
      about: EndNews['about'] = '14-days',
      sends: (person: PersonId) => Promise<Sent> = async () => 'taken',
      as = of,
    ) =>
      tellAll(context, {
        of: as,
        about,
        to: { as: 'owner', people: [aiko, ben] },
        async send(person) {
          told.push(person);
          return sends(person);
        },
      }),
    begin: (wanted: Partial<BegunWarning> = {}) =>
      beginWarning(context, {
        record: of,
        warning: WARNINGS[0],
        again: false,
        zone: 'Asia/Tokyo',
        ...wanted,
      }),
    news: async () => (await context.records.find(workspace, of.id))?.end?.news,
    stored: () => context.records.find(workspace, of.id),
    trail: async () =>
      (await collect(context.audit.forwards(workspace, 0))).map(
        ({ actor, action, target, reason, outcome, reference }) => ({
          actor,
          action,
          target,
          reason,
          outcome,
          reference,
        }),
      ),
  };
}
const note = (person: PersonId, changes: Partial<EndNews> = {}): EndNews => ({
  about: '14-days',
  person,
  as: 'owner',
  state: 'taken',
  at: before(0),
  ...changes,
});
const withNews = (...news: readonly EndNews[]) => ({ end: { setAt, news: [...news] } });

describe('a message about an end', () => {
  test('is sent to each once, and what became of it is noted', async () => {
    const { tell, told, news } = await ending(withNews(note(ben, { about: '7-days' })));
    const sends = async (person: PersonId) => (person === aiko ? 'taken' : 'refused');
    expect([await tell('14-days', sends), await tell('14-days', sends)]).toEqual([false, false]);
    expect(told).toEqual([aiko, ben]);
    expect(await news()).toEqual([
      note(ben, { about: '7-days' }),
      note(aiko),
      note(ben, { state: 'refused' }),
    ]);
  });

  test('is noted as on its way before it is sent', async () => {
    const { tell, news } = await ending();
    const seen: unknown[] = [];
    await tell('14-days', async () => {
      seen.push(await news());
      return 'taken';
    });
    expect(seen).toEqual([[note(aiko, { state: 'sending' })], [note(aiko), note(ben, { state: 'sending' })]]);
  });

  test('is still to be told where Slack does not take it now, whoever comes after', async () => {
    const { tell, told, news } = await ending();
    expect(await tell('14-days', async (person) => (person === aiko ? 'later' : 'taken'))).toBe(true);
    expect(await news()).toEqual([note(ben)]);
    expect(await tell()).toBe(false);
    expect(told).toEqual([aiko, ben, aiko]);
  });

  test.each<[EndNews['about'], number, boolean, boolean]>([
    ['14-days', 120_000, false, false],
    ['7-days', 120_000, false, false],
    ['1-day', 59_999, false, true],
    ['1-day', 60_000, true, false],
    ['ended', 59_999, false, true],
    ['ended', 60_000, true, false],
  ])('of kind «%s» on its way for %d ms is sent again: %s; is left: %s', async (about, ms, again, left) => {
    const sending = note(aiko, { about, state: 'sending', at: before(ms) });
    const { tell, told } = await ending(withNews(sending, note(ben, { about })));
    expect(await tell(about)).toBe(left);
    expect(told).toEqual(again ? [aiko] : []);
  });

  test('that was taken is not left, although it has to come', async () => {
    const { tell, told } = await ending(
      withNews(
        note(aiko, { about: 'ended', at: before(120_000) }),
        note(ben, { about: 'ended', state: 'refused', at: before(120_000) }),
      ),
    );
    expect([await tell('ended'), told]).toEqual([false, []]);
  });

  test.each<[string, Partial<ClientRecord>, Sent]>([
    ['the end is another one', { endsAt: LATER }, 'later'],
    ['the end is another one', { endsAt: LATER }, 'taken'],
    ['the same end was set again', { end: { setAt: before(0), news: [] } }, 'taken'],
    ['the client is closed', { closed }, 'taken'],
  ])('goes to nobody else once %s, and is noted nowhere', async (_, next, sent) => {
    const { tell, told, change, of, stored } = await ending();
    const left = await tell('14-days', async () => {
      await change({ end: { setAt, news: [] }, ...next });
      return sent;
    });
    expect([left, told]).toEqual([false, [aiko]]);
    expect(await stored()).toEqual({ ...of, ...next });
  });

  test('is noted also where the end was set with the client', async () => {
    const { tell, told, news } = await ending({ end: undefined });
    expect([await tell(), told]).toEqual([false, [aiko, ben]]);
    expect(await news()).toEqual([note(aiko), note(ben)]);
  });

  test.each<[string, Partial<ClientRecord>]>([
    ['has another end', { endsAt: LATER }],
    ['is closed', { closed }],
  ])('goes to nobody where the client %s already', async (_, next) => {
    const { tell, told, change } = await ending();
    await change(next);
    expect([await tell(), told]).toEqual([false, []]);
  });

  test('goes to nobody where nothing is known of the client', async () => {
    const { tell, told, of } = await ending();
    const unknown = { ...of, id: ClientId.parse('ripple-gone') };
    expect([await tell('14-days', undefined, unknown), told]).toEqual([false, []]);
  });
});

describe('a warning that begins', () => {
  test('in time is noted, and moves nothing', async () => {
    const { begin, of, stored, trail } = await ending();
    const warned = { ...of, end: { setAt, news: [], warned: 14 } };
    expect([await begin(), await stored(), await trail()]).toEqual([warned, warned, []]);
  });

  test('of an end that was set with the client is noted, too', async () => {
    const { begin, of } = await ending({ end: undefined });
    expect(await begin()).toEqual({ ...of, end: { news: [], warned: 14 } });
  });

  test('late moves the end to a midnight in the zone of who reads it, and that is on record', async () => {
    const endsAt = '2026-12-20T00:00:00.000Z';
    const { begin, of, stored, trail } = await ending({ endsAt });
    const moved = { ...of, endsAt: '2026-12-31T15:00:00.000Z', end: { setAt, news: [], warned: 14 } };
    expect([await begin(), await stored()]).toEqual([moved, moved]);
    expect(await trail()).toEqual([
      {
        actor: 'bot',
        action: 'extend',
        target: {
          user: of.user,
          clientId: of.id,
          name: of.name,
          subject: 'until 2026-12-31T15:00:00.000Z',
        },
        reason: 'warned-late',
        outcome: 'done',
        reference: 'TESTREF2',
      },
    ]);
  });

  test('that was taken before changes nothing, unless it is to come again', async () => {
    const { begin, of, stored } = await ending({ ...withNews(note(ben)), endsAt: before(0) });
    expect([await begin(), await stored()]).toEqual([of, of]);
    expect(await begin({ again: true })).toMatchObject({ endsAt: '2026-12-31T15:00:00.000Z' });
  });

  test.each<[string, Partial<ClientRecord>]>([
    ['the end was moved', { endsAt: LATER }],
    ['the same end was set again', { end: { setAt: before(0), news: [] } }],
    ['the client was closed', { closed }],
  ])('is none where %s meanwhile', async (_, next) => {
    const { begin, change, of, stored } = await ending();
    await change(next);
    expect([await begin(), await stored()]).toEqual([undefined, { ...of, ...next }]);
  });
});

describe('the people whom an end concerns', () => {
  const ops = GroupId.parse('SOPS');
  const team = { kind: 'group', id: ops } as const;
  const ofBen = { kind: 'person', id: ben } as const;

  /** Aiko is Slack's admin. */
  function among(members: readonly PersonId[], gone: readonly PersonId[] = []) {
    const actor = async (id: PersonId) =>
      ({
        id,
        standing: gone.includes(id) ? 'deactivated' : 'member',
        slackAdmin: id === aiko,
        groups: [],
      }) as const;
    return {
      workspace,
      rules: { of: async () => ({ policy: defaultPolicy, grants: [] }) },
      people: {
        actorWithoutGroups: actor,
        actorToAsk: actor,
        // As a survey: what Slack said a while ago serves as well.
        membersOf: async (group: GroupId, use: 'rights' | 'survey') =>
          group === ops && use === 'survey' ? members : [],
        slackAdmins: async () => [aiko],
        zoneOf: async () => 'UTC',
      },
    };
  }

  test('are its owners who are still there, or else the admins', async () => {
    const all = among([aiko, ben]);
    const left = among([aiko, ben], [ben]);
    expect([
      await livingOwners(all, team),
      await livingOwners(left, team),
      await livingOwners(all, ofBen),
      await concernedBy(all, ofBen),
      await concernedBy(left, ofBen),
    ]).toEqual([[aiko, ben], [aiko], [ben], { as: 'owner', people: [ben] }, { as: 'admin', people: [aiko] }]);
  });

  test('own it while they are there, by themselves or in their group', async () => {
    const all = among([aiko]);
    const gone = among([aiko], [aiko, ben]);
    expect([
      await isLivingOwner(all, ofBen, ben),
      await isLivingOwner(all, ofBen, aiko),
      await isLivingOwner(gone, ofBen, ben),
      await isLivingOwner(all, team, aiko),
      await isLivingOwner(all, team, ben),
      await isLivingOwner(gone, team, aiko),
    ]).toEqual([true, false, false, true, false, false]);
  });
});
