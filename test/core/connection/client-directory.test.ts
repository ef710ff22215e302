import { beforeEach, describe, expect, test } from 'vitest';
import { ClientDirectory } from '../../../src/core/connection/client-directory.js';
import { KeptLists } from '../../../src/core/connection/kept-lists.js';
import { AlphausUserName, type ApiClient } from '../../../src/core/model/api-client.js';
import { ClientId } from '../../../src/core/model/ids.js';
import { Problem } from '../../../src/core/problem.js';

const user = AlphausUserName.parse('user-0');
const named = (howMany: number) =>
  Array.from({ length: howMany }, (_, index) => AlphausUserName.parse(`user-${index}`));
const clientOf = (user: AlphausUserName): ApiClient => ({
  id: ClientId.parse(`ripple-${user}`),
  name: 'nightly',
  user,
  createdAt: 0,
});
const RECENT = { maxAgeMs: 60_000, shownForMs: 600_000, waitMs: 20 };
const NOW = { ...RECENT, maxAgeMs: 0 };

let now: number;
let asked: AlphausUserName[];
/** Answers of which the API makes callers wait, by user. */
let held: Map<AlphausUserName, Promise<void>>;
let answer: (user: AlphausUserName) => readonly ApiClient[];

const directory = (kept = new KeptLists()) =>
  new ClientDirectory(
    {
      clients: {
        async list(user) {
          asked.push(user);
          await held.get(user);
          return answer(user);
        },
        create: () => Promise.reject(new Error('nothing is created here')),
        delete: () => Promise.reject(new Error('nothing is deleted here')),
      },
    },
    () => new Date(now),
    kept.shelf(),
  );

beforeEach(() => {
  now = Date.UTC(2026, 10, 28);
  asked = [];
  held = new Map();
  answer = (user) => [clientOf(user)];
});

/** A user whose list does not come before it is let go. */
function hold(user: AlphausUserName): () => void {
  let letGo = (): void => undefined;
  held.set(
    user,
    new Promise<void>((resolve) => {
      letGo = resolve;
    }),
  );
  return () => {
    held.delete(user);
    letGo();
  };
}

describe('lists of many Alphaus users', () => {
  test('are asked for once, however many users there are and however often pages are turned', async () => {
    const users = named(500);
    const lists = directory();
    expect((await lists.gather(users, { ...NOW, waitMs: 60_000 })).lists.size).toBe(500);
    now += 59_000;
    const again = await lists.gather(users, RECENT);
    expect([again.lists.size, again.outstanding, asked.length]).toEqual([500, 0, 500]);
  });

  test('are answered with what has come in time, and the rest goes on coming', async () => {
    const users = named(20);
    const letGo = hold(user);
    const lists = directory();
    const first = await lists.gather(users, RECENT);
    expect([first.lists.size, first.outstanding]).toEqual([19, 1]);
    letGo();
    await expect.poll(() => lists.known(user)).toHaveLength(1);
    const second = await lists.gather(users, RECENT);
    expect([second.lists.size, second.outstanding, asked.length]).toEqual([20, 0, 20]);
  });

  test('are waited for where nothing has come in time', async () => {
    const users = named(20);
    const letGo = users.map(hold);
    const gathering = directory().gather(users, RECENT);
    setTimeout(() => letGo[0]?.(), 60);
    expect((await gathering).lists.size).toBe(1);
    for (const one of letGo) one();
  });

  test('show what is older while it is asked for again, the oldest first', async () => {
    const users = named(20);
    const lists = directory();
    await lists.gather(users, { ...NOW, waitMs: 60_000 });
    now += 1_000;
    await lists.fresh(user);
    now += 1_000;
    asked = [];
    const letGo = users.map(hold);
    const shown = await lists.gather(users, NOW);
    expect([shown.lists.size, shown.outstanding]).toEqual([20, 0]);
    for (const one of letGo) one();
    await expect.poll(() => asked.length).toBe(20);
    expect(asked.at(-1)).toBe(users[0]);
  });

  test('fail for all users of an account once one of them fails', async () => {
    answer = () => {
      throw new Problem({ kind: 'api-unreachable', operation: 'list' });
    };
    const { lists, failures } = await directory().gather(named(500), RECENT);
    expect([lists.size, [...failures.keys()], asked.length]).toEqual([0, ['ripple'], 4]);
  });

  test('show what was created and deleted here since they were asked for, without another question', async () => {
    const lists = directory();
    await lists.list(user);
    const made = named(250).map((name) => ({ ...clientOf(name), user }));
    for (const client of made) lists.added(client);
    const [first, second, ...others] = made.map(({ id }) => id);
    if (first === undefined || second === undefined) throw new Error('nothing was made');
    lists.removed(user, first);
    expect(lists.known(user)?.map(({ id }) => id)).toEqual([second, ...others]);
    lists.removed(user, second);
    expect(lists.known(user)?.map(({ id }) => id)).toEqual(others);
    expect(asked).toEqual([user]);
  });

  test('of all workspaces together take bounded memory; what is dropped is still answered', async () => {
    const kept = new KeptLists(20);
    const [one, other] = [directory(kept), directory(kept)];
    const users = named(15);
    expect((await one.gather(users, { ...NOW, waitMs: 60_000 })).lists.size).toBe(15);
    await other.gather(users.slice(0, 4), NOW);
    const known = [one, other].flatMap((each) => users.filter((user) => each.known(user) !== undefined));
    // Each list holds one client, and takes room itself.
    expect(known).toHaveLength(10);
    expect(users.slice(0, 4).every((user) => other.known(user))).toBe(true);
  });
});

describe('the list of one Alphaus user', () => {
  test('that is asked for now is no answer to an earlier question', async () => {
    const lists = directory();
    const letGo = hold(user);
    const before = lists.list(user);
    now += 1;
    const asking = lists.gather([user], NOW);
    letGo();
    answer = () => [clientOf(user), { ...clientOf(user), id: ClientId.parse('ripple-new') }];
    await before;
    expect((await asking).lists.get(user)?.clients).toHaveLength(2);
    expect(asked).toHaveLength(2);
  });

  test('is shared by all who ask at the same time', async () => {
    const lists = directory();
    await Promise.all([lists.list(user), lists.list(user), lists.gather([user], NOW)]);
    expect(asked).toHaveLength(1);
  });

  test('holds what was made here and not what was deleted here, also while it is asked for', async () => {
    const lists = directory();
    await lists.list(user);
    const made = { ...clientOf(user), id: ClientId.parse('ripple-new') };
    lists.added(made);
    lists.removed(user, clientOf(user).id);
    expect(lists.known(user)).toEqual([made]);
  });

  test('tells whether a name is taken, by what was made and deleted here, too', async () => {
    const lists = directory();
    const [nightly, twin] = [clientOf(user), { ...clientOf(user), id: ClientId.parse('ripple-twin') }];
    expect(lists.hasName(user, 'nightly')).toBe(false);
    await lists.list(user);
    const taken = (...names: string[]) => names.map((name) => lists.hasName(user, name));
    expect(taken('nightly', '  nightly ', 'Nightly', 'weekly')).toEqual([true, true, false, false]);
    lists.added({ ...twin, name: 'all  week' });
    expect(taken('nightly', 'all week')).toEqual([true, true]);
    lists.added({ ...twin, name: 'nightly' });
    expect(taken('nightly', 'all week')).toEqual([true, false]);
    lists.removed(user, nightly.id);
    expect(taken('nightly')).toEqual([true]);
    lists.removed(user, twin.id);
    lists.removed(user, twin.id);
    expect(taken('nightly')).toEqual([false]);
    now += 60_001;
    lists.added(nightly);
    expect(taken('nightly')).toEqual([false]);
  });

  test('is not gone through again for each client that is made, however long it is', async () => {
    let looked = 0;
    answer = (user) =>
      Array.from({ length: 1_000 }, (_, number) => ({
        ...clientOf(user),
        id: ClientId.parse(`ripple-${number}`),
        get name() {
          looked += 1;
          return `client ${number}`;
        },
      }));
    const lists = directory();
    await lists.list(user);
    for (let made = 0; made < 50; made += 1) {
      expect(lists.hasName(user, `made ${made}`)).toBe(false);
      lists.added({ ...clientOf(user), id: ClientId.parse(`ripple-made-${made}`), name: `made ${made}` });
      expect(lists.hasName(user, `made ${made}`)).toBe(true);
    }
    expect(looked).toBe(1_000);
  });
});
