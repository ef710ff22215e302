import { expect, test } from 'vitest';
import { PersonId } from '../../../src/core/model/ids.js';
import type { Installation } from '../../../src/core/workspace/installation.js';
import { Secret } from '../../../src/core/model/secret.js';
import { type UninstallEvent, uninstall } from '../../../src/core/workspace/uninstall.js';
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

/** Resolves to whether what was kept of the workspace was removed. */
async function isRemoved(
  kind: UninstallEvent['kind'],
  secondsLater: number,
  works: boolean | undefined,
  standing: 'installed' | 'gone' = 'installed',
): Promise<boolean> {
  const removed: string[] = [];
  const saidAt = Math.floor(Date.parse(INSTALLED_AT) / 1000) + secondsLater;
  const head = { sequence: 0, hash: '' };
  const never = () => Promise.reject(new Error('the workspace has no trail'));
  await uninstall(
    {
      installations: { find: () => Promise.resolve(standing === 'gone' ? undefined : installation) },
      audit: {
        append: never,
        head: () => Promise.resolve(head),
        async *backwards() {},
      },
      kept: { removeRecords: async (of) => void removed.push(of), cutTrail: never },
      tokenWorks: () => Promise.resolve(works),
      forget: () => undefined,
    },
    { workspace, kind, saidAt, reference: 'REF' },
  );
  return removed.length > 0;
}

test.each([
  {
    what: 'uninstalled an hour later, whatever the token says',
    kind: 'app-uninstalled',
    later: 3600,
    works: undefined,
    removed: true,
  },
  {
    what: 'uninstalled before it was installed again',
    kind: 'app-uninstalled',
    later: -3600,
    works: false,
    removed: false,
  },
  {
    what: 'uninstalled, and installed again by a clock that is behind',
    kind: 'app-uninstalled',
    later: 5,
    works: true,
    removed: false,
  },
  {
    what: 'uninstalled within the same second',
    kind: 'app-uninstalled',
    later: 0,
    works: false,
    removed: true,
  },
  {
    what: 'its token revoked, as Slack says',
    kind: 'tokens-revoked',
    later: 3600,
    works: false,
    removed: true,
  },
  {
    what: 'one of its tokens revoked, another works',
    kind: 'tokens-revoked',
    later: 3600,
    works: true,
    removed: false,
  },
  {
    what: 'a token revoked while Slack does not answer',
    kind: 'tokens-revoked',
    later: 3600,
    works: undefined,
    removed: false,
  },
  {
    what: 'a token revoked of an installation long before',
    kind: 'tokens-revoked',
    later: -3600,
    works: false,
    removed: false,
  },
] as const)('a workspace of which Slack says: $what', async ({ kind, later, works, removed }) => {
  expect(await isRemoved(kind, later, works)).toBe(removed);
});

test('a workspace that is not installed any more keeps nothing', async () => {
  expect(await isRemoved('tokens-revoked', 1, undefined, 'gone')).toBe(true);
});
