import { z } from 'zod';

/** How far the audit channel has been told of the trail. */
export const AuditChannelProgress = z.object({
  channel: z.string(),
  /** The last record that stands in the channel; 0 for none. */
  sequence: z.int().min(0),
  /** The hash of the last record told, where it was read: the next record must name it. */
  hash: z.string().optional(),
  /** Somebody is just posting the records up to this one. */
  telling: z.object({ until: z.int().min(1), at: z.iso.datetime() }).optional(),
  /** The last head that was posted, and on which day (UTC). */
  head: z.object({ sequence: z.int().min(0), on: z.iso.date() }).optional(),
});
export type AuditChannelProgress = z.infer<typeof AuditChannelProgress>;
