import type { WorkspaceId } from '../core/api-client.js';
import type { Backend } from './backend.js';

/**
 * Every kind of record that is kept of a workspace, each under `<kind>:<workspace>:<id>`, and whether it
 * survives that the app is uninstalled. A kind that is not listed here fails a test.
 */
export const WORKSPACE_RECORDS: Readonly<Record<string, { readonly survivesUninstall: boolean }>> = {
  /** Bot token and who installed it; sealed. */
  installation: { survivesUninstall: false },
  /** Client ids and secrets of the workspace's Alphaus accounts; sealed. */
  connection: { survivesUninstall: false },
  /** Who renews the bot token just now. */
  lease: { survivesUninstall: false },
  /** API clients made here: owner, purpose, receipt. */
  client: { survivesUninstall: false },
  deletion: { survivesUninstall: false },
  'deletion-attempt': { survivesUninstall: false },
  /** The audit trail, and where it was cut: it answers for what was done here after everybody is gone. */
  audit: { survivesUninstall: true },
  'audit-anchor': { survivesUninstall: true },
  /** Policy and grants. */
  rules: { survivesUninstall: false },
  /** Who created or deleted how much in the last hour, and creates under way where their number is limited. */
  turn: { survivesUninstall: false },
  place: { survivesUninstall: false },
  /** Policies that an admin looks at before saving them. */
  'policy-draft': { survivesUninstall: false },
  /** Who asked for an API client, and what was decided; which of them are to be looked after; their messages. */
  request: { survivesUninstall: false },
  'request-live': { survivesUninstall: false },
  'request-message': { survivesUninstall: false },
  /** What was delivered and done already. */
  once: { survivesUninstall: false },
};

/** Removes what was kept of a workspace, all but what survives; says how many records that were. */
export async function removeWorkspace(backend: Backend, workspace: WorkspaceId): Promise<number> {
  let removed = 0;
  for (const [kind, { survivesUninstall }] of Object.entries(WORKSPACE_RECORDS)) {
    if (survivesUninstall) continue;
    const keys: string[] = [];
    for await (const [key] of backend.scan(`${kind}:${workspace}:`)) keys.push(key);
    for (const key of keys) await backend.delete(key);
    removed += keys.length;
  }
  return removed;
}
