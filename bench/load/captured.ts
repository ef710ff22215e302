import type { Outside } from '../outside/outside.js';

/** What Slack sent of one kind last, as the sandbox made it: form-encoded. */
export function lastDelivery(outside: Outside, kind: string): string {
  const delivery = outside.slack.deliveries().findLast((one) => one.kind === kind);
  if (delivery === undefined) throw new Error(`Slack has delivered no ${kind}`);
  return delivery.body;
}
