import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { PersonId, RequestId } from '../../../src/core/model/ids.js';
import { ClientRequest, whoApproved } from '../../../src/core/requests/request.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { aiko, openRequest, requestStores, workspace } from '../../core/records.js';
import { startChild } from '../programs/child-process.js';
import { places } from '../servers/stores-under-test.js';

const ROUNDS = 150;
const approved: ClientRequest['state'] = {
  kind: 'approved',
  approval: {
    by: aiko,
    at: '2026-11-02T09:30:00.000Z',
    user: AlphausUserName.parse('root@a.example'),
    collectBy: '2026-11-05T09:30:00.000Z',
  },
};
const Ended = z.object({ seen: z.string() });
const Last = z.object({ moves: z.array(ClientRequest) });
const Played = z.object({ moved: z.number(), announced: z.number(), seen: z.string() });

describe.each(places.filter(({ shared }) => shared))(
  'two replicas on $name whose people decide the same request at the same moment',
  ({ place: newPlace, absent }) => {
    it.skipIf(absent)(
      `have one decision, one announcement and one truth in each of ${ROUNDS} rounds`,
      {
        timeout: 120_000,
      },
      async () => {
        const place = newPlace();
        const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
        const { requests } = requestStores(backend);
        const replicas = ['a', 'b'].map((me) => startChild('./decider.ts', place.url, place.space, me));
        await Promise.all(replicas.map((replica) => replica.nextLine()));

        const winners = new Set<string>();
        for (let round = 0; round < ROUNDS; round += 1) {
          const id = RequestId.parse(`R${String(round).padStart(9, '0')}`);
          await requests.add(openRequest({ id }));
          for (const replica of replicas) replica.say(id);
          const played = await Promise.all(
            replicas.map(async (replica) => Played.parse(JSON.parse(await replica.nextLine()))),
          );
          const stored = await requests.find(workspace, id);
          expect({
            decisions: played.reduce((sum, { moved }) => sum + moved, 0),
            announcements: played.reduce((sum, { announced }) => sum + announced, 0),
            seen: played.map(({ seen }) => seen),
            version: stored?.version,
          }).toEqual({
            decisions: 1,
            announcements: 1,
            seen: [JSON.stringify(stored?.state), JSON.stringify(stored?.state)],
            version: 2,
          });
          winners.add(stored?.state.kind ?? '');
        }
        // Otherwise it was no race.
        expect(winners.size).toBeGreaterThan(1);

        for (const replica of replicas) replica.say('end');
        await backend.close();
        await place.clear();
      },
    );
  },
);

describe.each(places.filter(({ shared }) => shared))(
  'two replicas on $name on which a request gets its last approval, and is denied, withdrawn and expires at once',
  ({ place: newPlace, absent }) => {
    it.skipIf(absent)(
      `make one version at a time in each of ${ROUNDS} rounds, approved only by people whose right stands`,
      { timeout: 120_000 },
      async () => {
        const place = newPlace();
        const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
        const { requests } = requestStores(backend);
        const replicas = ['a', 'b'].map((me) => startChild('./last-approver.ts', place.url, place.space, me));
        await Promise.all(replicas.map((replica) => replica.nextLine()));

        const ends = new Set<string>();
        for (let round = 0; round < ROUNDS; round += 1) {
          const id = RequestId.parse(`R${String(round).padStart(9, '0')}`);
          const approvals = [
            { by: PersonId.parse('UFIRST'), at: '2026-11-02T09:30:00.000Z' },
            { by: PersonId.parse('USECOND'), at: '2026-11-02T09:31:00.000Z' },
          ];
          await requests.add(openRequest({ id, version: 3, state: { kind: 'open', needed: 3, approvals } }));
          for (const replica of replicas) replica.say(id);
          const played = await Promise.all(
            replicas.map(async (replica) => Last.parse(JSON.parse(await replica.nextLine()))),
          );
          const stored = await requests.find(workspace, id);
          const moves = played
            .flatMap((replica) => replica.moves)
            .toSorted((one, other) => one.version - other.version);
          // Each move made a version of its own, the last one is what stands, and an end is an end.
          expect(moves.map(({ version }) => version)).toEqual(moves.map((_, index) => 4 + index));
          expect(moves.at(-1)).toEqual(stored);
          const kinds = moves.map(({ state }) => state.kind).join();
          expect(kinds).toMatch(/^(open,){0,2}(denied|withdrawn|expired|approved(,withdrawn|,expired)?)$/);
          for (const move of moves) {
            if (move.state.kind !== 'approved') continue;
            // Replica b knows that the first one may not decide any more: another one approves in their place.
            expect(whoApproved(move).join()).toMatch(/^(UFIRST,USECOND,U[AC]|USECOND,U[ABCD],U[ABCD])$/);
            expect(new Set(whoApproved(move)).size).toBe(3);
          }
          for (const { state } of moves) ends.add(state.kind);
        }
        // Otherwise it was no race.
        expect([...ends].toSorted()).toEqual(['approved', 'denied', 'expired', 'open', 'withdrawn']);

        for (const replica of replicas) replica.say('end');
        await backend.close();
        await place.clear();
      },
    );
  },
);

describe.each(places.filter(({ shared }) => shared))(
  'two replicas on $name on which the same approval is revoked, collected, withdrawn and expires at once',
  ({ place: newPlace, absent }) => {
    it.skipIf(absent)(
      `see one end in each of ${ROUNDS} rounds, and the same one`,
      { timeout: 120_000 },
      async () => {
        const place = newPlace();
        const backend = await openBackend(place.url, { allowVolatile: true, space: place.space });
        const { requests } = requestStores(backend);
        const replicas = ['a', 'b'].map((me) => startChild('./ender.ts', place.url, place.space, me));
        await Promise.all(replicas.map((replica) => replica.nextLine()));

        const ends = new Set<string>();
        for (let round = 0; round < ROUNDS; round += 1) {
          const id = RequestId.parse(`R${String(round).padStart(9, '0')}`);
          await requests.add(openRequest({ id, version: 2, state: approved }));
          for (const replica of replicas) replica.say(id);
          const seen = await Promise.all(
            replicas.map(async (replica) => Ended.parse(JSON.parse(await replica.nextLine())).seen),
          );
          const stored = await requests.find(workspace, id);
          const truth = JSON.stringify(stored?.state);
          expect({ seen, version: stored?.version }).toEqual({ seen: [truth, truth], version: 3 });
          ends.add(stored?.state.kind ?? '');
        }
        // Otherwise it was no race.
        expect(ends.size).toBeGreaterThan(1);

        for (const replica of replicas) replica.say('end');
        await backend.close();
        await place.clear();
      },
    );
  },
);
