import type { Delivery } from '../../../sandbox/slack/delivering/deliveries.js';

/** `value` with one thing in it replaced, or left out where `instead` is `undefined`; each step chooses one below. */
function replaced(value: unknown, [step, ...path]: readonly number[], instead: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return instead;
  const entries = Object.entries(value);
  const [key, below] = entries[step % Math.max(1, entries.length)] ?? [];
  if (key === undefined) return instead;
  const next = replaced(below, path, instead);
  if (Array.isArray(value)) return value.map((one, index) => (String(index) === key ? next : one));
  return Object.fromEntries(entries.map(([name, field]) => [name, name === key ? next : field]));
}

/** The body of a delivery, well-formed as a body, and wrong somewhere in what it says. */
export function spoiled({ contentType, body }: Delivery, path: readonly number[], instead: unknown): string {
  if (contentType.startsWith('application/json'))
    return JSON.stringify(replaced(JSON.parse(body), path, instead)) ?? '';
  const form = new URLSearchParams(body);
  const payload = form.get('payload');
  if (payload !== null)
    return new URLSearchParams({
      payload: JSON.stringify(replaced(JSON.parse(payload), path, instead)) ?? '',
    }).toString();
  const fields = replaced(Object.fromEntries(form), path.slice(0, 1), instead);
  const texts = Object.entries(Object(fields)).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const],
  );
  return new URLSearchParams(Object.fromEntries(texts)).toString();
}

/** JSON that is wrong somewhere; text that is none is left out. */
export function spoiledJson(text: string, path: readonly number[], instead: unknown): string {
  try {
    return JSON.stringify(replaced(JSON.parse(text), path, instead)) ?? '';
  } catch {
    return '';
  }
}
