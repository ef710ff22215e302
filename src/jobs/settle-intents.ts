import type { WorkspaceId } from '../core/model/ids.js';
import type { Intent } from '../core/intents/intent.js';
import type { Intents } from '../core/intents/intents.js';

const WORKSPACES_AT_ONCE = 8;

/**
 * Settles what is open and nobody works on: after a crash, after an unclear answer, after a failure to clean up.
 * `settle` finds out, tells the person, and lets the intent go; it may be done again at any point.
 */
export async function settleIntents(
  intents: Intents,
  settle: (intent: Intent) => Promise<void>,
): Promise<void> {
  const open = new Map<WorkspaceId, Intent[]>();
  for await (const intent of intents.open()) {
    const ofWorkspace = open.get(intent.workspace) ?? [];
    ofWorkspace.push(intent);
    open.set(intent.workspace, ofWorkspace);
  }
  const failures: unknown[] = [];
  const queue = [...open.values()];
  // One whose API hangs does not keep the others waiting.
  await Promise.all(
    Array.from({ length: WORKSPACES_AT_ONCE }, async () => {
      for (let ofWorkspace = queue.shift(); ofWorkspace !== undefined; ofWorkspace = queue.shift()) {
        await settleOneAfterTheOther(intents, ofWorkspace, settle, failures);
      }
    }),
  );
  if (failures.length > 0) throw new AggregateError(failures, 'some intents could not be settled');
}

async function settleOneAfterTheOther(
  intents: Intents,
  open: readonly Intent[],
  settle: (intent: Intent) => Promise<void>,
  failures: unknown[],
): Promise<void> {
  for (const intent of open) {
    try {
      if (await intents.isUnderWay(intent)) continue;
      // Two replicas may have seen it open: one of them takes it.
      const mine = await intents.takeOver(intent);
      if (mine === undefined) continue;
      try {
        await settle(mine);
      } finally {
        intents.leave(mine);
      }
    } catch (error) {
      failures.push(error);
    }
  }
}
