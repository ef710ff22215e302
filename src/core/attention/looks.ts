import { z } from 'zod';
import type { WorkspaceId } from '../model/ids.js';
import type { Part } from '../store.js';

/** How far the daily look at a workspace is. */
export const LookState = z.object({
  /** When the looks began. */
  since: z.iso.datetime(),
  /** When it is looked next; absent until it was looked once. */
  next: z.iso.datetime().optional(),
  /** When it was looked last. */
  lookedAt: z.iso.datetime().optional(),
  /** Up to which last confirmation clients were found to be stale. */
  confirmedUpTo: z.iso.datetime().optional(),
  /** What was found is being told: everything that was found by then. */
  digest: z.object({ id: z.uuid(), at: z.iso.datetime() }).optional(),
});
export type LookState = z.infer<typeof LookState>;

/** The daily looks at workspaces: one entry of the agenda for each workspace, planned when it is connected first. */
export interface Looks {
  /** Plans the daily look, unless it is planned. */
  plan(workspace: WorkspaceId): Promise<void>;
  /** `undefined` where none is planned. */
  find(workspace: WorkspaceId): Promise<LookState | undefined>;
  /** `false` where it was not `expected` any more. */
  replace(workspace: WorkspaceId, expected: LookState, next: LookState): Promise<boolean>;
  /** The parts of a batch that plan it, where it is not planned; refused where it is. */
  planning(workspace: WorkspaceId): readonly Part[];
}
