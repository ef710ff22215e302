import { expect, test } from 'vitest';
import { PersonId, WorkspaceId } from '../../src/core/model/ids.js';
import { Secret } from '../../src/core/model/secret.js';
import { installations, StoredInstallation } from '../../src/storage/records/installations.js';
import { observed } from '../../src/storage/backends/observed-backend.js';
import { parseKeys } from '../../src/storage/sealing/seal.js';
import { sealed } from '../../src/storage/sealing/sealed-backend.js';
import { createStore } from '../../src/storage/backends/store.js';
import { environmentFor, forEveryWorkspace, start } from '../harness.js';

const WORKSPACES = 500;

test('a bot of many workspaces answers while its jobs go through all of them', async () => {
  const running = await start(forEveryWorkspace);
  try {
    const keys = parseKeys(environmentFor(running.api, running.slack)['ENCRYPTION_KEYS'] ?? '');
    const store = createStore({ backend: sealed(running.backend, keys), schema: StoredInstallation });
    for (let number = 0; number < WORKSPACES; number += 1) {
      await installations(store).keep({
        workspace: WorkspaceId.parse(`TMANY${number}`),
        botToken: new Secret(`xoxb-of-${number}`),
        rotation: undefined,
        botUserId: 'U0APICLIENTS',
        scopes: ['commands'],
        installedBy: PersonId.parse('U0AIKO'),
        installedAt: new Date().toISOString(),
      });
    }
    let operations = 0;
    const { backend } = running;
    await running.restart({ wrapBackend: () => observed(backend, () => (operations += 1)) });
    const answer = await fetch(`http://127.0.0.1:${running.bot.port}/healthz`);
    const until = operations;
    expect(answer.status).toBe(200);
    // All jobs look into each of them at the start.
    await expect.poll(() => operations, { timeout: 20_000 }).toBeGreaterThan(4 * WORKSPACES);
    expect(until).toBeLessThan(WORKSPACES);
  } finally {
    await running.stop();
  }
});
