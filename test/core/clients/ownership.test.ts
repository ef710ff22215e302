import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { answerTransfer } from '../../../src/core/clients/ownership/answer-transfer.js';
import { assignClient } from '../../../src/core/clients/ownership/assign-client.js';
import { claimClient } from '../../../src/core/clients/ownership/claim-client.js';
import { endTransfer } from '../../../src/core/clients/ownership/end-transfer.js';
import type { OwnershipContext } from '../../../src/core/clients/ownership/ownership-context.js';
import { transferClient } from '../../../src/core/clients/ownership/transfer-client.js';
import type { Actor } from '../../../src/core/model/actor.js';
import { type ClientRecord, type Owner, Purpose } from '../../../src/core/model/client-record.js';
import { ClientId, GroupId, PersonId } from '../../../src/core/model/ids.js';
import { Policy } from '../../../src/core/rights/policy.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { connectedForAdmins, root } from '../connected.js';
import { aiko, ben, record, workspace } from '../records.js';

const chloe = PersonId.parse('UCHLOE');
const gone = PersonId.parse('UGONE');
const ops = GroupId.parse('SOPS');
const empty = GroupId.parse('SEMPTY');
const purpose = Purpose.parse('exports');
const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const DAY_MS = 24 * 3_600_000;
const offerId = '00000000-0000-4000-8000-00000000000a';
const person = (id: PersonId): Owner => ({ kind: 'person', id });
const group = (id: GroupId): Owner => ({ kind: 'group', id });

let api: SandboxApi;
beforeEach(async () => {
  api = await startSandboxApi();
});
afterEach(() => api.stop());

/** Aiko is an admin; Ben and Chloe are not, and Chloe is in the group of operators. */
const ACTORS: readonly Actor[] = [
  { id: aiko, standing: 'member', slackAdmin: true, groups: [] },
  { id: ben, standing: 'member', slackAdmin: false, groups: [] },
  { id: chloe, standing: 'member', slackAdmin: false, groups: [ops] },
  { id: gone, standing: 'deactivated', slackAdmin: false, groups: [] },
];

/** A client, with a record unless `changes` are missing, and what people hear of it. */
async function standing(changes?: Partial<ClientRecord>, policy: object = {}) {
  const client = api.seed(root, 1)[0] ?? expect.fail();
  const id = ClientId.parse(client.id);
  let time = NOW;
  const told: unknown[] = [];
  const actor = (who: PersonId): Promise<Actor> =>
    Promise.resolve(ACTORS.find((one) => one.id === who) ?? expect.fail());
  const context: OwnershipContext = {
    ...connectedForAdmins(api),
    now: () => new Date(time),
    rules: { of: () => Promise.resolve({ policy: Policy.parse(policy), grants: [] }) },
    people: {
      actor,
      actorWithoutGroups: async (who) => ({ ...(await actor(who)), groups: [] }),
      membersOf: (which) => Promise.resolve(which === ops ? [gone, chloe] : which === empty ? [gone] : []),
      zoneOf: () => Promise.resolve('UTC'),
    },
    news: {
      of: (change) => {
        told.push(change);
        return Promise.resolve([]);
      },
    },
    newId: () => offerId,
  };
  const before = record({ id, user: root, ...changes });
  if (changes !== undefined) await context.records.add(before);
  return {
    id,
    name: client.name,
    before,
    context,
    told,
    wait: (ms: number) => (time += ms),
    stored: () => context.records.find(workspace, id),
    trail: async () =>
      (await collect(context.audit.forwards(workspace, 0))).map(
        ({ actor: who, action, outcome, reason, target: { subject } }) =>
          [who, action, outcome, reason, subject].filter((part) => part !== undefined).join(' '),
      ),
  };
}

const ofBen = { owner: person(ben) };
const offer = {
  id: offerId,
  to: chloe,
  by: ben,
  at: new Date(NOW).toISOString(),
  until: new Date(NOW + 7 * DAY_MS).toISOString(),
};

describe('a transfer', () => {
  test('by its owner is an offer, which the other person accepts', async () => {
    const { context, id, before, stored, told, trail, wait } = await standing(ofBen);
    const wanted = { person: ben, id, to: person(chloe) };
    const offered = await transferClient(context, wanted);
    expect(offered).toEqual({
      kind: 'offered',
      record: { ...before, offered: offer },
      offer,
      replaced: undefined,
    });
    expect(await transferClient(context, wanted)).toEqual(offered);
    wait(1_000);
    const after = {
      ...before,
      owner: person(chloe),
      confirmed: { by: chloe, at: new Date(NOW + 1_000).toISOString() },
    };
    const answer = { person: chloe, id, offer: offerId, answer: 'accept' } as const;
    expect(await answerTransfer(context, answer)).toEqual(after);
    expect(await stored()).toEqual(after);
    expect(told).toEqual([{ kind: 'accepted', record: { ...before, offered: offer }, offer }]);
    expect(await trail()).toEqual([
      'UBEN transfer done offered UCHLOE',
      'UCHLOE accept-transfer done UCHLOE',
    ]);
    await expect(answerTransfer(context, answer)).rejects.toMatchObject({ facts: { kind: 'transfer-over' } });
    expect((await trail()).at(-1)).toBe('UCHLOE accept-transfer refused transfer-over');
  });

  test('is declined by the person to whom it is offered, and by nobody else', async () => {
    const { context, id, before, stored, told, trail } = await standing({ ...ofBen, offered: offer });
    const answer = { id, offer: offerId, answer: 'decline' } as const;
    await expect(answerTransfer(context, { ...answer, person: ben })).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'not-new-owner' },
    });
    const other = { ...answer, person: chloe, offer: '00000000-0000-4000-8000-00000000000b' };
    await expect(answerTransfer(context, other)).rejects.toMatchObject({ facts: { kind: 'transfer-over' } });
    const { offered: _, ...kept } = before;
    expect(await answerTransfer(context, { ...answer, person: chloe })).toEqual(kept);
    expect(await stored()).toEqual(kept);
    expect(told).toEqual([{ kind: 'declined', record: before, offer }]);
    expect(await trail()).toEqual([
      'UBEN decline-transfer refused not-new-owner',
      'UCHLOE decline-transfer refused transfer-over',
      'UCHLOE decline-transfer done UCHLOE',
    ]);
  });

  test('cannot be answered once its time is over or its client deleted, and ends then', async () => {
    const { context, id, before, told, trail, wait, stored } = await standing({ ...ofBen, offered: offer });
    const answer = { person: chloe, id, offer: offerId, answer: 'accept' } as const;
    wait(7 * DAY_MS - 1);
    expect(await endTransfer(context, id)).toEqual(before);
    wait(1);
    await expect(answerTransfer(context, answer)).rejects.toMatchObject({ facts: { kind: 'transfer-over' } });
    const { offered: _, ...kept } = before;
    expect(await endTransfer(context, id)).toEqual(kept);
    expect(await endTransfer(context, id)).toEqual(kept);
    expect(await stored()).toEqual(kept);
    expect(told).toEqual([{ kind: 'expired', record: before, offer }]);
    expect((await trail()).at(-1)).toBe('bot transfer refused expired UCHLOE');
    expect(await endTransfer(context, ClientId.parse('ripple-unknown'))).toBeUndefined();
    const closed = { how: 'deleted', by: ben, at: offer.at } as const;
    const deleted = await standing({ ...ofBen, offered: offer, closed });
    const late = { ...answer, id: deleted.id };
    await expect(answerTransfer(deleted.context, late)).rejects.toMatchObject({
      facts: { kind: 'transfer-over' },
    });
    deleted.wait(8 * DAY_MS);
    expect(await endTransfer(deleted.context, deleted.id)).toEqual(deleted.before);
  });

  test('to somebody else replaces the offer, and one that was over is made again', async () => {
    const { context, id, wait } = await standing({ ...ofBen, offered: offer });
    const toAiko = await transferClient(context, { person: ben, id, to: person(aiko) });
    expect(toAiko).toMatchObject({ kind: 'offered', offer: { to: aiko }, replaced: offer });
    wait(7 * DAY_MS);
    expect(await transferClient(context, { person: ben, id, to: person(aiko) })).toMatchObject({
      kind: 'offered',
      offer: { to: aiko, at: offer.until },
      replaced: { to: aiko, at: offer.at },
    });
  });

  test('by an admin holds at once, as does one to a group that the owner is in', async () => {
    const { context, id, before, told, trail } = await standing({ ...ofBen, offered: offer });
    const { offered: _, ...kept } = before;
    const after = { ...kept, owner: person(chloe) };
    expect(await transferClient(context, { person: aiko, id, to: person(chloe) })).toEqual({
      kind: 'transferred',
      record: after,
    });
    expect(told).toEqual([{ kind: 'transferred', before, after, by: aiko }]);
    const toGroup = { person: chloe, id, to: group(ops) };
    expect(await transferClient(context, toGroup)).toMatchObject({
      kind: 'transferred',
      record: { owner: group(ops) },
    });
    // Everybody in the group may take it for themselves.
    expect(await transferClient(context, { ...toGroup, to: person(chloe) })).toMatchObject({
      kind: 'transferred',
    });
    expect(await trail()).toEqual([
      'UAIKO transfer done UCHLOE',
      'UCHLOE transfer done SOPS',
      'UCHLOE transfer done UCHLOE',
    ]);
  });

  test.each<[string, PersonId, Owner, string]>([
    ['to who owns it already', ben, person(ben), 'owner-already'],
    ['to a group that the owner is not in', ben, group(ops), 'new-owner-others-group'],
    ['to somebody who is gone', ben, person(gone), 'new-owner-invalid'],
    ['by an admin to a group in which everybody is gone', aiko, group(empty), 'new-owner-invalid'],
  ])('is not made %s, and that is on record', async (_, who, to, kind) => {
    const { context, id, before, stored, trail } = await standing(ofBen);
    await expect(transferClient(context, { person: who, id, to })).rejects.toMatchObject({ facts: { kind } });
    expect(await stored()).toEqual(before);
    expect(await trail()).toEqual([`${who} transfer refused ${kind}`]);
  });

  test('of a client without an owner is none', async () => {
    const { context, id } = await standing();
    await expect(transferClient(context, { person: aiko, id, to: person(ben) })).rejects.toMatchObject({
      facts: { kind: 'client-without-owner' },
    });
  });
});

describe('two who act at the same moment', () => {
  test('both hand a client over, the second from whom the first gave it to', async () => {
    const { context, id, stored, told } = await standing(ofBen);
    const owners = [person(chloe), group(ops)];
    const transfers = await Promise.all(
      owners.map((to) => transferClient(context, { person: aiko, id, to })),
    );
    expect(transfers.map(({ kind }) => kind)).toEqual(['transferred', 'transferred']);
    expect((await stored())?.owner).toEqual(group(ops));
    expect(told.at(-1)).toMatchObject({ before: { owner: person(chloe) }, after: { owner: group(ops) } });
  });

  test('both assign it, and both offers are made, one after the other', async () => {
    const { context, id, stored } = await standing(ofBen);
    const offers = await Promise.all(
      [chloe, aiko].map((to) => transferClient(context, { person: ben, id, to: person(to) })),
    );
    expect(offers).toMatchObject([{ replaced: undefined }, { offer: { to: aiko }, replaced: { to: chloe } }]);
    expect((await stored())?.offered?.to).toBe(aiko);
    await Promise.all(
      [person(chloe), group(ops)].map((to) =>
        assignClient(context, { person: aiko, id, to, purpose: undefined }),
      ),
    );
    expect((await stored())?.owner).toEqual(group(ops));
  });

  test('accept one offer once', async () => {
    const { context, id, stored } = await standing({ ...ofBen, offered: offer });
    const answer = { person: chloe, id, offer: offerId } as const;
    const answers = await Promise.allSettled([
      answerTransfer(context, { ...answer, answer: 'accept' }),
      answerTransfer(context, { ...answer, answer: 'decline' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect((await stored())?.owner).toEqual(person(chloe));
  });
});

describe('a client of unknown origin', () => {
  test('is claimed by the first who does, with what the API knows of it', async () => {
    const { context, id, name, stored, trail } = await standing();
    const at = new Date(NOW).toISOString();
    const claimed = await claimClient(context, { person: aiko, id, purpose, owner: person(aiko) });
    expect(claimed).toEqual({
      kind: 'claimed',
      record: {
        workspace,
        id,
        user: root,
        name,
        owner: person(aiko),
        requester: aiko,
        purpose,
        createdAt: expect.stringMatching(/Z$/),
        account: { product: 'ripple', clientId: api.rootClient.id },
        claimed: { by: aiko, at },
        confirmed: { by: aiko, at },
      },
    });
    expect(await stored()).toEqual(claimed.kind === 'claimed' && claimed.record);
    const again = { person: aiko, id, purpose, owner: person(aiko) };
    await expect(claimClient(context, again)).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'has-owner' },
    });
    expect(await trail()).toEqual(['UAIKO claim done UAIKO', 'UAIKO claim refused has-owner']);
  });

  test('is one person’s although two claim it at the same moment', async () => {
    const { context, id, trail } = await standing();
    const claims = await Promise.allSettled(
      [person(aiko), person(aiko)].map((owner) => claimClient(context, { person: aiko, id, purpose, owner })),
    );
    expect(claims.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await trail()).toEqual(['UAIKO claim done UAIKO', 'UAIKO claim refused has-owner']);
  });

  test('is not claimed for a purpose that the policy’s pattern does not allow', async () => {
    const { context, id, stored, trail } = await standing(undefined, { purposePattern: '^OPS-' });
    const claim = { person: aiko, id, purpose, owner: person(aiko) };
    await expect(claimClient(context, claim)).rejects.toMatchObject({
      facts: { kind: 'purpose-not-allowed' },
    });
    expect(await stored()).toBeUndefined();
    expect(await trail()).toEqual(['UAIKO claim refused purpose-not-allowed']);
  });

  test('is assigned by an admin, with a purpose, and the new owner is told', async () => {
    const { context, id, told, trail } = await standing();
    const wanted = { person: aiko, id, to: person(ben), purpose: undefined };
    await expect(assignClient(context, wanted)).rejects.toMatchObject({
      facts: { kind: 'purpose-invalid', broken: { rule: 'empty' } },
    });
    const assigned = await assignClient(context, { ...wanted, purpose });
    expect(assigned).toMatchObject({
      kind: 'assigned',
      record: { owner: person(ben), requester: aiko, claimed: { by: aiko } },
    });
    expect(told).toEqual([
      { kind: 'assigned', after: assigned.kind === 'assigned' && assigned.record, by: aiko },
    ]);
    expect(await trail()).toEqual(['UAIKO assign refused purpose-invalid', 'UAIKO assign done UBEN']);
  });
});

describe('a client with an owner', () => {
  test('is assigned to another one by an admin, which ends an offer', async () => {
    const { context, id, before, told, stored } = await standing({ ...ofBen, offered: offer });
    const { offered: _, ...kept } = before;
    const after = { ...kept, owner: group(ops) };
    const wanted = { person: aiko, id, to: group(ops), purpose: undefined };
    expect(await assignClient(context, wanted)).toEqual({ kind: 'assigned', record: after });
    expect(await stored()).toEqual(after);
    expect(told).toEqual([{ kind: 'transferred', before, after, by: aiko }]);
  });

  test('is not assigned to the same, to nobody, or by its owner', async () => {
    const { context, id, before, stored, trail } = await standing(ofBen);
    const wanted = { person: aiko, id, to: person(ben), purpose: undefined };
    await expect(assignClient(context, wanted)).rejects.toMatchObject({ facts: { kind: 'owner-already' } });
    await expect(assignClient(context, { ...wanted, to: person(gone) })).rejects.toMatchObject({
      facts: { kind: 'new-owner-invalid', why: 'deactivated' },
    });
    await expect(assignClient(context, { ...wanted, person: ben, to: person(chloe) })).rejects.toMatchObject({
      facts: { kind: 'not-allowed', reason: 'not-an-admin' },
    });
    expect(await stored()).toEqual(before);
    expect(await trail()).toEqual([
      'UAIKO assign refused owner-already',
      'UAIKO assign refused new-owner-invalid',
      'UBEN assign refused not-an-admin',
    ]);
  });
});
