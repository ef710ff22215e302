import { z } from 'zod';
import { AHEAD_VARIABLE, ClockOrder } from './clock-order.js';

/**
 * Loaded into the bot's process before the bot: its `Date` is ahead by as much as the sandbox says, at the start and
 * whenever a person moves the clock. The bot itself has no way to be told another time.
 */
let aheadMs = z.coerce.number().int().min(0).parse(process.env[AHEAD_VARIABLE]);

const MachineDate = globalThis.Date;
const now = (): number => MachineDate.now() + aheadMs;

globalThis.Date = new Proxy(MachineDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  apply: () => new MachineDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});

MachineDate.prototype.constructor = globalThis.Date;

process.on('message', (message) => {
  const order = ClockOrder.safeParse(message);
  if (!order.success) return;
  aheadMs = order.data.aheadMs;
  process.send?.(order.data);
});
// Waiting for the next order does not keep the process alive.
process.channel?.unref();
