import type { Json, JsonObject } from '../../slack/wire/wire.js';

/** `after`, with the parts of `before` that are equal to it: what did not change is not drawn again. */
export function keepUnchanged(before: Json | undefined, after: Json): Json {
  if (isList(before) && isList(after)) {
    const kept = after.map((item, index) => keepUnchanged(before[index], item));
    const isSame = kept.length === before.length && kept.every((item, index) => item === before[index]);
    return isSame ? before : kept;
  }
  if (isObject(before) && isObject(after)) {
    const entries = Object.entries(after).map(
      ([name, value]) => [name, value === undefined ? value : keepUnchanged(before[name], value)] as const,
    );
    const isSame =
      entries.length === Object.keys(before).length &&
      entries.every(([name, value]) => name in before && value === before[name]);
    return isSame ? before : Object.fromEntries(entries);
  }
  return after;
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !isList(json);
}
