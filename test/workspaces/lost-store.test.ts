import { describe, expect, test } from 'vitest';
import { WorkspaceId } from '../../src/core/model/ids.js';
import { MOST_KEYS_OF_A_BATCH, type StoredRecord } from '../../src/storage/backends/backend.js';
import { acceptStore, doubtOf } from '../../src/storage/records/accept-store.js';
import { backendOfRecords } from '../../src/storage/records/workspace-records.js';
import { parseKeys } from '../../src/storage/sealing/seal.js';
import { ENCRYPTION_KEYS } from '../encryption-keys.js';
import { clientNamed, count, members, readiness, rulesIn, quickPace } from '../harness.js';
import { deleteText, putText, textsUnder } from '../storage/backends/texts.js';
import { runningForEach } from '../running.js';

const POLICY = 'rules:T0SANDBOX:policy';

const running = runningForEach({ policy: { approval: 'always', approvers: members('chloe') } });

const records = () =>
  backendOfRecords(running.backend, parseKeys(ENCRYPTION_KEYS), (unreadable) => {
    throw unreadable;
  });

/** What was in the store, for a restore. */
const copied = (): Promise<readonly StoredRecord[]> => textsUnder(running.backend, '');

async function emptied(): Promise<void> {
  const keys = (await copied()).map(([key]) => key);
  for (let first = 0; first < keys.length; first += MOST_KEYS_OF_A_BATCH) {
    await running.backend.commit({ delete: keys.slice(first, first + MOST_KEYS_OF_A_BATCH) });
  }
}

async function restored(texts: readonly StoredRecord[]): Promise<void> {
  await emptied();
  await running.backend.commit({ put: texts.map(([key, text]) => ({ key, text })) });
}

const readyz = async (): Promise<string> =>
  (await fetch(`http://127.0.0.1:${running.bot.port}/readyz`)).text();

/** Slack's admin, who may create without anybody's approval by the defaults. */
async function adminAsks(name: string) {
  const aiko = running.slack.as('aiko');
  await aiko.command(`/apiclient create ${name} --user billing --purpose x`);
  return aiko;
}

async function isRefused(name: string): Promise<void> {
  // An answer to an earlier command is none to this one.
  await running.slack.as('aiko').reload();
  const aiko = await adminAsks(name);
  expect((await aiko.seesMessage('storage came back empty')).content).toContain('npm run store:accept');
  expect(count(running.api, 'create')).toBe(0);
}

describe('a store that is not what it was', () => {
  test('empty under a running bot allows nothing, says so, and allows again once it is accepted', async () => {
    await (await adminAsks('before')).seesMessage('was sent to');
    await emptied();
    await isRefused('nightly');
    expect(await readiness(running)).toBe(503);
    expect(await readyz()).toContain('the store came back empty');
    expect(running.log()).toContain('the store came back empty: nothing is allowed');

    // A restart does not make it good.
    await running.restart();
    expect(await readiness(running)).toBe(503);
    await isRefused('hourly');

    expect((await doubtOf(records())).loss).toBe('empty');
    await acceptStore(records());
    expect(await readiness(running)).toBe(200);
    const aiko = await adminAsks('daily');
    await aiko.seesMessage('save its secret now');
    expect(clientNamed(running.api, 'daily').user).toBe('billing');
  });

  test('empty before anybody has asked for anything allows nothing either', async () => {
    await running.restart();
    await emptied();
    await isRefused('nightly');
  });

  test('restored from an older backup allows nothing until that is accepted', async () => {
    const backup = await copied();
    const pace = { ...quickPace, leaseMs: 300 };
    await running.restart({ pace });
    // Some heartbeats later.
    await expect
      .poll(async () => (await running.backend.get('store-life')) ?? '')
      .not.toBe(backup.find(([key]) => key === 'store-life')?.[1] ?? '');
    await restored(backup);
    await expect.poll(readyz).toContain('older than it was');
    await isRefused('nightly');
    await acceptStore(records());
    await (await adminAsks('hourly')).seesMessage('was sent to');
    expect(count(running.api, 'create')).toBe(0);
  });

  test('that has lost its rules alone allows nothing, also after a restart', async () => {
    await (await adminAsks('before')).seesMessage('was sent to');
    await deleteText(running.backend, POLICY);
    await isRefused('nightly');
    await running.restart();
    await isRefused('hourly');
    expect(running.log()).toContain('the rules of a workspace are gone');
    expect((await doubtOf(records())).without).toEqual(['T0SANDBOX']);
    await acceptStore(records());
    await (await adminAsks('daily')).seesMessage('save its secret now');
  });

  test('whose policy is older than the one set last allows nothing', async () => {
    const rules = rulesIn(running.backend);
    const setAgain = (approval: 'without-grant' | 'always') =>
      rules.change(WorkspaceId.parse('T0SANDBOX'), (now) => ({
        ...now,
        policy: { ...now.policy, approval },
        policyVersion: now.policyVersion + 1,
      }));
    await setAgain('without-grant');
    const before = (await running.backend.get(POLICY)) ?? '';
    await setAgain('always');
    await putText(running.backend, POLICY, before);
    await isRefused('nightly');
    await running.restart();
    await isRefused('hourly');
    expect((await doubtOf(records())).older).toEqual(['T0SANDBOX']);
  });
});
