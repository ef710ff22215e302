import { z } from 'zod';
import { WorkspaceId } from '../../core/model/ids.js';
import { AuditAnchor } from '../../core/audit/audit-event.js';
import { open, seal, type SealingKeys } from '../sealing/seal.js';

/** An anchor as a file shows it. */
export const SealedAnchor = z.strictObject({
  workspace: WorkspaceId,
  ...AuditAnchor.omit({ leftFrom: true }).shape,
  /** Made with the bot's encryption keys: nobody else can say where a chain was cut. */
  seal: z.string().max(2_000),
});
export type SealedAnchor = z.infer<typeof SealedAnchor>;

/** The purpose that a seal is bound to: it does not open as anything else. */
const placeOf = (workspace: WorkspaceId): string => `audit-anchor-seal:${workspace}`;

const contentOf = ({ sequence, hash, cutAt }: AuditAnchor): string => JSON.stringify([sequence, hash, cutAt]);

export function sealAnchor(keys: SealingKeys, workspace: WorkspaceId, anchor: AuditAnchor): SealedAnchor {
  const { sequence, hash, cutAt } = anchor;
  return { workspace, sequence, hash, cutAt, seal: seal(keys, placeOf(workspace), contentOf(anchor)) };
}

/** Whether the bot with these keys made this anchor. */
export function isGenuine(keys: SealingKeys, anchor: SealedAnchor): boolean {
  try {
    return open(keys, placeOf(anchor.workspace), anchor.seal).text === contentOf(anchor);
  } catch {
    // Whatever the reason for which it does not open, these keys did not seal it.
    return false;
  }
}
