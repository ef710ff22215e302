import { z } from 'zod';
import { PersonId, WorkspaceId } from '../model/ids.js';
import type { Part } from '../store.js';

/** What a person has to hear, and Slack did not take when it was said. Never a secret's message. */
export const Notice = z.object({
  version: z.literal(1),
  id: z.uuid(),
  workspace: WorkspaceId,
  person: PersonId,
  /** As it was drawn for Slack. */
  message: z.json(),
});
export type Notice = z.infer<typeof Notice>;

/** Notices wait until they are delivered, a week at most. */
export interface Notices {
  leave(notice: Omit<Notice, 'version' | 'id'>): Promise<void>;
  /** The parts of a batch that leave one: it is delivered once they are written. */
  leaving(notice: Omit<Notice, 'version' | 'id'>): readonly Part[];
  delivered(notice: Notice): Promise<void>;
  /** `undefined` once it is delivered, or has waited for a week. */
  find(workspace: WorkspaceId, id: string): Promise<Notice | undefined>;
}
