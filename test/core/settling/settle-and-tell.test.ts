import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ClientId } from '../../../src/core/model/ids.js';
import type { Intent, IssueIntent } from '../../../src/core/intents/intent.js';
import { Problem } from '../../../src/core/problem.js';
import { settleAndTell } from '../../../src/core/settling/settle-and-tell.js';
import { settleLeft } from '../../../src/jobs/settle-left.js';
import { type SandboxApi, startSandboxApi } from '../../../sandbox/api/start-api.js';
import { guarded } from '../../../src/storage/backends/guarded-backend.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { collect } from '../../storage/servers/stores-under-test.js';
import { connected, root } from '../connected.js';
import { issueIntent, record, requestStores, workspace } from '../records.js';

const DAY_MS = 24 * 3_600_000;

let api: SandboxApi;
let time: number;
beforeEach(async () => {
  time = Date.now();
  api = await startSandboxApi({ now: () => time });
});
afterEach(() => api.stop());

/** Whom Slack takes no news for until it is back; what they were told; the API's client. */
async function aWorkspace() {
  const backend = guarded(memoryBackend(() => time));
  const context = connected(api, () => time, backend);
  const client = ClientId.parse(api.seed(root, [{ name: 'nightly' }])[0]?.id);
  await context.records.add(record({ id: client, user: root }));
  const told: string[] = [];
  const slack = { isAway: false };
  const say = (what: string) => async (): Promise<void> => {
    if (slack.isAway) {
      throw new Problem({ kind: 'slack-failed', method: 'chat.postMessage', error: 'messages_tab_disabled' });
    }
    told.push(what);
  };
  const news = {
    issueSettled: say('settled'),
    deletionSettled: say('deleted'),
    accountGone: say('account gone'),
    accountGoneForGood: say('account gone for good'),
    givenUp: say('given up'),
    requestChanged: async () => {},
  };
  const settling = {
    ...context,
    ...requestStores(backend),
    news,
    sureAfterMs: 0,
    connections: { current: async () => context.connection },
  };
  const settle = async (intent: Intent): Promise<void> => void (await settleAndTell(settling, intent));
  return {
    client,
    told,
    slack,
    begin: context.begin,
    deletions: context.deletions,
    look: async ({ id }: Intent): Promise<void> => {
      const { intents, now } = context;
      await settleLeft({ intents, settle, now, againAfterMs: 1_000 }, { workspace, id }).catch(
        (error: unknown) => {
          if (!(error instanceof Problem)) throw error;
        },
      );
    },
    trail: async () =>
      (await collect(context.audit.forwards(workspace, 0))).map(
        ({ action, reason }) => `${action} ${reason}`,
      ),
  };
}

/** What a process left that died eight days ago. */
function left(stage: IssueIntent['stage'], changes: Partial<IssueIntent> = {}): IssueIntent {
  const { wish } = issueIntent({ at: 'creating' });
  const begunAt = new Date(time - 8 * DAY_MS).toISOString();
  return issueIntent(stage, { begunAt, wish: { ...wish, user: root }, ...changes });
}

describe('what was found out of an act, and its person has not heard', () => {
  const LOOKS = 5;

  test('is on record once, however long Slack does not take the news, and is told then', async () => {
    const { client, told, slack, begin, look, trail } = await aWorkspace();
    const intent = left({ at: 'made', client });
    await begin(intent);
    slack.isAway = true;
    for (let count = 0; count < LOOKS; count += 1) {
      await look(intent);
      time += 3 * DAY_MS;
    }
    slack.isAway = false;
    await look(intent);
    expect(told).toEqual(['settled']);
    expect(await trail()).toEqual(['settle withdrawn']);
  });

  test('is on record once also where only the old client was deleted', async () => {
    const { told, slack, begin, look, trail } = await aWorkspace();
    const intent = left(
      { at: 'replacing' },
      { kind: 'replace', predecessor: ClientId.parse('ripple-absent') },
    );
    await begin(intent);
    slack.isAway = true;
    for (let count = 0; count < LOOKS; count += 1) await look(intent);
    slack.isAway = false;
    await look(intent);
    expect(told).toEqual(['settled']);
    expect(await trail()).toEqual(['settle only-deleted']);
  });

  test('is not contradicted on record when the API does not answer any more', async () => {
    const { client, told, slack, begin, look, trail } = await aWorkspace();
    const intent = left({ at: 'made', client });
    await begin(intent);
    slack.isAway = true;
    await look(intent);
    slack.isAway = false;
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 20 });
    for (let days = 0; days <= 8; days += 1) {
      await look(intent);
      time += DAY_MS;
    }
    expect(told).toEqual(['given up']);
    expect(await trail()).toEqual(['settle withdrawn']);
  });
});

describe('what nobody can find out', () => {
  test('is looked into during seven days on which the bot runs, however old it is at the first look', async () => {
    const { client, told, begin, look, trail } = await aWorkspace();
    const intent = left({ at: 'withdrawing', client });
    await begin(intent);
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 20 });
    const aDay = async (): Promise<void> => {
      for (const _ of [1, 2]) {
        await look(intent);
        time += DAY_MS / 2;
      }
    };
    for (let days = 0; days < 3; days += 1) await aDay();
    // The bot was away in between.
    time += 8 * DAY_MS;
    for (let days = 0; days < 4; days += 1) await aDay();
    expect(told).toEqual([]);
    expect(await trail()).toEqual([]);
    await aDay();
    expect(told).toEqual(['given up']);
    expect(await trail()).toEqual(['settle given-up']);
  });

  test('is still done at the second look after a long outage, where the first one fails', async () => {
    const { client, told, begin, look } = await aWorkspace();
    const intent = left({ at: 'made', client });
    await begin(intent);
    api.fault({ operation: 'delete', kind: 'status', status: 403, times: 1 });
    await look(intent);
    await look(intent);
    expect(told).toEqual(['settled']);
    expect(api.clients().some(({ id }) => id === client)).toBe(false);
  });

  test('names nobody as who deleted a client that goes later', async () => {
    const { client, told, begin, look, deletions } = await aWorkspace();
    const { version, id, person, reference, process, begunAt } = left({ at: 'creating' });
    const common = { version, id, workspace, person, reference, process, begunAt };
    const intent: Intent = { ...common, kind: 'delete', user: root, client, stage: { at: 'deleting' } };
    await begin(intent);
    await deletions.release(workspace, client, { by: person, at: new Date(begunAt), intent: id }, 'unknown');
    const attempt = () => deletions.attempt(workspace, client);
    api.fault({ operation: 'list', kind: 'status', status: 403, times: 20 });
    for (let days = 0; days <= 7; days += 1) {
      expect(await attempt()).toMatchObject({ by: person });
      await look(intent);
      time += DAY_MS;
    }
    expect(told).toEqual(['given up']);
    expect(await attempt()).toBeUndefined();
  });
});
