import { z } from 'zod';

/** What a program says of itself when it is asked; since its start, unless said otherwise. */
export const Usage = z.object({
  /** Processor time of all threads, user and system, as the operating system accounts for it. */
  cpuMicroseconds: z.number(),
  residentBytes: z.number(),
  heapBytes: z.number(),
  /** The longest time that its event loop was kept from turning, since it was last asked. */
  longestBlockMs: z.number(),
  /** The most processor time, of all threads, that went by while its loop did not turn, since it was last asked. */
  costliestTurnMs: z.number(),
  /** Files, sockets and pipes that it has open. */
  openFiles: z.number(),
  timers: z.number(),
  connections: z.number(),
});
export type Usage = z.infer<typeof Usage>;

export const Question = z.enum(['usage', 'usage-after-collection']);
export type Question = z.infer<typeof Question>;
