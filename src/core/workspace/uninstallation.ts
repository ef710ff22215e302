import { z } from 'zod';
import { WorkspaceId } from '../model/ids.js';

/** What Slack said about the end of an installation; it may say it late, twice, and in any order. */
export const Uninstallation = z.object({
  version: z.literal(1),
  workspace: WorkspaceId,
  /** When Slack said it, in seconds since 1970; the latest time where it said so more than once. */
  saidAt: z.number(),
  reference: z.string(),
  /** `installedAt` of the installation whose own token proved that it has ended: its records are being removed. */
  ended: z.iso.datetime().optional(),
  /** How often Slack was asked for that proof without an answer that counts, and when it is asked again. */
  asked: z.int().min(0),
  askAgainAt: z.iso.datetime().optional(),
});
export type Uninstallation = z.infer<typeof Uninstallation>;

/** What Slack said stays written down until it is followed to its end, over restarts and by any replica. */
export interface Uninstallations {
  /** Resolves when it is written down. */
  note(said: Pick<Uninstallation, 'workspace' | 'saidAt' | 'reference'>): Promise<void>;
  find(workspace: WorkspaceId): Promise<Uninstallation | undefined>;
  /** `false` when it was not `expected` any more. */
  replace(expected: Uninstallation, next: Uninstallation): Promise<boolean>;
  /** Stays when Slack has said it again since. */
  followed(said: Uninstallation): Promise<void>;
}
