export const MASK = '••••••';

const SECRET_KEY = /secret|token|password|authorization/i;
/** These only look like it. */
const HARMLESS = new Set(['token_type', 'tokens', 'client_secret_hint']);
/** `response_url`s and `trigger_id`s let their holder act for a person, for a while. */
const CAPABILITY = /^(response_url|trigger_id)$/;
const BEARER_JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
/** JSON that was cut off cannot be read by its keys any more. */
const IN_BROKEN_JSON = /("[^"]*(?:secret|token|password)[^"]*"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const SLACK_TOKEN = /\bx(?:ox[a-z]|app)-[\w-]+/g;

/**
 * `value` for people to look at: whatever stands under a secret's name, and every one of `secrets` wherever it
 * stands, is masked.
 */
export function masked(value: unknown, secrets: readonly string[]): unknown {
  const known = secrets.filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length);
  const text = (plain: string): string =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, MASK), plain)
      .replaceAll(IN_BROKEN_JSON, `$1${MASK}`)
      .replaceAll(BEARER_JWT, MASK)
      .replaceAll(SLACK_TOKEN, MASK);
  const walk = (json: unknown, isSecret: boolean): unknown => {
    if (typeof json === 'string') return isSecret ? MASK : text(json);
    if (Array.isArray(json)) return json.map((one) => walk(one, isSecret));
    if (typeof json !== 'object' || json === null) return json;
    return Object.fromEntries(
      Object.entries(json).map(([key, inner]) => [text(key), walkEntry(key, inner, isSecret)]),
    );
  };
  const walkEntry = (key: string, inner: unknown, isSecret: boolean): unknown => {
    if (typeof inner === 'string' && CAPABILITY.test(key)) return inner === '' ? '' : MASK;
    // A field for a secret: what stands in it is, what kind of field it is is not.
    if (isSecret && key === 'type') return inner;
    return walk(inner, isSecret || (SECRET_KEY.test(key) && !HARMLESS.has(key)));
  };
  return walk(value, false);
}
