import { z } from 'zod';
import type { ActRequest, Fault } from './wire.js';

const Element = z.object({
  blockId: z.string(),
  actionId: z.string(),
  value: z.union([z.string(), z.array(z.string()), z.null()]),
});
const PlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('message'), channelId: z.string(), ts: z.string() }),
  z.object({ kind: z.literal('view'), viewId: z.string() }),
]);

const as = { as: z.string() };
const typed = { typed: z.array(Element).exactOptional() };
const at = { place: PlaceSchema, blockId: z.string(), actionId: z.string() };

export const ActRequestSchema: z.ZodType<ActRequest> = z.discriminatedUnion('act', [
  z.object({ ...as, act: z.literal('command'), channelId: z.string(), text: z.string() }),
  z.object({ ...as, act: z.literal('say'), channelId: z.string(), text: z.string() }),
  z.object({ ...as, act: z.literal('shortcut'), callbackId: z.string() }),
  z.object({ ...as, act: z.literal('open-home') }),
  z.object({ ...as, act: z.literal('open-messages') }),
  z.object({ ...as, act: z.literal('press'), ...at, ...typed }),
  z.object({ ...as, act: z.literal('set'), place: PlaceSchema, element: Element, ...typed }),
  z.object({ ...as, act: z.literal('typeahead'), ...at, query: z.string() }),
  z.object({ ...as, act: z.literal('submit'), viewId: z.string(), ...typed }),
  z.object({ ...as, act: z.literal('close'), viewId: z.string(), all: z.boolean().exactOptional() }),
  z.object({ ...as, act: z.literal('mark-read'), channelId: z.string() }),
  z.object({ ...as, act: z.literal('dismiss-notice'), noticeId: z.string() }),
  z.object({ ...as, act: z.literal('reload') }),
]);

export const FaultSchema: z.ZodType<Fault> = z.strictObject({
  method: z.string().min(1),
  team: z.string().exactOptional(),
  kind: z.enum(['error', 'status', 'ratelimited', 'delay', 'drop-before', 'drop-after', 'hang']),
  error: z.string().exactOptional(),
  status: z.int().exactOptional(),
  retryAfterSeconds: z.number().exactOptional(),
  ms: z.number().exactOptional(),
  times: z.int().min(1).exactOptional(),
  allowed: z.int().min(0).exactOptional(),
});
