import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import type { ClientSeed } from '../../../sandbox/api/api-clients.js';
import { findClient, targetOf } from '../../../src/core/clients/find-client.js';
import { findTyped, pastedId } from '../../../src/core/clients/find-typed.js';
import { lookAtOffered } from '../../../src/core/clients/offered-clients.js';
import type { Actor } from '../../../src/core/model/actor.js';
import { AlphausUserName } from '../../../src/core/model/api-client.js';
import type { ClientRecord } from '../../../src/core/model/client-record.js';
import { ClientId, GroupId, PersonId } from '../../../src/core/model/ids.js';
import { offerOf } from '../../../src/core/intents/intent.js';
import { Problem } from '../../../src/core/problem.js';
import type { Grant } from '../../../src/core/rights/grants.js';
import { root } from '../connected.js';
import { issuing } from '../issuing.js';
import { aiko, ben, issueIntent, record, workspace } from '../records.js';

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

const billing = AlphausUserName.parse('billing');
const ops = GroupId.parse('SOPS');
const chloe = PersonId.parse('UCHLOE');
const at = '2026-11-27T12:00:00.000Z';
const closed = { how: 'deleted', by: aiko, at } as const;
const elsewhere = { product: 'ripple', clientId: 'ripple-other' } as const;
/** Aiko is an admin. Ben may use the Alphaus user `billing`, and Chloe is in the group of operators. */
const actors: readonly Actor[] = [
  { id: ben, standing: 'member', slackAdmin: false, groups: [] },
  { id: chloe, standing: 'member', slackAdmin: false, groups: [ops] },
];
const grants: readonly Grant[] = [
  { id: 'G1', to: { kind: 'person', id: ben }, users: [billing], by: aiko, at },
];
const aikos = { kind: 'person', id: aiko } as const;
const bens = { kind: 'person', id: ben } as const;

const finding = () => issuing(api, { actors, grants });
type Finding = ReturnType<typeof finding>['context'];

/** An API client of an Alphaus user; with a record where there are `changes`. */
async function standing(
  context: Finding,
  { seed = {}, user = root }: { seed?: ClientSeed; user?: AlphausUserName },
  changes?: Partial<ClientRecord>,
) {
  const { id: made, name, createTime } = api.seed(user, [seed])[0] ?? expect.fail();
  const id = ClientId.parse(made);
  const client = { id, name, user, createdAt: Date.parse(createTime) };
  const kept = changes === undefined ? undefined : record({ id, user, ...changes });
  if (kept !== undefined) await context.records.add(kept);
  return { id, found: { kind: 'found', client, record: kept } };
}

/** Which products tell nothing now, although what the others tell is there. */
function away({ connection: { alphaus } }: Finding): void {
  const users = alphaus.users.bind(alphaus);
  const problem = new Problem({ kind: 'api-timeout', operation: 'users', seconds: 5 });
  alphaus.users = async () => ({
    ...(await users()),
    away: [{ product: 'wave', isDefault: false, problem }],
  });
}

const show = (context: Finding, person: PersonId, id: ClientId) =>
  findClient(context, { person, id, action: 'show' });
const notFound = { facts: { kind: 'client-not-found' } };

describe('a client that is looked for by its id', () => {
  test('is found with what is kept of it by its owner, the owner’s group, and an admin', async () => {
    const { context } = finding();
    const bensOwn = await standing(context, {}, { owner: bens });
    const groups = await standing(context, {}, { owner: { kind: 'group', id: ops } });
    expect(await show(context, ben, bensOwn.id)).toEqual(bensOwn.found);
    expect(await show(context, chloe, groups.id)).toEqual(groups.found);
    expect(await show(context, aiko, bensOwn.id)).toEqual(bensOwn.found);
  });

  test('is found of any owner, or of none that is known, under an Alphaus user that the person may use', async () => {
    const { context } = finding();
    const others = await standing(context, { user: billing }, { owner: aikos });
    const unknown = await standing(context, { user: billing });
    expect(await show(context, ben, others.id)).toEqual(others.found);
    expect(await show(context, ben, unknown.id)).toEqual(unknown.found);
  });

  test('looks like none that there is, and is on record like that, to a person who may not see it', async () => {
    const { context, trail } = finding();
    const others = await standing(context, {}, { owner: aikos });
    const unknown = await standing(context, {});
    const none = ClientId.parse('ripple-none');
    for (const id of [others.id, unknown.id, none]) {
      await expect(show(context, ben, id)).rejects.toMatchObject(notFound);
    }
    expect(await trail()).toEqual(
      [others.id, unknown.id, none].map((clientId) => ({
        act: 'UBEN show refused client-not-found',
        target: { clientId },
      })),
    );
  });

  test('in another account says whom to ask, unless it is deleted', async () => {
    const { context, trail } = issuing(api, {
      changes: { whoKnowsAccount: async (user) => (user === root ? [chloe] : []) },
    });
    const open = await standing(context, {}, { account: elsewhere });
    const gone = await standing(context, {}, { account: elsewhere, closed });
    await expect(show(context, aiko, open.id)).rejects.toMatchObject({
      facts: { kind: 'client-elsewhere', id: open.id, user: root, ask: [chloe] },
    });
    expect((await trail()).map(({ act }) => act)).toEqual(['UAIKO show refused client-elsewhere']);
    expect(await show(context, aiko, gone.id)).toEqual(gone.found);
  });

  test('that was deleted says by whom to those who may know', async () => {
    const { context } = finding();
    const id = ClientId.parse('ripple-gone');
    const unknown = ClientId.parse('ripple-unknown');
    const deletion = { by: aiko, at: new Date(at), done: true };
    await context.records.add(record({ id, user: root, owner: bens, closed }));
    for (const one of [id, unknown]) {
      await context.commit(context.deletions.finishing(workspace, one, aiko, deletion.at));
    }
    const deleted = { kind: 'deleted', deletion };
    expect([
      await show(context, ben, id),
      await show(context, aiko, id),
      await show(context, aiko, unknown),
    ]).toEqual([deleted, deleted, deleted]);
    await expect(show(context, ben, unknown)).rejects.toMatchObject(notFound);
    await expect(show(context, chloe, id)).rejects.toMatchObject(notFound);
  });

  test('that is only being deleted is not said to be deleted', async () => {
    const { context } = finding();
    const id = ClientId.parse('ripple-gone');
    await context.deletions.claim(workspace, id, { by: ben, at: new Date(), intent: 'of ben' });
    await expect(show(context, aiko, id)).rejects.toMatchObject(notFound);
  });

  test('may be where a product does not tell its users, to whoever looks for it', async () => {
    const { context } = finding();
    const here = await standing(context, {});
    const bensOwn = await standing(context, {}, { owner: bens });
    away(context);
    expect(await show(context, aiko, here.id)).toEqual(here.found);
    const missing = { facts: { kind: 'product-away', product: 'wave' } };
    await expect(show(context, aiko, ClientId.parse('wave-1'))).rejects.toMatchObject(missing);
    await expect(show(context, ben, here.id)).rejects.toMatchObject(missing);
    // Under whom a client with a record lives is known.
    await context.connection.alphaus.clients.delete(root, bensOwn.id);
    context.connection.directory.forget(root);
    await expect(show(context, ben, bensOwn.id)).rejects.toMatchObject(notFound);
  });

  test('is acted on as what is known of it', async () => {
    const { context } = finding();
    const { id } = await standing(context, {});
    const client = { id, name: 'nightly', user: root, createdAt: undefined };
    const own = { ...client, id: ClientId.parse(api.rootClient.id) };
    expect(targetOf(context, { client, record: record({ owner: bens, requester: chloe }) })).toEqual({
      clientId: id,
      user: root,
      owner: bens,
      requester: chloe,
      ownCredential: false,
    });
    expect(targetOf(context, { client: own, record: undefined })).toEqual({
      clientId: own.id,
      user: root,
      owner: undefined,
      requester: undefined,
      ownCredential: true,
    });
  });
});

describe('a client that is looked for as it is typed', () => {
  const type = (context: Finding, person: PersonId, typed: string) =>
    findTyped(context, { person, typed, action: 'show' });

  test.each([
    ['ripple-1', 'ripple-1'],
    [' `ripple-1`, ', 'ripple-1'],
    ['“ripple-1”.', 'ripple-1'],
    ['*ripple-1*;', 'ripple-1'],
    ['<ripple-1>', 'ripple-1'],
    ['「ripple-1」', 'ripple-1'],
    ['rip\u200bple-1\ufe0f', 'ripple-1'],
    ['ripple 1', undefined],
    ['.ripple-1', undefined],
    ['', undefined],
  ])('«%s» is pasted as %s', (typed, id) => {
    expect(pastedId(typed)).toBe(id);
  });

  test('is found by its id as it is pasted, and by its id or its name in another case and width', async () => {
    const { context } = finding();
    const { id, found } = await standing(context, { seed: { name: 'Nightly Report' } }, { owner: bens });
    for (const typed of [`\`${id}\``, id.toUpperCase(), 'nightly report', '«Ｎightly Report»']) {
      expect(await type(context, ben, typed)).toEqual(found);
    }
  });

  test('is found by a name that looks like an id, and by one in quotes that are its own', async () => {
    const { context } = finding();
    const asId = await standing(context, { seed: { name: 'nightly' } });
    const quoted = await standing(context, { seed: { name: '"weekly"' } });
    expect(await type(context, aiko, 'nightly')).toEqual(asId.found);
    expect(await type(context, aiko, '"weekly"')).toEqual(quoted.found);
  });

  test('is one of those that the person may see', async () => {
    const { context, trail } = finding();
    const bensOwn = await standing(context, { seed: { name: 'to do' } }, { owner: bens });
    await standing(context, { seed: { name: 'to do' } }, { owner: aikos });
    const used = await standing(context, { user: billing, seed: { name: 'bills of all' } });
    await standing(context, { seed: { name: 'bills of all' } });
    expect(await type(context, ben, 'to do')).toEqual(bensOwn.found);
    expect(await type(context, ben, 'bills of all')).toEqual(used.found);
    await expect(type(context, chloe, 'to do')).rejects.toMatchObject(notFound);
    await expect(type(context, chloe, 'todo')).rejects.toMatchObject(notFound);
    expect(await trail()).toEqual([
      { act: 'UCHLOE show refused client-not-found', target: {} },
      { act: 'UCHLOE show refused client-not-found', target: { clientId: 'todo' } },
    ]);
  });

  test('is asked about where several have the name: five of them are told apart', async () => {
    const { context } = finding();
    for (let count = 0; count < 6; count += 1) await standing(context, { seed: { name: 'to do' } });
    await expect(type(context, aiko, 'to do')).rejects.toMatchObject({
      facts: {
        kind: 'client-ambiguous',
        typed: 'to do',
        ids: api
          .clients()
          .filter(({ name }) => name === 'to do')
          .slice(0, 5)
          .map(({ id }) => id),
        total: 6,
      },
    });
  });

  test('is none where nothing but quotes is typed, though a client has no name', async () => {
    const { context } = finding();
    await standing(context, { seed: { name: '' } });
    await expect(type(context, aiko, '""')).rejects.toMatchObject(notFound);
  });

  test('in another account is not looked for by a name like its id', async () => {
    const { context } = finding();
    const { id } = await standing(context, {}, { account: elsewhere });
    await standing(context, { seed: { name: id } });
    await expect(type(context, aiko, id)).rejects.toMatchObject({ facts: { kind: 'client-elsewhere' } });
  });

  test('by its id is told of after it was deleted, and not looked for by its name after a fault of ours', async () => {
    const { context } = finding();
    const id = ClientId.parse('ripple-gone');
    await context.commit(context.deletions.finishing(workspace, id, ben, new Date(at)));
    const deletion = { by: ben, at: new Date(at), done: true };
    expect(await type(context, aiko, id)).toEqual({ kind: 'deleted', deletion });
    context.connection.directory.find = () => Promise.reject(new Error('a fault of ours'));
    await expect(type(context, aiko, id)).rejects.toThrow('a fault of ours');
  });

  test('may be where the API, or a product, or an Alphaus user does not tell', async () => {
    const refused = finding().context;
    api.fault({ operation: 'list', kind: 'status', status: 403, times: 4 });
    await expect(type(refused, aiko, 'to do')).rejects.toMatchObject({ facts: { kind: 'api-forbidden' } });
    api.clearFaults();

    const missing = finding().context;
    await standing(missing, { seed: { name: 'to do' } });
    away(missing);
    await expect(type(missing, aiko, 'to be')).rejects.toMatchObject({
      facts: { kind: 'product-away', product: 'wave' },
    });
    expect(await type(missing, aiko, 'to do')).toMatchObject({ kind: 'found' });

    const late = finding().context;
    const { alphaus, directory } = late.connection;
    const shop = AlphausUserName.parse('wave:shop');
    const { users, ...told } = await alphaus.users();
    alphaus.users = async () => ({ ...told, users: [...users, { name: shop, kind: 'root' }] });
    const gather = directory.gather.bind(directory);
    directory.gather = async (wanted, how) => ({
      ...(await gather(
        wanted.filter((user) => user !== shop),
        how,
      )),
      outstanding: 1,
    });
    await expect(type(late, aiko, 'to be')).rejects.toMatchObject({
      facts: { kind: 'product-away', product: 'wave' },
    });
  });

  test('is looked for in lists of a minute ago at most, for ten seconds', async () => {
    const { context } = finding();
    const { directory } = context.connection;
    const asked: unknown[] = [];
    const gather = directory.gather.bind(directory);
    directory.gather = (users, how) => {
      asked.push([users, how]);
      return gather(users, how);
    };
    await expect(type(context, ben, 'to do')).rejects.toMatchObject(notFound);
    expect(asked).toEqual([[[billing], { maxAgeMs: 60_000, shownForMs: 60_000, waitMs: 10_000 }]]);
  });
});

describe('clients that somebody was asked about', () => {
  const here = () => ClientId.parse(api.seed(root, 1)[0]?.id);

  async function offered() {
    const { context } = finding();
    const [one, two, three] = [here(), here(), here()];
    const { wish, ...intent } = issueIntent({ at: 'creating' });
    const offer = offerOf(
      { ...intent, wish: { ...wish, user: root } },
      [one, two, three].map((id) => ({ id })),
    );
    let asked = 0;
    const look = (deleted?: ClientId, isConnected = true) =>
      lookAtOffered(
        {
          ...context,
          connection: async () => {
            asked += 1;
            return isConnected ? context.connection : undefined;
          },
        },
        offer,
        deleted,
      );
    return { context, one, two, three, look, asked: () => asked };
  }

  test('are all left while the API has them', async () => {
    const { look, one, two, three } = await offered();
    expect(await look()).toEqual({ gone: [], left: [one, two, three] });
  });

  test('are gone as soon as that is known here, or the API says so now', async () => {
    const { context, look, one, two, three, asked } = await offered();
    await context.commit(context.deletions.finishing(workspace, one, aiko, new Date()));
    await context.records.add(record({ id: two, user: root, closed }));
    await context.records.add(record({ id: three, user: root }));
    await context.connection.directory.fresh(root);
    expect(await look()).toEqual({ gone: [one, two], left: [three] });
    await context.connection.alphaus.clients.delete(root, three);
    expect([await look(), asked()]).toEqual([{ gone: [one, two, three], left: [] }, 2]);
  });

  test('are known to be gone without the API where that is known of each', async () => {
    const { context, look, one, two, three, asked } = await offered();
    for (const id of [one, two]) {
      await context.commit(context.deletions.finishing(workspace, id, aiko, new Date()));
    }
    expect([await look(three), asked()]).toEqual([{ gone: [one, two, three], left: [] }, 0]);
  });

  test('are not known to be gone where nobody can say it, nor while they are being deleted', async () => {
    const { context, look, one, two, three } = await offered();
    await context.connection.alphaus.clients.delete(root, one);
    await context.deletions.claim(workspace, two, { by: aiko, at: new Date(), intent: 'of aiko' });
    expect(await look(three, false)).toEqual({ gone: [three], left: [one, two] });
  });
});
