import { z } from 'zod';
import { Owner } from '../model/client-record.js';
import { WorkspaceId } from '../model/ids.js';

/** An owner who can look after nothing any more, and whether the admins have heard of it. */
export const GoneOwner = z.object({
  workspace: WorkspaceId,
  /** Names this time that they went. */
  id: z.uuid(),
  owner: Owner,
  why: z.enum(['guest', 'stranger', 'bot', 'deactivated', 'empty-group']),
  at: z.iso.datetime(),
  told: z.boolean(),
});
export type GoneOwner = z.infer<typeof GoneOwner>;

/** The owners who are known to be gone. */
export interface GoneOwners {
  find(workspace: WorkspaceId, owner: Owner): Promise<GoneOwner | undefined>;
  /** `false` where the owner is known to be gone already. */
  note(gone: GoneOwner): Promise<boolean>;
  told(gone: GoneOwner): Promise<void>;
  forget(gone: GoneOwner): Promise<void>;
  /** Has an owner looked at now, and once more when nothing that is kept of people can be older. */
  lookAt(workspace: WorkspaceId, owner: Owner): Promise<void>;
}
