import { z } from 'zod';
import type { WorkspaceId } from '../../../core/model/ids.js';
import type { Part } from '../../../core/store.js';
import type { Backend } from '../../backends/backend.js';
import { createStore } from '../../backends/store.js';

/** Says, beside the rules of a workspace and sealed, that they were set: rules that are gone are not the defaults. */
export const RulesMarker = z.object({ policyVersion: z.int().min(0), at: z.iso.datetime() });
export type RulesMarker = z.infer<typeof RulesMarker>;

export const MARKERS = 'marker:';
export const markerKey = (workspace: WorkspaceId): string => `marker:${workspace}:rules`;

export interface RulesMarkers {
  /** The version of the policy that was set last; `undefined` where none is known to have been. */
  versionOf(workspace: WorkspaceId): Promise<number | undefined>;
  /** Goes into the batch that sets the rules. */
  setting(workspace: WorkspaceId, policyVersion: number): Part;
}

export function rulesMarkers(backend: Backend, now: () => Date = () => new Date()): RulesMarkers {
  const markers = createStore({ backend, schema: RulesMarker });
  return {
    versionOf: async (workspace) => (await markers.get(markerKey(workspace)))?.policyVersion,
    setting: (workspace, policyVersion) =>
      markers.part.put(markerKey(workspace), { policyVersion, at: now().toISOString() }),
  };
}
