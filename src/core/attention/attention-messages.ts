import { z } from 'zod';
import { AlphausUserName } from '../model/api-client.js';
import { Owner } from '../model/client-record.js';
import { ClientId, WorkspaceId } from '../model/ids.js';
import { FindingKind } from './finding.js';

/** A finding as a message shows it: it says what was the matter, also when that is settled. */
export const ShownFinding = z.object({
  kind: FindingKind,
  client: ClientId,
  user: AlphausUserName,
  name: z.string(),
  owner: Owner.optional(),
  /** When the client ends, where that is the matter. */
  endsAt: z.iso.datetime().optional(),
});
export type ShownFinding = z.infer<typeof ShownFinding>;

/** A message about findings. What it shows is drawn from the store again whenever something of it changes. */
export const AttentionMessage = z.object({
  workspace: WorkspaceId,
  id: z.string().min(1).max(120),
  /** What it is about, and so who reads it. */
  about: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('digest'), counts: z.partialRecord(FindingKind, z.number().int()) }),
    z.object({ kind: z.literal('own'), total: z.number().int() }),
    z.object({
      kind: z.literal('owner-gone'),
      owner: Owner,
      why: z.enum(['guest', 'stranger', 'bot', 'deactivated', 'empty-group']),
      total: z.number().int(),
    }),
  ]),
  shown: z.array(ShownFinding),
  /** Where it stands, by the person or channel that reads it. */
  places: z.array(z.object({ reader: z.string(), channel: z.string(), ts: z.string() })),
  /** When it was begun. */
  at: z.iso.datetime(),
});
export type AttentionMessage = z.infer<typeof AttentionMessage>;

/** The messages about findings, for as long as people may press their buttons. */
export interface AttentionMessages {
  /** Keeps one before it is posted; resolves to what is kept, which may be an earlier try with some of its places. */
  keep(message: AttentionMessage): Promise<AttentionMessage>;
  find(workspace: WorkspaceId, id: string): Promise<AttentionMessage | undefined>;
  posted(message: AttentionMessage, place: AttentionMessage['places'][number]): Promise<void>;
  /** The messages that show an API client. */
  showing(workspace: WorkspaceId, client: ClientId): Promise<readonly AttentionMessage[]>;
}
