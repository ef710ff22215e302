const FIRST_SURROGATE = 0xd8_00;
const AFTER_SURROGATES = 0xe0_00;
const LAST_CODE_POINT = 0x10_ff_ff;

/** Orders keys by code point, as SQLite, Postgres and Redis order UTF-8; `<` orders by UTF-16 unit instead. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const [one, other] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (one !== other) return rank(one) - rank(other);
  }
  return a.length - b.length;
}

/** Surrogates stand for code points above all others. */
const rank = (unit: number): number =>
  unit >= FIRST_SURROGATE && unit < AFTER_SURROGATES ? unit + LAST_CODE_POINT : unit;

/** The smallest key above all keys that start with `prefix`; `undefined` when no key is above them. */
export function keyAfterAll(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  if (last === undefined) return undefined;
  const next = last + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : last + 1;
  return String.fromCodePoint(...points, next);
}

/** What a scan covers: keys from `first` (or behind `after`) on, below `end`. */
export interface KeyRange {
  readonly from: { readonly key: string; readonly isIncluded: boolean };
  /** Not included; `undefined`: no bound. */
  readonly end: string | undefined;
}

/** The keys that start with `prefix` and stand behind `after` in the direction of a scan. */
export function keyRange(
  prefix: string,
  {
    after,
    backwards = false,
  }: { readonly after?: string | undefined; readonly backwards?: boolean | undefined },
): KeyRange {
  const end = keyAfterAll(prefix);
  const whole = { from: { key: prefix, isIncluded: true }, end };
  if (after === undefined) return whole;
  if (backwards) return end === undefined || byCodePoint(after, end) < 0 ? { ...whole, end: after } : whole;
  return byCodePoint(after, prefix) < 0 ? whole : { from: { key: after, isIncluded: false }, end };
}
