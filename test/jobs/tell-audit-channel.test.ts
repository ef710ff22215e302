import { describe, expect, it } from 'vitest';
import { AuditChannelProgress } from '../../src/core/audit/audit-channel-progress.js';
import { defaultPolicy } from '../../src/core/rights/policy.js';
import { Problem } from '../../src/core/problem.js';
import { type AuditLines, tellAuditChannel } from '../../src/jobs/tell-audit-channel.js';
import { auditKey } from '../../src/storage/audit/audit-key.js';
import { memoryBackend } from '../../src/storage/backends/memory-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { workspaceRules } from '../../src/storage/records/rules/workspace-rules.js';
import { event, trailOver, workspace } from '../storage/audit/trail.js';
import { deleteText } from '../storage/backends/texts.js';

/** A workspace with an audit channel, and what was posted there. */
async function withChannel(channel: string | undefined = 'C1') {
  const backend = memoryBackend();
  let time = new Date('2026-11-24T10:00:00Z');
  const audit = trailOver(backend, { now: () => time });
  const rules = workspaceRules(backend);
  const setChannel = (auditChannel: string | undefined) =>
    rules.change(workspace, (now) => ({ ...now, policy: { ...defaultPolicy, auditChannel } }));
  await setChannel(channel);
  const posted: string[] = [];
  let failure: (() => Error) | undefined;
  /** `stalled`: it looks for where to begin only then. */
  const replica = (stalled: Promise<unknown> = Promise.resolve()) =>
    tellAuditChannel({
      workspace,
      audit: { ...audit, head: (of) => stalled.then(() => audit.head(of)) },
      rules,
      told: createStore({ backend, schema: AuditChannelProgress }),
      now: () => time,
      async post(to, { records, isRepeated, isBroken }: AuditLines) {
        await Promise.resolve();
        if (failure !== undefined) throw failure();
        const marks = `${isRepeated ? ' again' : ''}${isBroken ? ' broken' : ''}`;
        posted.push(`${to}: ${records.map(({ sequence }) => sequence).join(' ')}${marks}`);
      },
      postHead: async (to, { sequence }) => void posted.push(`${to}: head ${sequence}`),
    });
  return {
    backend,
    replica,
    setChannel,
    appendChange: () =>
      audit.append(
        workspace,
        event({
          action: 'change-policy',
          outcome: 'done',
          target: { subject: 'auditChannel: none to "C1"' },
        }),
      ),
    append: async (count: number) => {
      for (let index = 0; index < count; index += 1) await audit.append(workspace, event());
    },
    later: (ms: number) => {
      time = new Date(time.getTime() + ms);
    },
    fail: (with_: (() => Error) | undefined) => {
      failure = with_;
    },
    said: () => posted.splice(0),
  };
}

describe('the audit channel', () => {
  it('is told everything in order, from the newest record at the time on, and the head once a day', async () => {
    const { append, replica, later, said } = await withChannel();
    await append(5);
    expect((await replica()).isAll).toBe(true);
    expect(said()).toEqual(['C1: 5', 'C1: head 5']);
    await append(12);
    await replica();
    expect(await replica()).toEqual({ isAll: true, headDueAt: new Date('2026-11-25T00:00:00Z') });
    expect(said()).toEqual(['C1: 6 7 8 9 10 11 12 13 14 15', 'C1: 16 17']);
    later(24 * 3_600_000);
    await replica();
    await replica();
    expect(said()).toEqual(['C1: head 17']);
    later(24 * 3_600_000);
    await replica();
    expect(said()).toEqual([]);
  });

  it('is told once by two replicas that begin at the same moment, one of them slowly', async () => {
    const { append, replica, said } = await withChannel();
    await append(3);
    let goOn: (() => void) | undefined;
    const slow = replica(new Promise<void>((resolve) => (goOn = resolve)));
    expect((await replica()).isAll).toBe(true);
    goOn?.();
    expect((await slow).isAll).toBe(false);
    expect(said()).toEqual(['C1: 3', 'C1: head 3']);
  });

  it('begins with the change of the policy that named it', async () => {
    const { append, appendChange, replica, said } = await withChannel();
    await append(3);
    await appendChange();
    await append(3);
    await replica();
    expect(said()).toEqual(['C1: 4 5 6 7', 'C1: head 7']);
  });

  it('is told each record once by several replicas', async () => {
    const { append, replica, said } = await withChannel();
    await append(1);
    await replica();
    said();
    await append(35);
    await Promise.all([replica(), replica(), replica(), replica()]);
    await replica();
    const records = said()
      .filter((line) => !line.includes('head'))
      .flatMap((line) => line.replace('C1: ', '').split(' ').map(Number));
    expect(records).toEqual(Array.from({ length: 35 }, (_, index) => index + 2));
  });

  it('hears again, and that it does, what a replica posted that died before it said so', async () => {
    const { append, replica, later, fail, said } = await withChannel();
    await append(3);
    fail(
      () => new Problem({ kind: 'slack-failed', method: 'chat.postMessage', error: 'WebAPIRequestError' }),
    );
    await expect(replica()).rejects.toThrow();
    fail(undefined);
    await append(1);
    expect((await replica()).isAll).toBe(false);
    expect(said()).toEqual([]);
    later(6 * 60_000);
    await replica();
    expect(said()).toEqual(['C1: 3 again', 'C1: 4', 'C1: head 4']);
  });

  it('is told later, as if for the first time, what Slack refused', async () => {
    const { append, replica, fail, said } = await withChannel();
    await append(2);
    fail(() => new Problem({ kind: 'slack-failed', method: 'chat.postMessage', error: 'not_in_channel' }));
    await expect(replica()).rejects.toThrow();
    fail(undefined);
    await replica();
    expect(said()).toEqual(['C1: 2', 'C1: head 2']);
  });

  it('hears that the trail was rewritten behind what it was told', async () => {
    const { backend, append, replica, said } = await withChannel();
    await append(4);
    await replica();
    said();
    // Somebody with access to the store writes the fourth record again, and the chain is valid.
    await deleteText(backend, auditKey(workspace, 4));
    const forger = trailOver(backend);
    await forger.append(workspace, event({ action: 'list' }));
    await forger.append(workspace, event());
    await replica();
    expect(said()).toEqual(['C1: 5 broken']);
  });

  it('starts over with another channel, and ends without one', async () => {
    const { append, replica, setChannel, said } = await withChannel();
    await append(3);
    await replica();
    said();
    await setChannel('C2');
    await append(2);
    await replica();
    expect(said()).toEqual(['C2: 5', 'C2: head 5']);
    await setChannel(undefined);
    await append(1);
    expect((await replica()).isAll).toBe(true);
    expect(said()).toEqual([]);
  });
});
