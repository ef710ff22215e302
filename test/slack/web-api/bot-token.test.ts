import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { PersonId, WorkspaceId } from '../../../src/core/model/ids.js';
import type { Installation, Installations } from '../../../src/core/workspace/installation.js';
import { Problem } from '../../../src/core/problem.js';
import { Secret } from '../../../src/core/model/secret.js';
import { createLog } from '../../../src/log.js';
import { BotToken, type BotTokenParts } from '../../../src/slack/web-api/bot-token.js';
import { installations, StoredInstallation } from '../../../src/storage/records/installations.js';
import { leases } from '../../../src/storage/coordination/leases.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';

const workspace = WorkspaceId.parse('T1ACME');
const start = Date.parse('2026-11-24T08:00:00Z');
const HOUR_MS = 3_600_000;

let clock: number;
let refreshes: string[];
let kept: Installations;
let newReplica: (changes?: Partial<BotTokenParts>) => Promise<BotToken>;

beforeEach(async () => {
  clock = start;
  refreshes = [];
  const backend = memoryBackend(() => clock);
  kept = installations(createStore({ backend, schema: StoredInstallation, isCodec: true }));
  await kept.keep(installedAt(start));
  let replicas = 0;
  newReplica = async (changes = {}) => {
    const installation = await kept.find(workspace);
    if (installation === undefined) throw new Error('not installed');
    replicas += 1;
    return new BotToken(
      {
        installations: kept,
        leases: leases(createStore({ backend, schema: z.string() }), `replica-${replicas}`),
        refresh,
        now: () => new Date(clock),
        sleep: () => new Promise((resolve) => setTimeout(resolve, 1)),
        log: createLog('silent'),
        ...changes,
      },
      installation,
    );
  };
});

function installedAt(time: number): Installation {
  return {
    workspace,
    botToken: new Secret('token-0'),
    rotation: {
      refreshToken: new Secret('refresh-0'),
      expiresAt: new Date(time + 12 * HOUR_MS).toISOString(),
    },
    botUserId: 'U1BOT',
    scopes: ['commands'],
    installedBy: PersonId.parse('U1AIKO'),
    installedAt: new Date(time).toISOString(),
  };
}

/** Slack: a refresh token is good once. */
const refresh: BotTokenParts['refresh'] = async (token) => {
  await new Promise((resolve) => setTimeout(resolve, 5));
  if (refreshes.includes(token.reveal())) {
    throw new Problem({ kind: 'slack-failed', method: 'oauth.v2.access', error: 'invalid_refresh_token' });
  }
  refreshes.push(token.reveal());
  return {
    botToken: new Secret(`token-${refreshes.length}`),
    refreshToken: new Secret(`refresh-${refreshes.length}`),
    expiresInSeconds: 12 * 3600,
  };
};

const got = async (tokens: readonly Promise<Secret>[]): Promise<string[]> =>
  [...new Set((await Promise.all(tokens)).map((token) => token.reveal()))].sort();

test('a token is renewed once for everybody who asks at once, two hours before its end', async () => {
  const token = await newReplica();
  clock = start + 9 * HOUR_MS;
  expect(await got([token.get()])).toEqual(['token-0']);
  clock = start + 10.5 * HOUR_MS;
  const patient = await newReplica({ sleep: () => new Promise(() => undefined) });
  expect(await got(Array.from({ length: 50 }, () => patient.get()))).toEqual(['token-1']);
  expect(refreshes).toEqual(['refresh-0']);
  expect((await kept.find(workspace))?.botToken.reveal()).toBe('token-1');
});

test('several replicas renew it once, and all end up with the same', async () => {
  const replicas = await Promise.all(Array.from({ length: 5 }, () => newReplica()));
  clock = start + 13 * HOUR_MS;
  expect(await got(replicas.flatMap((replica) => [replica.get(), replica.get()]))).toEqual(['token-1']);
  expect(refreshes).toEqual(['refresh-0']);
});

test('until its end the old token serves, however slow or broken the exchange is', async () => {
  clock = start + 11 * HOUR_MS;
  const broken = await newReplica({
    refresh: () =>
      Promise.reject(new Problem({ kind: 'slack-failed', method: 'oauth.v2.access', error: 'no answer' })),
  });
  expect(await got([broken.get()])).toEqual(['token-0']);
  const slow = await newReplica({ refresh: () => new Promise(() => undefined) });
  expect(await got([slow.get()])).toEqual(['token-0']);
});

test('a pair is kept before anybody uses it, and outlives a store that is away for a while', async () => {
  let away = 7;
  const flaky: Installations = {
    ...kept,
    replace: async (expected, next) => {
      away -= 1;
      if (away >= 0) throw new Problem({ kind: 'store-unavailable' });
      return kept.replace(expected, next);
    },
  };
  const token = await newReplica({ installations: flaky });
  clock = start + 11 * HOUR_MS;
  expect(await got([token.get()])).toEqual(['token-0']);
  for (let asked = 0; asked < 20; asked += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    await token.get();
  }
  clock = start + 13 * HOUR_MS;
  expect(await got([token.get()])).toEqual(['token-1']);
  expect(refreshes).toEqual(['refresh-0']);
});

test('a pair is kept although an attempt whose answer was lost had kept it, or the record changed beside', async () => {
  let first = true;
  const lossy: Installations = {
    ...kept,
    replace: async (expected, next) => {
      if (!first) return kept.replace(expected, next);
      first = false;
      await kept.replace(expected, { ...expected, botUserId: 'U9NEW' });
      return kept.replace(expected, next);
    },
  };
  const token = await newReplica({ installations: lossy });
  clock = start + 13 * HOUR_MS;
  expect(await got([token.get()])).toEqual(['token-1']);
  expect(await kept.find(workspace)).toMatchObject({ botUserId: 'U9NEW' });
  expect(refreshes).toEqual(['refresh-0']);
});

test('a workspace that is uninstalled meanwhile does not come back', async () => {
  const backend = memoryBackend(() => clock);
  const gone = installations(createStore({ backend, schema: StoredInstallation, isCodec: true }));
  const token = await newReplica({ installations: gone });
  clock = start + 13 * HOUR_MS;
  await expect(token.get()).rejects.toMatchObject({ facts: { error: 'Uninstalled' } });
  expect(await gone.find(workspace)).toBeUndefined();
  expect(refreshes).toEqual([]);
});
