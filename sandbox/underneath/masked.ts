import { type KnownSecrets, MASK } from './known-secrets.js';

const SECRET_KEY = /secret|token|password|authorization/i;
/** These only look like it. */
const HARMLESS = new Set(['token_type', 'tokens', 'client_secret_hint']);
/** `response_url`s and `trigger_id`s let their holder act for a person, for a while. */
const CAPABILITY = /^(response_url|trigger_id)$/;
const BEARER_JWT = /\beyJ[\w-]+\.[\w-]+\.[\w-]+/g;
/** JSON that was cut off cannot be read by its keys any more. */
const IN_BROKEN_JSON = /("[^"]*(?:secret|token|password)[^"]*"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const SLACK_TOKEN = /\bx(?:ox[a-z]|app)-[\w-]+/g;

/** Nobody reads on; and a list of ten thousand would take its time. */
const MOST_OF_A_LIST = 60;

/**
 * `value` for people to look at: whatever stands under a secret's name, and every secret that is known wherever it
 * stands, is masked. Of a long list only the beginning is there.
 */
export function masked(value: unknown, known: KnownSecrets): unknown {
  const text = (plain: string): string =>
    known
      .hide(plain)
      .replaceAll(IN_BROKEN_JSON, `$1${MASK}`)
      .replaceAll(BEARER_JWT, MASK)
      .replaceAll(SLACK_TOKEN, MASK);
  const walk = (json: unknown, isSecret: boolean): unknown => {
    if (typeof json === 'string') return isSecret ? MASK : text(json);
    if (Array.isArray(json)) {
      const rest = json.length - MOST_OF_A_LIST;
      const shown = json.slice(0, MOST_OF_A_LIST).map((one) => walk(one, isSecret));
      return rest > 0 ? [...shown, `… ${rest} more`] : shown;
    }
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
