import { describe, expect, test } from 'vitest';
import { ClientRecord } from '../../../src/core/model/client-record.js';
import { clientRecords } from '../../../src/storage/records/clients/client-records.js';
import { clientNamed, count, quickPace } from '../../harness.js';
import { textsUnder } from '../../storage/backends/texts.js';
import { runningForEach } from '../../running.js';

const running = runningForEach({
  runtime: { pace: { ...quickPace, leaseMs: 5_000, settleEveryMs: 100, sureAfterMs: 400 } },
});

async function create(name = 'nightly') {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose x`);
  return aiko;
}

describe('a create without a clear answer', () => {
  test('that made nothing: the person is told so in the DM, soon and once', async () => {
    running.api.fault({ operation: 'create', kind: 'drop-before', times: 1 });
    const aiko = await create();
    await aiko.seesMessage('don’t know whether');
    await aiko.seesMessage('I checked: it wasn’t');
    await running.settled();
    expect(aiko.messages('dm').filter(({ content }) => content.includes('I checked'))).toHaveLength(1);
    expect(count(running.api, 'create')).toBe(1);
    const answer = aiko.messages().find(({ content }) => content.includes('don’t know whether'));
    const reference = /Reference: (\w{8})/.exec(answer?.content ?? '')?.[1] ?? 'no reference';
    expect(running.log()).toMatch(new RegExp(`"reference":"${reference}".*"msg":"settled"`));
  });

  test('that made a client: the person may delete it', async () => {
    running.api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    const aiko = await create();
    await aiko.seesMessage('This client may be it');
    await running.settled();
    expect(clientNamed(running.api, 'nightly')).toBeDefined();
    await aiko.press('Delete', { confirm: true });
    await aiko.reads('Its ID and secret no longer work');
    expect(running.api.clients().some(({ name }) => name === 'nightly')).toBe(false);
    expect(aiko.canPress('Keep')).toBe(false);
  });

  test('cannot be made a way to delete what turned out to be somebody else’s', async () => {
    const { api, slack } = running;
    await running.changePolicy({ approval: 'never' });
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    const ben = slack.as('ben');
    await ben.command('/apiclient create nightly --user billing --purpose x');
    await ben.seesMessage('This client may be it');
    // Aiko made one of that name at the same moment; hers is recorded only now.
    const { id } = clientNamed(api, 'nightly');
    const records = clientRecords(running.backend);
    await records.add(
      ClientRecord.parse({
        workspace: 'T0SANDBOX',
        id,
        user: 'billing',
        name: 'nightly',
        owner: { kind: 'person', id: 'U0AIKO' },
        requester: 'U0AIKO',
        purpose: 'x',
        createdAt: new Date().toISOString(),
      }),
    );
    await ben.press('Delete', { confirm: true });
    await running.settled();
    expect(clientNamed(api, 'nightly').id).toBe(id);
    expect(count(api, 'delete')).toBe(0);
  });

  test('that made a client: the person may keep it, and hears nothing more of it', async () => {
    running.api.fault({ operation: 'create', kind: 'nonsense', times: 1 });
    const aiko = await create();
    await aiko.seesMessage('This client may be it');
    await aiko.press('Keep');
    await aiko.seesMessage('Nothing was deleted');
    await running.settled();
    expect(aiko.messages().filter(({ content }) => content.includes('may be it'))).toEqual([]);
    expect(clientNamed(running.api, 'nightly')).toBeDefined();
  });

  test('that shows in the list only later: it is offered then', async () => {
    const { api } = running;
    api.fault({ operation: 'create', kind: 'drop-after', times: 1 });
    api.fault({ operation: 'list', kind: 'status', status: 403, times: 2 });
    const aiko = await create();
    await aiko.seesMessage('don’t know whether');
    await aiko.seesMessage('This client may be it');
    expect(aiko.canPress('Delete')).toBe(true);
  });
});

describe('a receipt', () => {
  test('is not tried for ever where its person cannot get one any more', async () => {
    const { slack } = running;
    slack.fault({ method: 'chat.postMessage', kind: 'error', error: 'user_disabled', times: 1_000 });
    const aiko = await create();
    await aiko.seesMessage('save its secret now');
    await running.settled();
    expect((await textsUnder(running.backend, 'intent:')).map(([key]) => key)).toEqual([]);
    expect(clientNamed(running.api, 'nightly')).toBeDefined();
  });
});

describe('a secret that could not be shown', () => {
  test('while deleting failed, too: its client goes as soon as the API lets it', async () => {
    const { api, slack } = running;
    slack.fault({ method: 'chat.postEphemeral', kind: 'error', error: 'fatal_error' });
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 2 });
    const aiko = await create();
    await aiko.seesMessage('I’ll keep trying');
    await aiko.seesMessage('is now deleted');
    expect(api.clients().some(({ name }) => name === 'nightly')).toBe(false);
  });
});

describe('a deletion without a clear answer', () => {
  async function remove(kind: 'drop-after' | 'drop-before') {
    const { api } = running;
    const aiko = await create();
    await aiko.seesMessage('API client created');
    const { id } = clientNamed(api, 'nightly');
    await aiko.command(`/apiclient delete ${id}`);
    await aiko.seesModal('cannot be undone');
    api.fault({ operation: 'delete', kind, times: 4 });
    await aiko.press('Delete', { confirm: true });
    return aiko;
  }

  test('that deleted: the person is told so', async () => {
    const aiko = await remove('drop-after');
    await aiko.reads('may or may not be deleted', { timeoutMs: 20_000 });
    await aiko.seesMessage('I checked: it is');
  });

  test('that did not: the person is told so, and nothing is deleted behind their back', async () => {
    const aiko = await remove('drop-before');
    await aiko.reads('may or may not be deleted', { timeoutMs: 20_000 });
    await aiko.seesMessage('it still exists');
    expect(clientNamed(running.api, 'nightly')).toBeDefined();
  });
});
