import { Problem } from '../../core/problem.js';
import { WorkspaceId } from '../../core/model/ids.js';
import type { Backend } from '../backends/backend.js';
import { committing } from '../backends/commit.js';
import { createStore } from '../backends/store.js';
import { MARKERS, markerKey, rulesMarkers } from './rules/rules-marker.js';
import { policyKey, rulesRecords } from './rules/rules-records.js';
import { type Loss, STORE_LIFE, StoredLife } from './store-life.js';

export interface StoreDoubt {
  /** What a bot noticed of the whole store. */
  readonly loss: Loss | undefined;
  /** Workspaces whose rules are gone. */
  readonly without: readonly WorkspaceId[];
  /** Workspaces whose rules are older than those that were set last. */
  readonly older: readonly WorkspaceId[];
}

/** What keeps bots from allowing anything in this store. */
export async function doubtOf(backend: Backend): Promise<StoreDoubt> {
  const life = await createStore({ backend, schema: StoredLife }).get(STORE_LIFE);
  const [without, older]: [WorkspaceId[], WorkspaceId[]] = [[], []];
  for (const workspace of await markedWorkspaces(backend)) {
    const { marked, stored } = await versionsOf(backend, workspace);
    if (stored === undefined) without.push(workspace);
    else if (marked === undefined || stored < marked) older.push(workspace);
  }
  return { loss: life?.doubt?.loss, without, older };
}

/** Takes the store as it is: the rules that are there hold, and where none are, the defaults do. */
export async function acceptStore(backend: Backend): Promise<void> {
  const commit = committing(backend);
  const markers = rulesMarkers(backend);
  for (const workspace of await markedWorkspaces(backend)) {
    const { stored } = await versionsOf(backend, workspace);
    await commit([
      stored === undefined
        ? { kind: 'delete', key: markerKey(workspace) }
        : markers.setting(workspace, stored),
    ]);
  }
  const lives = createStore({ backend, schema: StoredLife });
  for (;;) {
    const life = await lives.get(STORE_LIFE);
    // No bot has met this store yet: none doubts it.
    if (life === undefined) return;
    const { doubt: _, ...rest } = life;
    const next = { ...rest, mark: life.mark + 1, accepted: life.accepted + 1 };
    if (await lives.replace(STORE_LIFE, life, next)) return;
  }
}

async function markedWorkspaces(backend: Backend): Promise<readonly WorkspaceId[]> {
  const found: WorkspaceId[] = [];
  for await (const key of createStore({ backend, schema: StoredLife }).keys(MARKERS)) {
    const { data: workspace } = WorkspaceId.safeParse(key.split(':')[1]);
    if (workspace !== undefined) found.push(workspace);
  }
  return found;
}

/** The version of the present policy, and of the one that was set last; `undefined` for what is missing. */
async function versionsOf(backend: Backend, workspace: WorkspaceId) {
  const stored = (await rulesRecords(backend).policies.get(policyKey(workspace)))?.policyVersion;
  const marked = await rulesMarkers(backend)
    .versionOf(workspace)
    .catch((error: unknown) => {
      if (error instanceof Problem && error.facts.kind === 'record-unreadable') return undefined;
      throw error;
    });
  return { stored, marked };
}
