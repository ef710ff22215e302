import { assert, asyncProperty, constantFrom, record as records, string, uniqueArray } from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkRoom } from '../../../src/core/clients/issuing/client-limit.js';
import { type ClientRecords, ofOwners } from '../../../src/core/clients/client-records.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import type { ClientRecord, Owner } from '../../../src/core/model/client-record.js';
import { ClientId, GroupId, RequestId, WorkspaceId } from '../../../src/core/model/ids.js';
import { Policy } from '../../../src/core/rights/policy.js';
import type { Backend } from '../../../src/storage/backends/backend.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { clientRecords } from '../../../src/storage/records/clients/client-records.js';
import { clientIndex } from '../../../src/storage/records/clients/client-index.js';
import { indexClients } from '../../../src/storage/upgrade/index-clients.js';
import { aiko, ben, record, workspace } from '../../core/records.js';
import { counting } from '../backends/counting-backend.js';
import { putText } from '../backends/texts.js';
import { collect, type Place, places } from '../servers/stores-under-test.js';

const team: Owner = { kind: 'group', id: GroupId.parse('S0DATA') };
const bens: Owner = { kind: 'person', id: ben };
const aikos: Owner = { kind: 'person', id: aiko };
const id = (text: string) => ClientId.parse(text);
const closed: ClientRecord['closed'] = { how: 'deleted', by: ben, at: '2026-11-02T00:00:00.000Z' };

let place: Place;
let backend: Backend;
let kept: ClientRecords;

const open = async (newPlace: () => Place): Promise<void> => {
  place = newPlace();
  backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
  kept = clientRecords(backend);
};
const leave = async (): Promise<void> => {
  await backend.close();
  await place.clear();
};

/** Everything that the indexes tell of the workspace. */
async function told() {
  return {
    aikos: (await kept.ofOwner(workspace, aikos)).map((client) => client.id),
    bens: (await kept.ofOwner(workspace, bens)).map((client) => client.id),
    teams: (await kept.ofOwner(workspace, team)).map((client) => client.id),
    made: await kept.ofRequester(workspace, aiko),
    listed: await collect(kept.ofUsers(workspace)),
    intent: await kept.ofIntent(workspace, 'an-intent'),
    request: await kept.ofRequest(workspace, RequestId.parse('R0000001')),
  };
}
const nothing = { aikos: [], bens: [], teams: [], made: [], listed: [], intent: [], request: undefined };

describe.each(places)('records of API clients in $name', ({ place: newPlace, absent }) => {
  describe.skipIf(absent)('are found', () => {
    beforeEach(() => open(newPlace));
    afterEach(leave);

    test('by owner, requester, Alphaus user, intent and request, while they are open', async () => {
      const { name, purpose } = record();
      await kept.add(record({ intent: 'an-intent', request: RequestId.parse('R0000001') }));
      const open = {
        aikos: ['ripple-1'],
        bens: [],
        teams: [],
        made: ['ripple-1'],
        listed: [{ id: 'ripple-1', name, purpose, owner: aikos }],
        intent: ['ripple-1'],
        request: 'ripple-1',
      };
      expect(await told()).toEqual(open);

      await kept.change(workspace, id('ripple-1'), (now) => ({ ...now, owner: team }));
      const teams = { ...open, aikos: [], teams: ['ripple-1'] };
      expect(await told()).toEqual({ ...teams, listed: [{ ...open.listed[0], owner: team }] });

      await kept.change(workspace, id('ripple-1'), (now) => ({ ...now, closed }));
      expect(await told()).toEqual({ ...nothing, request: 'ripple-1' });
      expect(await kept.find(workspace, id('ripple-1'))).toMatchObject({ owner: team, closed });
    });

    test('by owner as the last of two changes at the same time left them', async () => {
      await kept.add(record());
      await Promise.all([
        ...[team, bens, aikos].map((owner) =>
          kept.change(workspace, id('ripple-1'), (now) => ({ ...now, owner })),
        ),
        kept.change(workspace, id('ripple-1'), (now) => ({ ...now, savedAt: closed.at })),
      ]);
      const { owner, savedAt } = (await kept.find(workspace, id('ripple-1'))) ?? {};
      expect(savedAt).toBe(closed.at);
      const { aikos: a, bens: b, teams: c } = await told();
      const standing = { [aiko]: a, [ben]: b, [team.id]: c };
      expect(standing).toEqual({ [aiko]: [], [ben]: [], [team.id]: [], [owner?.id ?? '']: ['ripple-1'] });
    });

    test('once where two processes add the same client', async () => {
      await kept.add(record());
      await expect(kept.add(record({ owner: bens }))).rejects.toThrow('exists already');
      expect((await told()).bens).toEqual([]);
    });

    test('of one Alphaus user alone, whatever characters users have', async () => {
      const other = WorkspaceId.parse('T2');
      const characters = constantFrom('a', 'b', ':', '%', '/', '*', '003a', '\u0000', '\ud800', '客', '😀');
      const name = string({ unit: characters, minLength: 1, maxLength: 12 });
      const users = uniqueArray(records({ name }), {
        selector: ({ name }) => name,
        minLength: 2,
        maxLength: 6,
      });
      let run = 0;
      await assert(
        asyncProperty(users, async (named) => {
          run += 1;
          const own = named.map((user, index) => ({
            user: AlphausUserName.parse(user.name),
            id: id(`run-${run}-${index}`),
          }));
          for (const one of own) await kept.add(record({ ...one, workspace: other }));
          for (const { user, id } of own) {
            expect((await collect(kept.ofUsers(other, [user]))).map((client) => client.id)).toEqual([id]);
            await kept.change(other, id, (now) => ({ ...now, closed }));
          }
        }),
        { numRuns: 25 },
      );
    });

    test('where they were written before there were indexes, save what cannot be read', async () => {
      const one = record({ intent: 'an-intent' });
      const texts = [one, record({ id: id('ripple-2'), closed }), { nonsense: true }];
      await backend.commit({
        put: texts.map((value, index) => ({
          key: `client:T1:ripple-${index + 1}`,
          text: JSON.stringify({ value }),
        })),
      });
      const said: string[] = [];
      const noticing: Backend = { ...backend, setAside: ({ message }) => said.push(message) };
      await indexClients(
        noticing,
        () => undefined,
        () => undefined,
      );
      expect((await told()).listed.map((client) => client.id)).toEqual(['ripple-1']);
      expect((await told()).intent).toEqual(['ripple-1']);
      expect(said).toEqual([expect.stringContaining('client:T1:ripple-3')]);
    });

    test('where they were written before there were indexes, however many there are and whatever each is found by', async () => {
      const count = 250;
      const written = Array.from({ length: count }, (_, number) =>
        record({
          id: id(`ripple-${number}`),
          intent: `intent-${number}`,
          request: RequestId.parse(`R${String(number).padStart(7, '0')}`),
          endsAt: '2027-01-01T00:00:00.000Z',
        }),
      );
      for (const one of written) {
        await putText(backend, `client:T1:${one.id}`, JSON.stringify({ value: one }));
      }
      const through: number[] = [];
      await indexClients(
        backend,
        (records) => through.push(records),
        () => undefined,
      );
      const { entriesOf } = clientIndex(backend);
      const entries = written.flatMap(entriesOf).map(({ key }) => key);
      expect(entries).toHaveLength(7 * count);
      expect((await backend.getAll(entries)).filter((text) => text === undefined)).toEqual([]);
      expect(through.at(-1)).toBe(count);
    });

    test('and changed without a read where they are as they were written, else as they stand', async () => {
      const counted = counting(backend);
      const own = clientRecords(counted.backend);
      const written = record();
      await own.add(written);
      counted.taken();
      const receipt = { channel: 'D1', ts: '1.0' };
      const withReceipt = (now: ClientRecord): ClientRecord => ({ ...now, receipt });
      await own.change(workspace, written.id, withReceipt, { known: written });
      expect(counted.taken()).toEqual(['commit client']);
      await own.change(workspace, written.id, (now) => ({ ...now, savedAt: closed.at }), { known: written });
      expect(await own.find(workspace, written.id)).toMatchObject({
        receipt,
        savedAt: closed.at,
      });
    });

    test('at the same cost, however many clients were closed', async () => {
      const counted = counting(backend);
      const own = clientRecords(counted.backend);
      await own.add(record());
      await own.add(record({ id: id('ripple-2'), owner: team, requester: ben }));
      const ask = async (): Promise<readonly string[]> => {
        counted.taken();
        await checkRoom(
          { workspace, records: own, places: { take: () => Promise.resolve(undefined) } },
          { policy: Policy.parse({ clientsPerPerson: 2 }), person: aiko },
        );
        const mine = await ofOwners({ workspace, records: own }, [aikos, team]);
        await own.findAll(
          workspace,
          mine.map((client) => client.id),
        );
        await collect(own.ofUsers(workspace, [record().user]));
        return counted.taken();
      };
      const before = await ask();
      expect(before).toEqual([
        'scan client-owner: 1',
        'scan client-requester: 1',
        'scan client-owner: 1',
        'scan client-owner: 1',
        'get 2 of client',
        'scan client-user: 2',
      ]);

      for (let number = 10; number < 30; number += 1) {
        await own.add(record({ id: id(`ripple-${number}`), closed }));
      }
      expect(await ask()).toEqual(before);
    });
  });
});
