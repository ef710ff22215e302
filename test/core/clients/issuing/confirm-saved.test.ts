import { describe, expect, test } from 'vitest';
import { confirmSaved, recordOfRequester } from '../../../../src/core/clients/issuing/confirm-saved.js';
import type { ClientRecord } from '../../../../src/core/model/client-record.js';
import { ClientId } from '../../../../src/core/model/ids.js';
import { guarded } from '../../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../../src/storage/backends/memory-backend.js';
import { collect } from '../../../storage/servers/stores-under-test.js';
import { acting, type Acting } from '../../acting.js';
import { aiko, ben, record, records, workspace } from '../../records.js';

const NOW = new Date('2026-11-28T12:00:00.000Z');
const earlier = '2026-11-27T12:00:00.000Z';
const closed = { how: 'deleted', by: aiko, at: earlier } as const;

/** A client that Aiko has the receipt of. */
async function receipt(changes: Partial<ClientRecord> = {}, setting: Acting = {}) {
  const backend = guarded(memoryBackend(Date.now));
  const begun: unknown[] = [];
  const context = {
    ...acting({ backend, now: () => NOW, ...setting }),
    ...records(() => NOW.getTime(), { backend }),
    beforeChanges: async () => void begun.push('begun'),
  };
  const given = record(changes);
  await context.records.add(given);
  const { id } = given;
  return {
    given,
    begun,
    context,
    confirm: (person = aiko, which = id) => confirmSaved(context, { person, id: which }),
    look: (person = aiko) => recordOfRequester(context, { person, id }),
    stored: () => context.records.find(workspace, id),
    /** Somebody changes the record after it was read, and before it is written. */
    meanwhile: (change: Partial<ClientRecord>) => {
      const find = context.records.find.bind(context.records);
      context.records.find = async (...which) => {
        context.records.find = find;
        const found = await find(...which);
        await context.records.change(workspace, id, (current) => ({ ...current, ...change }));
        return found;
      };
    },
    trail: async () =>
      (await collect(context.audit.forwards(workspace, 0))).map(
        ({ actor, action, outcome, reason, rule, target }) => [actor, action, outcome, reason, rule, target],
      ),
  };
}
const { id, user, name } = record();

describe('a person who says that they saved a secret', () => {
  test('is noted, once, and that is on record', async () => {
    const { confirm, given, stored, trail, begun } = await receipt();
    const saved = { ...given, savedAt: NOW.toISOString() };
    expect([await confirm(), await stored(), await confirm()]).toEqual([saved, saved, saved]);
    expect(await trail()).toEqual([
      [aiko, 'confirm-receipt', 'done', undefined, 'member', { user, clientId: id, name }],
    ]);
    expect(begun).toEqual(['begun']);
  });

  test('is noted also where nobody has to be waited for before', async () => {
    const { given, context } = await receipt();
    const { beforeChanges: _, ...plain } = context;
    expect(await confirmSaved(plain, { person: aiko, id })).toEqual({
      ...given,
      savedAt: NOW.toISOString(),
    });
  });

  test('changes nothing in a client that is closed', async () => {
    const { confirm, given, trail } = await receipt({ closed });
    expect([await confirm(), await trail()]).toEqual([given, []]);
  });

  test.each([
    ['said so', 'saved', { savedAt: earlier }],
    ['deleted the client', 'client-closed', { closed }],
  ])(
    'changes nothing where somebody %s at the same moment, and that is on record',
    async (_, why, change) => {
      const { confirm, given, stored, trail, meanwhile } = await receipt();
      meanwhile(change);
      const standing = { ...given, ...change };
      expect([await confirm(), await stored()]).toEqual([standing, standing]);
      expect(await trail()).toEqual([
        [aiko, 'confirm-receipt', 'refused', why, 'member', { user, clientId: id, name }],
      ]);
    },
  );

  test('is the one who was given it: to others there is no such client', async () => {
    const { confirm, look, given, trail, stored } = await receipt();
    const gone = ClientId.parse('ripple-gone');
    const notFound = { facts: { kind: 'client-not-found' } };
    await expect(confirm(ben)).rejects.toMatchObject(notFound);
    await expect(look(ben)).rejects.toMatchObject(notFound);
    await expect(confirm(aiko, gone)).rejects.toMatchObject(notFound);
    const refused = ['confirm-receipt', 'refused'];
    expect(await trail()).toEqual([
      [ben, ...refused, 'not-requester', undefined, { user, clientId: id }],
      [ben, ...refused, 'not-requester', undefined, { user, clientId: id }],
      [aiko, ...refused, 'client-not-found', undefined, { clientId: gone }],
    ]);
    expect([await look(), await stored()]).toEqual([given, given]);
  });

  test('is refused as soon as they are no member any more', async () => {
    const gone = { id: aiko, standing: 'deactivated', slackAdmin: true, groups: [] } as const;
    const { confirm } = await receipt({}, { actors: [gone] });
    await expect(confirm()).rejects.toMatchObject({ facts: { kind: 'not-allowed', reason: 'deactivated' } });
  });
});
