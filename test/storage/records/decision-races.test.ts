import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import { RequestId } from '../../../src/core/model/ids.js';
import type { ClientRequest } from '../../../src/core/requests/request.js';
import { openBackend } from '../../../src/storage/backends/open-backend.js';
import { aiko, openRequest, requestStores, workspace } from '../../core/records.js';
import { startChild } from '../programs/child-process.js';
import { places } from '../servers/stores-under-test.js';

const ROUNDS = 300;
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
const Played = z.object({ moved: z.number(), announced: z.number(), seen: z.string() });

describe.each(places.filter(({ shared }) => shared))(
  'two replicas on $name whose people decide the same request at the same moment',
  ({ place: newPlace, absent }) => {
    it.skipIf(absent)(
      `have one decision, one announcement and one truth in each of ${ROUNDS} rounds`,
      {
        timeout: 60_000,
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
  'two replicas on $name on which the same approval is revoked, collected, withdrawn and expires at once',
  ({ place: newPlace, absent }) => {
    it.skipIf(absent)(
      `see one end in each of ${ROUNDS} rounds, and the same one`,
      { timeout: 60_000 },
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
