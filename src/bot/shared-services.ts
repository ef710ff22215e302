import type { OwnProcess } from './own-process.js';
import { Policy } from '../core/rights/policy.js';
import type { Services } from '../slack/call/services.js';
import type { ReadersWords } from '../slack/people/readers-words.js';
import type { Backend } from '../storage/backends/backend.js';
import { claims, StoredClaim } from '../storage/coordination/claims.js';
import { clientRecords } from '../storage/records/clients/client-records.js';
import { attentionMessages } from '../storage/records/attention/attention-messages.js';
import { storedFindings } from '../storage/records/attention/findings.js';
import { inventoryFiles } from '../storage/inventory/inventory-files.js';
import { lastSeen } from '../storage/records/last-seen.js';
import { storedLooks } from '../storage/records/attention/looks.js';
import { goneOwners } from '../storage/records/attention/gone-owners.js';
import { deletions, StoredDeletion } from '../storage/records/clients/deletions.js';
import { places, StoredPlaces } from '../storage/coordination/places.js';
import { policyDrafts } from '../storage/records/rules/policy-drafts.js';
import { requestMessages, StoredRequestMessage } from '../storage/records/requests/request-messages.js';
import { storedRequests } from '../storage/records/requests/requests.js';
import { storedNotices } from '../storage/records/notices.js';
import type { SealingKeys } from '../storage/sealing/seal.js';
import { createStore } from '../storage/backends/store.js';
import { hourlyQuota, StoredSlot } from '../storage/coordination/hourly-quota.js';
import { workflowSteps } from '../storage/records/requests/workflow-steps.js';
import { workspaceRules } from '../storage/records/rules/workspace-rules.js';
import type { OpenAudit } from './audit.js';
import type { Runtime } from './runtime.js';
import type { StoreWatch } from './store-watch.js';

/** What all workspaces have in common: their records lie under keys that begin with the workspace. */
export type SharedServices = Omit<
  Services,
  | 'workspace'
  | 'installedBy'
  | 'connections'
  | 'calls'
  | 'people'
  | 'directMessages'
  | 'responseUrls'
  | keyof ReadersWords
>;

export function sharedServices(
  backend: Backend,
  keys: SealingKeys,
  audit: OpenAudit,
  { intents, rulesGuard }: Pick<OwnProcess, 'intents'> & Pick<StoreWatch, 'rulesGuard'>,
  { now, pace }: Pick<Runtime, 'now' | 'pace'>,
  version: string,
): SharedServices {
  return {
    rules: workspaceRules(backend, rulesGuard),
    quota: hourlyQuota(createStore({ backend, schema: StoredSlot }), now),
    places: places(createStore({ backend, schema: StoredPlaces }), now),
    policyDrafts: policyDrafts(createStore({ backend, schema: Policy })),
    records: clientRecords(backend),
    deletions: deletions(createStore({ backend, schema: StoredDeletion })),
    findings: storedFindings(backend),
    goneOwners: goneOwners(backend, now),
    lastSeen: lastSeen(backend),
    looks: storedLooks(backend, now),
    inventoryFiles,
    attentionMessages: attentionMessages(backend),
    claims: claims({ store: createStore({ backend, schema: StoredClaim }), now, shared: backend.shared }),
    audit: audit.trail,
    auditFiles: audit.files,
    intents,
    requests: storedRequests({
      backend,
      now,
      lookAfterMs: pace.requestsEveryMs,
    }),
    requestMessages: requestMessages(createStore({ backend, schema: StoredRequestMessage }), {
      now,
      sendingMs: pace.sendingMs,
    }),
    workflowSteps: workflowSteps(backend, now),
    notices: storedNotices({ backend, now }),
    now,
    version,
    self: {
      async storeLatencyMs() {
        const from = performance.now();
        await backend.health();
        return Math.round(performance.now() - from);
      },
      sealingKeys: {
        first: keys.first.id,
        others: [...keys.all.keys()].filter((id) => id !== keys.first.id),
      },
    },
  };
}
