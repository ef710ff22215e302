import { WorkspaceId } from '../../src/core/model/ids.js';
import { openBackend } from '../../src/storage/backends/open-backend.js';
import type { Policy } from '../../src/core/rights/policy.js';
import { rulesIn } from '../../test/harness.js';

/** Lets the people of a workspace create as often as a benchmark does, in a store that no bot has open. */
export async function allowMuch(
  storeUrl: string,
  workspace = 'T0SANDBOX',
  more: Partial<Policy> = {},
): Promise<void> {
  const backend = await openBackend(storeUrl, { allowVolatile: true });
  try {
    const rules = rulesIn(backend);
    await rules.change(WorkspaceId.parse(workspace), (current) => ({
      ...current,
      policy: { ...current.policy, actsPerHour: { person: 10_000, workspace: 100_000 }, ...more },
    }));
  } finally {
    await backend.close();
  }
}
