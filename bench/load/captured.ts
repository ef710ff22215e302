import type { Outside } from '../outside/outside.js';

/** What Slack sent of one kind last, as the sandbox made it: form-encoded. */
export function lastDelivery(outside: Pick<Outside, 'slack'>, kind: string): string {
  const delivery = outside.slack.deliveries().findLast((one) => one.kind === kind);
  if (delivery === undefined) throw new Error(`Slack has delivered no ${kind}`);
  return delivery.body;
}

/** An interaction with every such text in its payload changed. */
export function changed(captured: string, changes: Readonly<Record<string, string>>): string {
  const fields = new URLSearchParams(captured);
  const payload = Object.entries(changes).reduce(
    (text, [from, to]) => text.replaceAll(JSON.stringify(from), JSON.stringify(to)),
    fields.get('payload') ?? '',
  );
  return new URLSearchParams({ payload }).toString();
}

/** An interaction with every such text in its payload changed, wherever it stands. */
export function withOther(captured: string, changes: Readonly<Record<string, string>>): string {
  const payload = Object.entries(changes).reduce(
    (text, [from, to]) => text.replaceAll(from, to),
    new URLSearchParams(captured).get('payload') ?? '',
  );
  return new URLSearchParams({ payload }).toString();
}

/** A form with another response URL: the real one is good for five answers. */
export function answeringTo(responseUrl: string, captured: string): string {
  const payload = new URLSearchParams(captured).get('payload') ?? '';
  const hidden = /(\\"responseUrl\\":\\")[^\\"]+/g;
  return new URLSearchParams({ payload: payload.replaceAll(hidden, `$1${responseUrl}`) }).toString();
}

/** The id of the view of a form that was submitted. */
export function viewIdOf(captured: string): string {
  const payload = new URLSearchParams(captured).get('payload') ?? '';
  const id = /"view":\{"id":"([^"]+)"/.exec(payload)?.[1];
  if (id === undefined) throw new Error('the form names no view');
  return id;
}

/** A slash command with other fields. */
export function command(captured: string, fields: Readonly<Record<string, string>>): string {
  const changed = new URLSearchParams(captured);
  for (const [name, value] of Object.entries(fields)) changed.set(name, value);
  return changed.toString();
}
