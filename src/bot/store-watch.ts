import type { Logger } from 'pino';
import type { Announcement } from '../core/coordination/announcement.js';
import type { WorkspaceId } from '../core/model/ids.js';
import type { Backend } from '../storage/backends/backend.js';
import { createStore } from '../storage/backends/store.js';
import { LOSS_IN_WORDS, StoredLife, storeLife } from '../storage/records/store-life.js';
import type { RulesGuard } from '../storage/records/rules/workspace-rules.js';

const WHAT_TO_DO = 'nothing is allowed until an operator has run `npm run store:accept`';

/** Notices, for this process, a store that comes back empty or older than it was. */
export interface StoreWatch {
  /** Looks at each heartbeat. */
  readonly heartbeat: Announcement;
  readonly rulesGuard: RulesGuard;
  /** What `/readyz` says of it. */
  missing(): Promise<readonly string[]>;
}

export function watchStore(
  backend: Backend,
  { now, log }: { readonly now: () => Date; readonly log: Logger },
): StoreWatch {
  const life = storeLife({
    store: createStore({ backend, schema: StoredLife }),
    now,
    noticed: (loss) => log.error({ loss }, `${LOSS_IN_WORDS[loss]}: ${WHAT_TO_DO}`),
  });
  const told = new Set<WorkspaceId>();
  return {
    heartbeat: { renew: () => life.look(), withdraw: () => Promise.resolve() },
    rulesGuard: {
      life,
      lost(workspace) {
        if (told.has(workspace)) return;
        told.add(workspace);
        log.error({ workspace }, `the rules of a workspace are gone, or older than they were: ${WHAT_TO_DO}`);
      },
    },
    async missing() {
      // A store that does not answer is told of elsewhere.
      await life.check().catch(() => undefined);
      const loss = life.doubt();
      return loss === undefined ? [] : [`${LOSS_IN_WORDS[loss]}: ${WHAT_TO_DO}`];
    },
  };
}
