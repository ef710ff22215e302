import { afterEach, describe, expect, test } from 'vitest';
import { type Backend, MOST_KEYS_OF_A_BATCH } from '../../../src/storage/backends/backend.js';
import { type Running, start } from '../../harness.js';
import { type Counting, counting } from '../../storage/backends/counting-backend.js';
import { PostgresServer } from '../../storage/servers/postgres-server.js';
import { RedisServer } from '../../storage/servers/redis-server.js';
import { POSTGRES_URL, REDIS_URL, sqlitePlace } from '../../storage/servers/stores-under-test.js';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step();
});

const stores = [
  { name: 'memory', absent: false, open: async () => 'memory:' },
  {
    name: 'SQLite',
    absent: false,
    open: async () => {
      const place = sqlitePlace();
      undo.push(() => place.clear());
      return place.url;
    },
  },
  {
    name: 'Redis (REDIS_URL)',
    absent: REDIS_URL === undefined,
    open: async () => {
      const server = await RedisServer.start('--appendonly', 'yes');
      undo.push(() => server.remove());
      return server.url;
    },
  },
  {
    name: 'Postgres (POSTGRES_URL)',
    absent: POSTGRES_URL === undefined,
    open: async () => {
      const server = await PostgresServer.start();
      undo.push(() => server.remove());
      return server.url;
    },
  },
];

const OTHERS = 50_000;
const KINDS = ['client', 'client-owner', 'client-requester', 'client-user', 'request', 'rules', 'audit'];

/** As many records of a hundred other workspaces, of all kinds that grow. */
async function fillWithOthers(backend: Backend): Promise<void> {
  for (let first = 0; first < OTHERS; first += MOST_KEYS_OF_A_BATCH) {
    await backend.commit({
      put: Array.from({ length: MOST_KEYS_OF_A_BATCH }, (_, index) => {
        const number = first + index;
        const kind = KINDS[number % KINDS.length] ?? '';
        // Before and behind the workspace that is looked at.
        return {
          key: `${kind}:T${number % 100 < 50 ? '00' : '9X'}${number % 100}:U1:${number}`,
          text: '{"value":1}',
        };
      }),
    });
  }
}

/** Jobs ask about other things at any time. */
const isAboutClients = (asked: string): boolean => /client|place/.test(asked);

describe.each(stores)('what a person asks for, on $name', ({ open, absent }) => {
  test.skipIf(absent)(
    `costs the same with ${OTHERS} records of other workspaces as with none`,
    async () => {
      let counted: Counting | undefined;
      const running: Running = await start({
        environment: { STORE_URL: await open() },
        runtime: {
          wrapBackend(backend) {
            counted = counting(backend);
            return counted.backend;
          },
        },
      });
      undo.push(() => running.stop());
      await running.changePolicy({ approval: 'never' });
      const { slack } = running;
      const ben = slack.as('ben');
      const aiko = slack.as('aiko');
      for (const name of ['one', 'two', 'three']) {
        await ben.command(`/apiclient create ${name} --user billing --purpose nightly`);
        await ben.seesMessage(new RegExp(`API client created[\\s\\S]*${name}`));
      }
      await running.changePolicy({ clientsPerPerson: 3 });
      await running.settled();

      /** What is asked of the store about clients until the person has their answer. */
      const cost = async (
        act: () => Promise<unknown>,
        answered: () => boolean,
      ): Promise<readonly string[]> => {
        counted?.taken();
        await act();
        await expect.poll(answered, { timeout: 20_000 }).toBe(true);
        await running.settled();
        return (counted?.taken() ?? []).filter(isAboutClients).toSorted();
      };
      const costOf = (person: typeof ben, command: string): Promise<readonly string[]> => {
        const { length } = person.messages();
        return cost(
          () => person.command(`/apiclient ${command}`),
          () => person.messages().length > length,
        );
      };
      const homes = (): number => slack.calls().filter(({ method }) => method === 'views.publish').length;
      const costOfHome = (): Promise<readonly string[]> => {
        const before = homes();
        return cost(
          () => ben.openHome(),
          () => homes() > before,
        );
      };
      const costs = async () => ({
        list: await costOf(aiko, 'list'),
        mine: await costOf(ben, 'list --mine'),
        text: await costOf(aiko, 'list --user billing nightly'),
        home: await costOfHome(),
        limit: await costOf(ben, 'create four --user billing --purpose x'),
      });
      const before = await costs();
      // Ben's own clients, and those of the two user groups that Ben is in.
      const owned = ['scan client-owner: 0', 'scan client-owner: 0', 'scan client-owner: 3'];
      expect(before).toEqual({
        list: ['get 7 of client'],
        mine: ['get 3 of client', ...owned],
        text: ['get 3 of client', 'scan client-user: 3'],
        home: ['get 3 of client', ...owned],
        limit: [
          'get 3 of client',
          'get place',
          'scan client-owner: 3',
          'scan client-owner: 3',
          'scan client-requester: 3',
          'scan client-requester: 3',
        ],
      });
      await fillWithOthers(running.backend);
      expect(await costs()).toEqual(before);
      expect(slack.violations()).toEqual([]);
    },
    90_000,
  );
});
