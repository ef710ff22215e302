const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** The API's time, with up to nine digits of a second: RFC 3339. `undefined` where it cannot be read. */
export function createdAt(time: unknown): number | undefined {
  if (typeof time !== 'string' || !RFC_3339.test(time)) return undefined;
  // What is beyond milliseconds is left out.
  const at = Date.parse(time);
  return Number.isNaN(at) ? undefined : at;
}
