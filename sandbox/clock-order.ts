import { z } from 'zod';

/** Where the bot's process finds at its start how far its clock is ahead, in milliseconds. */
export const AHEAD_VARIABLE = 'SANDBOX_CLOCK_AHEAD_MS';

/** What the sandbox tells the bot's process, and the process answers once it lives by it. */
export const ClockOrder = z.strictObject({ aheadMs: z.int().min(0) });
export type ClockOrder = z.infer<typeof ClockOrder>;
