import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import {
  browseClients,
  type Browsing,
  lettersIn,
  usersWithSomethingIn,
} from '../../../src/core/clients/browse-clients.js';
import { exportInventory, type InventoryFile } from '../../../src/core/clients/export-inventory.js';
import type { InventoryFiles } from '../../../src/core/clients/inventory.js';
import type { Actor } from '../../../src/core/model/actor.js';
import { AlphausUserName, type ApiClient, ClientName } from '../../../src/core/model/api-client.js';
import { type ClientRecord, Purpose } from '../../../src/core/model/client-record.js';
import { ClientId, GroupId, PersonId, RequestId } from '../../../src/core/model/ids.js';
import { Problem } from '../../../src/core/problem.js';
import { defaultPolicy } from '../../../src/core/rights/policy.js';
import type { Grant } from '../../../src/core/rights/grants.js';
import { sightOf } from '../../../src/core/rights/sight.js';
import { root } from '../connected.js';
import { type Issuing, issuing } from '../issuing.js';
import { aiko, ben, record } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi({ accounts: [{ root, subusers: ['analytics', 'billing'], clients: [] }] });
});
afterEach(() => api.stop());

const billing = AlphausUserName.parse('billing');
const analytics = AlphausUserName.parse('analytics');
const ops = GroupId.parse('SOPS');
const chloe = PersonId.parse('UCHLOE');
const NOW = new Date('2026-11-28T12:00:00.000Z');
const DAY_MS = 24 * 3_600_000;
const daysOn = (days: number): string => new Date(NOW.getTime() + days * DAY_MS).toISOString();
/** Aiko is an admin. Ben may use the Alphaus user `billing`, and Chloe is in the group of operators. */
const actors: readonly Actor[] = [
  { id: ben, standing: 'member', slackAdmin: false, groups: [] },
  { id: chloe, standing: 'member', slackAdmin: false, groups: [ops] },
];
const grants: readonly Grant[] = [
  { id: 'G1', to: { kind: 'person', id: ben }, users: [billing], by: aiko, at: daysOn(-50) },
];
const team = { kind: 'group', id: ops } as const;
const everything: Browsing = {
  user: undefined,
  mine: false,
  text: '',
  sort: 'oldest',
  page: 0,
  pageSize: 10,
  freshness: 'now',
};

/** Four clients, the oldest first, and their records; none of `bills`. The connection has two of its own. */
async function listed(setting: Issuing = {}) {
  const { context, said, trail } = issuing(api, { actors, grants, now: () => NOW, ...setting });
  const add = async (
    name: string,
    {
      user = root,
      days,
      createTime = daysOn(days ?? 0),
    }: { user?: string; days?: number; createTime?: string },
    changes?: Partial<ClientRecord>,
  ) => {
    const id = ClientId.parse(api.seed(user, [{ name, createTime }])[0]?.id);
    const of = { id, user: AlphausUserName.parse(user), name: ClientName.parse(name) };
    const kept = changes === undefined ? undefined : record({ ...of, ...changes });
    if (kept !== undefined) await context.records.add(kept);
    return { ...of, kept, client: { ...of, createdAt: Date.parse(createTime) } };
  };
  const ten = await add('report 10', { days: -40 }, { purpose: Purpose.parse('Sales forecast') });
  const nine = await add('Report 9', { days: -30 }, { owner: { kind: 'person', id: ben } });
  const bills = await add('bills', { user: billing, days: -20 });
  const job = await add('ops job', { user: analytics, days: -10 }, { owner: team, endsAt: daysOn(3) });
  /** Without those of the connection itself, which are newer. */
  const browse = async (browsing: Partial<Browsing> = {}, person = aiko) => {
    const found = await browseClients(context, { person, browsing: { ...everything, ...browsing } });
    return found.shown.map(({ client }) => client.name).filter((name) => !name.startsWith('Connection'));
  };
  return { context, said, trail, add, ten, nine, bills, job, browse };
}

const lists = () => api.calls().filter(({ operation }) => operation === 'list').length;

describe('a page of clients', () => {
  test('has what the API tells, merged with what is kept here', async () => {
    const { context, ten, nine } = await listed();
    const browsing = { ...everything, pageSize: 2 };
    expect(await browseClients(context, { person: aiko, browsing })).toEqual({
      shown: [
        { client: ten.client, record: ten.kept },
        { client: nine.client, record: nine.kept },
      ],
      page: 0,
      total: 6,
      away: [],
      asOf: expect.any(Date),
    });
  });

  test('is the last one where there are not so many', async () => {
    const { context, bills, job } = await listed();
    const page = async (wanted: number, filter: Partial<Browsing> = {}) => {
      const browsing = { ...everything, ...filter, pageSize: 2, page: wanted };
      const found = await browseClients(context, { person: aiko, browsing });
      return [found.page, found.shown.map(({ client }) => client.id), found.total];
    };
    expect(await page(1)).toEqual([1, [bills.id, job.id], 6]);
    expect(await page(9, { text: 'bills' })).toEqual([0, [bills.id], 1]);
    expect(await page(9, { text: 'nothing' })).toEqual([0, [], 0]);
    expect((await page(9))[0]).toBe(2);
  });

  test.each<[Browsing['sort'], readonly string[]]>([
    ['oldest', ['undated', 'report 10', 'Report 9', 'bills', 'ops job']],
    ['newest', ['ops job', 'bills', 'Report 9', 'report 10', 'undated']],
    ['name', ['bills', 'ops job', 'Report 9', 'report 10', 'undated']],
  ])('is sorted by what is %s', async (sort, names) => {
    const { browse, add } = await listed();
    await add('undated', { createTime: 'once' });
    expect(await browse({ sort })).toEqual(names);
  });
});

describe('the clients that a person is shown', () => {
  test('are all for an admin, and otherwise their own and those of users whom they may use', async () => {
    const { browse } = await listed();
    expect(await browse()).toEqual(['report 10', 'Report 9', 'bills', 'ops job']);
    expect(await browse({}, ben)).toEqual(['Report 9', 'bills']);
    expect(await browse({}, chloe)).toEqual(['ops job']);
  });

  test('are only their own where they ask for these', async () => {
    const { browse } = await listed();
    expect(await browse({ mine: true })).toEqual(['report 10']);
    expect(await browse({ mine: true }, ben)).toEqual(['Report 9']);
    expect(await browse({ mine: true }, chloe)).toEqual(['ops job']);
  });

  test('are asked of no Alphaus user under whom they have nothing to see', async () => {
    const { browse, context } = await listed();
    expect(await browse({}, chloe)).toHaveLength(1);
    expect(lists()).toBe(1);
    expect(await browse({ mine: true }, ben)).toHaveLength(1);
    expect(lists()).toBe(2);
    const nothing = { person: chloe, browsing: { ...everything, user: billing } };
    expect(await browseClients(context, nothing)).toEqual({
      shown: [],
      page: 0,
      total: 0,
      away: [],
      asOf: undefined,
    });
    expect(lists()).toBe(2);
  });

  test('of an owner are asked of the Alphaus users alone under whom these have one', async () => {
    const { browse } = await listed();
    expect(await browse({ owner: team })).toEqual(['ops job']);
    expect(lists()).toBe(1);
  });

  test('are read from no more indexes than it takes', async () => {
    const { browse, context } = await listed();
    context.records.ofOwner = () => expect.fail();
    context.records.ofUsers = () => expect.fail();
    context.records.endingBefore = () => expect.fail();
    expect(await browse()).toHaveLength(4);
  });

  test.each<[string, Partial<Browsing>, readonly string[]]>([
    ['of one Alphaus user', { user: billing }, ['bills']],
    ['of a person', { owner: { kind: 'person', id: ben } }, ['Report 9']],
    ['of a group', { owner: team }, ['ops job']],
    ['of somebody who has none', { owner: { kind: 'person', id: chloe } }, []],
    ['of unknown origin', { unknownOrigin: true }, ['bills']],
    ['of unknown origin with a word', { unknownOrigin: true, text: 'report' }, []],
    ['older than some days', { olderThanDays: 25 }, ['report 10', 'Report 9']],
    ['older than days that are just over', { olderThanDays: 30 }, ['report 10']],
    ['that end within some days', { endsWithinDays: 4 }, ['ops job']],
    ['that end within fewer days', { endsWithinDays: 2 }, []],
    ['with a word in the name', { text: 'ＲＥＰＯＲＴ' }, ['report 10', 'Report 9']],
    ['with a word in the purpose', { text: 'forecast' }, ['report 10']],
    ['with a word in no part', { text: 'undefined' }, []],
    ['with nothing that is seen', { text: '\u200b' }, ['report 10', 'Report 9', 'bills', 'ops job']],
  ])('are those %s', async (_, browsing, names) => {
    const { browse } = await listed();
    expect(await browse(browsing)).toEqual(names);
  });

  test('are found by a part of their id, in any case', async () => {
    const { browse, bills } = await listed();
    expect(await browse({ text: bills.id.slice(2).toUpperCase() })).toEqual(['bills']);
  });

  test('of whom nobody knows the age are not old', async () => {
    const { browse, add } = await listed();
    await add('undated', { createTime: 'once' });
    expect(await browse({ olderThanDays: 1, text: 'undated' })).toEqual([]);
  });

  test('have purposes that are searched also where there are many Alphaus users', async () => {
    const { context, browse, ten } = await listed();
    const { alphaus } = context.connection;
    const { users, away } = await alphaus.users();
    const more = Array.from({ length: 8 }, (_, index) => ({
      name: AlphausUserName.parse(`nobody-${index}`),
      kind: 'subuser' as const,
    }));
    alphaus.users = async () => ({ users: [...users, ...more], away });
    const list = alphaus.clients.list.bind(alphaus.clients);
    alphaus.clients.list = async (user) => (user.startsWith('nobody') ? [] : list(user));
    expect(await browse({ text: 'forecast' })).toEqual([ten.name]);
  });
});

describe('a list of clients of which not all is there', () => {
  const wave = AlphausUserName.parse('wave:shop');
  const failure = new Problem({ kind: 'api-failed', operation: 'list', status: 500 });

  /** Besides the connected account there is one of Wave. */
  async function withWave() {
    const found = await listed();
    const { alphaus, directory } = found.context.connection;
    const { users } = await alphaus.users();
    alphaus.users = async () => ({ users: [...users, { name: wave, kind: 'root' }], away: [] });
    const gather = directory.gather.bind(directory);
    const asked: unknown[] = [];
    const gathers = (more: Partial<Awaited<ReturnType<typeof gather>>>) => {
      directory.gather = async (wanted, how) => {
        asked.push(how);
        return {
          ...(await gather(
            wanted.filter((one) => one !== wave),
            how,
          )),
          ...more,
        };
      };
    };
    return { ...found, gathers, asked };
  }

  test('says which products could not be asked', async () => {
    const { context, browse } = await listed();
    const { alphaus } = context.connection;
    const { users } = await alphaus.users();
    const problem = new Problem({ kind: 'api-timeout', operation: 'users', seconds: 5 });
    alphaus.users = async () => ({ users, away: [{ product: 'wave', isDefault: false, problem }] });
    const { away, total } = await browseClients(context, { person: aiko, browsing: everything });
    expect([away, total]).toEqual([['wave'], 6]);
    expect(await browse()).toHaveLength(4);
  });

  test('has nothing of a product that fails in part, and says so', async () => {
    const { context, gathers } = await withWave();
    gathers({ failures: new Map([['wave', failure]]) });
    const other = await browseClients(context, { person: aiko, browsing: everything });
    expect([other.away, other.total]).toEqual([['wave'], 6]);
    gathers({ failures: new Map([['ripple', failure]]) });
    const own = await browseClients(context, { person: aiko, browsing: everything });
    expect(own).toEqual({ shown: [], page: 0, total: 0, away: ['ripple'], asOf: undefined });
  });

  test('is none where no product tells its own', async () => {
    const { context, gathers } = await withWave();
    gathers({
      failures: new Map([
        ['ripple', failure],
        ['wave', new Problem({ kind: 'api-malformed', operation: 'list', detail: 'html' })],
      ]),
    });
    await expect(browseClients(context, { person: aiko, browsing: everything })).rejects.toBe(failure);
  });

  test('says how many Alphaus users have told theirs, and when the first of them was asked', async () => {
    const { context, gathers } = await withWave();
    const list = (askedAt: number): { clients: readonly ApiClient[]; askedAt: number } => ({
      clients: [],
      askedAt,
    });
    const told = new Map([
      [root, list(2_000)],
      [billing, list(1_000)],
    ]);
    gathers({ outstanding: 2, lists: told });
    expect(await browseClients(context, { person: aiko, browsing: everything })).toEqual({
      shown: [],
      page: 0,
      total: 0,
      away: [],
      asOf: new Date(1_000),
      progress: { told: 2, of: 4 },
    });
  });

  test.each<[Browsing['freshness'], number]>([
    ['now', 0],
    ['recent', 60_000],
    ['continued', 600_000],
  ])('is as old as «%s» allows: %d ms', async (freshness, maxAgeMs) => {
    const { browse, gathers, asked } = await withWave();
    gathers({});
    await browse({ freshness });
    expect(asked).toEqual([{ maxAgeMs, shownForMs: 600_000, waitMs: 2_000 }]);
  });
});

test('the letters of a list are where the first name with each stands', () => {
  const names = ['', '#x', '1', '²', ' Éa', 'eb', 'ｆ', '鶴', '鶴2'];
  const clients = names.map((name, index) => ({
    id: ClientId.parse(`ripple-${index}`),
    name,
    user: root,
    createdAt: undefined,
  }));
  expect(lettersIn(clients)).toEqual([
    { letter: '#', at: 0 },
    { letter: '0–9', at: 2 },
    { letter: 'E', at: 4 },
    { letter: 'F', at: 6 },
    { letter: '鶴', at: 7 },
  ]);
});

test('Alphaus users have something to see where a person may use them, or owns a client of theirs', () => {
  const users = [root, billing, analytics];
  const owned = [{ id: ClientId.parse('ripple-1'), user: analytics, createdAt: daysOn(-1) }];
  const sight = (slackAdmin: boolean) =>
    sightOf({ policy: defaultPolicy, grants }, { id: ben, standing: 'member', slackAdmin, groups: [] });
  expect([
    usersWithSomethingIn(sight(true), users, []),
    usersWithSomethingIn(sight(false), users, owned),
  ]).toEqual([users, [billing, analytics]]);
});

describe('an export of clients', () => {
  const inventoryFiles: InventoryFiles = {
    async *lines(format, rows) {
      for await (const row of rows) yield `${format} ${JSON.stringify(row)}`;
    },
  };
  async function read(file: InventoryFile): Promise<string[]> {
    const lines: string[] = [];
    for await (const line of file.lines()) lines.push(line);
    return lines;
  }

  async function exporting(setting: Issuing = {}) {
    const found = await listed(setting);
    const context = { ...found.context, inventoryFiles };
    return {
      ...found,
      context,
      give: (
        deliver: (file: InventoryFile) => Promise<void>,
        browsing: Partial<Browsing> = {},
        person = aiko,
      ) =>
        exportInventory(
          context,
          { person, browsing: { ...everything, ...browsing }, format: 'jsonl' },
          deliver,
        ),
    };
  }
  const target = { user: billing, subject: 'export jsonl clients=1' };

  test('has all that is known of each, as often as it is read, and is on record before it leaves', async () => {
    const { give, add, ten, bills, trail, said } = await exporting();
    const told = await add(
      'told all',
      { createTime: 'once' },
      {
        approver: chloe,
        endsAt: daysOn(30),
        request: RequestId.parse('R0000001'),
        claimed: { by: ben, at: daysOn(-2) },
        confirmed: { by: ben, at: daysOn(-1) },
        predecessor: ten.id,
        successor: bills.id,
        owner: team,
      },
    );
    let rows: unknown[] = [];
    const acts: unknown[] = [];
    await give(async (file) => {
      acts.push((await trail()).map(({ act }) => act));
      const lines = await read(file);
      expect(await read(file)).toEqual(lines);
      expect([file.clients, file.away, lines.length]).toEqual([7, [], 7]);
      rows = lines.map((line) => JSON.parse(line.replace(/^jsonl /, '')));
    });
    const createdAt = record().createdAt;
    expect(rows).toEqual(
      expect.arrayContaining([
        { clientId: bills.id, name: 'bills', user: billing, origin: 'unknown', createdAt: daysOn(-20) },
        {
          clientId: ten.id,
          name: 'report 10',
          user: root,
          origin: 'created',
          ownerKind: 'person',
          owner: aiko,
          requester: aiko,
          purpose: 'Sales forecast',
          createdAt: daysOn(-40),
        },
        {
          clientId: told.id,
          name: 'told all',
          user: root,
          origin: 'claimed',
          ownerKind: 'group',
          owner: ops,
          requester: aiko,
          approver: chloe,
          purpose: 'exports',
          createdAt,
          endsAt: daysOn(30),
          confirmedAt: daysOn(-1),
          confirmedBy: ben,
          request: 'R0000001',
          predecessor: ten.id,
          successor: bills.id,
        },
      ]),
    );
    expect(acts).toEqual([['UAIKO list attempted']]);
    const facts = { rule: 'slack-admin', target: { subject: 'export jsonl clients=7' } };
    expect(await trail()).toEqual([
      { act: 'UAIKO list attempted', ...facts },
      { act: 'UAIKO list done', ...facts },
    ]);
    expect(said).toEqual(['begins']);
  });

  test('of one Alphaus user names it in the trail, and is of what its person may see', async () => {
    const { give, trail } = await exporting();
    let lines: readonly string[] = [];
    const deliver = async (file: InventoryFile): Promise<void> => {
      lines = await read(file);
    };
    await give(deliver, { user: billing }, ben);
    expect(lines).toHaveLength(1);
    expect(await trail()).toEqual([
      { act: 'UBEN list attempted', rule: 'member', target },
      { act: 'UBEN list done', rule: 'member', target },
    ]);
  });

  test('waits five minutes for all lists, and is none where one is missing then', async () => {
    const { give, context, trail } = await exporting();
    const { directory } = context.connection;
    const gather = directory.gather.bind(directory);
    const waited: number[] = [];
    directory.gather = async (users, how) => {
      waited.push(how.waitMs);
      return { ...(await gather(users, how)), outstanding: 1 };
    };
    await expect(give(() => expect.fail())).rejects.toMatchObject({
      facts: { kind: 'api-timeout', operation: 'list', seconds: 300 },
    });
    expect([waited, await trail()]).toEqual([[300_000], []]);
  });

  test('is begun again where a record changes between two times that it is read, three times in all', async () => {
    const { give, context, ten, trail } = await exporting();
    let tries = 0;
    const change = () =>
      context.records.change(context.workspace, ten.id, (current) => ({
        ...current,
        purpose: Purpose.parse('x'.repeat(100 + tries)),
      }));
    const changing = (until: number) => async (file: InventoryFile) => {
      tries += 1;
      await read(file);
      if (tries < until) await change();
      await read(file);
    };
    await give(changing(3));
    expect(tries).toBe(3);
    tries = 0;
    await expect(give(changing(9))).rejects.toMatchObject({
      facts: { kind: 'list-changed-meanwhile' },
      cause: { facts: { kind: 'list-changed-meanwhile' } },
    });
    expect(tries).toBe(3);
    expect((await trail()).map(({ act }) => act)).toEqual([
      'UAIKO list attempted',
      'UAIKO list done',
      'UAIKO list attempted',
      'UAIKO list failed list-changed-meanwhile',
    ]);
  });

  test('is not begun again where it fails otherwise', async () => {
    const { give } = await exporting();
    let tries = 0;
    const failing = async (file: InventoryFile) => {
      tries += 1;
      await read(file);
      throw new Error('a fault of ours');
    };
    await expect(give(failing)).rejects.toThrow('a fault of ours');
    expect(tries).toBe(1);
  });

  test('reads the records of two hundred at a time', async () => {
    const { context } = await exporting();
    api.seed(root, 394);
    const asked: number[] = [];
    const findAll = context.records.findAll.bind(context.records);
    context.records.findAll = (which, ids) => {
      asked.push(ids.length);
      return findAll(which, ids);
    };
    let lines: readonly string[] = [];
    // Nobody has to be waited for before.
    const { beforeChanges: _, ...plain } = context;
    await exportInventory(plain, { person: aiko, browsing: everything, format: 'jsonl' }, async (file) => {
      lines = await read(file);
      expect(await read(file)).toEqual(lines);
    });
    expect([asked, new Set(lines).size]).toEqual([[200, 200, 200, 200], 400]);
  });

  test('is for members', async () => {
    const gone: Actor = { id: ben, standing: 'deactivated', slackAdmin: true, groups: [] };
    const { give, trail } = await exporting({ actors: [gone] });
    await expect(give(() => expect.fail(), {}, ben)).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'deactivated' },
    });
    expect(await trail()).toEqual([{ act: 'UBEN list refused deactivated', target: {} }]);
  });
});
