import { expect, test } from 'vitest';
import { PersonId } from '../../../src/core/model/ids.js';
import type { Installation } from '../../../src/core/workspace/installation.js';
import { Secret } from '../../../src/core/model/secret.js';
import {
  type Followed,
  followUninstallation,
  type TokenVerdict,
  UNINSTALLED,
} from '../../../src/core/workspace/uninstall.js';
import { memoryBackend } from '../../../src/storage/backends/memory-backend.js';
import { createStore } from '../../../src/storage/backends/store.js';
import { installations, StoredInstallation } from '../../../src/storage/records/installations.js';
import { uninstallations } from '../../../src/storage/records/uninstallations.js';
import { workspace } from '../records.js';

const INSTALLED_AT = '2026-11-02T12:00:00.500Z';
const installation: Installation = {
  workspace,
  botToken: new Secret('xoxb-of-the-test'),
  rotation: undefined,
  botUserId: 'U0BOT',
  scopes: [],
  installedBy: PersonId.parse('U0AIKO'),
  installedAt: INSTALLED_AT,
};

interface Case {
  /** Seconds between the installation and what Slack said. */
  readonly later: number;
  readonly verdict: TokenVerdict;
  readonly standing?: Installation | undefined;
  /** The action of the trail's last record. */
  readonly trailEnds?: string;
}

async function follow({ later, verdict, standing = installation, trailEnds }: Case, isInstalled = true) {
  const backend = memoryBackend(Date.now);
  const installed = installations(createStore({ backend, schema: StoredInstallation, isCodec: true }));
  const noted = uninstallations({ backend, now: () => new Date() });
  if (isInstalled) await installed.keep(standing);
  const saidAt = Math.floor(Date.parse(INSTALLED_AT) / 1000) + later;
  await noted.note({ workspace, saidAt, reference: 'REF' });
  const removed: string[] = [];
  const appended: string[] = [];
  const head = { sequence: trailEnds === undefined ? 0 : 7, hash: '' };
  const followed = await followUninstallation(
    {
      installations: installed,
      uninstallations: noted,
      audit: {
        append: (_, { action }) => {
          appended.push(action);
          return Promise.reject(new Error('nothing is appended here'));
        },
        head: () => Promise.resolve(head),
        async *backwards() {
          if (trailEnds === undefined) return;
          yield {
            sequence: 7,
            time: INSTALLED_AT,
            workspace,
            actor: 'bot',
            action: trailEnds,
            target: {},
            outcome: 'done',
            reference: 'REF',
            previousHash: '0'.repeat(64),
            hash: '1'.repeat(64),
          };
        },
      },
      kept: {
        removeRecords: async (of, mayGoOn) => {
          if (await mayGoOn()) removed.push(of);
          return removed.length > 0;
        },
        cutTrail: () => Promise.resolve(),
      },
      tokenVerdict: () => Promise.resolve(verdict),
      forget: () => undefined,
      now: () => new Date(INSTALLED_AT),
    },
    workspace,
  );
  return {
    followed,
    isRemoved: removed.length > 0,
    isInstalled: (await installed.find(workspace)) !== undefined,
    stillNoted: (await noted.find(workspace)) !== undefined,
  };
}

const outcomes: Record<Extract<Followed, 'removed' | 'standing' | 'unproved'>, object> = {
  removed: { followed: 'removed', isRemoved: true },
  standing: { followed: 'standing', isRemoved: false, isInstalled: true },
  unproved: { followed: 'unproved', isRemoved: false, isInstalled: true, stillNoted: true },
};

test.each([
  { what: 'an hour later, and its token is revoked', later: 3600, verdict: 'ended', result: 'removed' },
  { what: 'an hour later, and its token works', later: 3600, verdict: 'accepted', result: 'standing' },
  { what: 'an hour later, and Slack does not answer', later: 3600, verdict: 'unknown', result: 'unproved' },
  { what: 'an hour later, and its token is refused', later: 3600, verdict: 'refused', result: 'removed' },
  { what: 'long before, of an earlier installation', later: -3600, verdict: 'ended', result: 'standing' },
  { what: 'within the same second', later: 0, verdict: 'ended', result: 'removed' },
  { what: 'by a clock that is behind', later: -5, verdict: 'ended', result: 'removed' },
  {
    what: 'perhaps of an earlier one, and its token is refused',
    later: -5,
    verdict: 'refused',
    result: 'unproved',
  },
] as const)('a workspace of which Slack said that the app was uninstalled $what: $result', async (one) => {
  expect(await follow(one)).toMatchObject(outcomes[one.result]);
});

test('a workspace that is not installed keeps what it has, unless its trail says that it was uninstalled', async () => {
  const said = { later: 1, verdict: 'unknown' } as const;
  expect(await follow(said, false)).toMatchObject({ followed: 'not-installed', isRemoved: false });
  const ended = { ...said, trailEnds: UNINSTALLED };
  expect(await follow(ended, false)).toMatchObject({ followed: 'removed', isRemoved: true });
});
