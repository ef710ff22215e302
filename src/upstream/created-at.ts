/** The API's time, with up to nine digits of a second: RFC 3339. `undefined` where it cannot be read. */
export function createdAt(time: unknown): Date | undefined {
  if (typeof time !== 'string') return undefined;
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:(\.\d{1,3})\d*)?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (parts === null) return undefined;
  const [, seconds, milliseconds = '', zone] = parts;
  const date = new Date(`${seconds}${milliseconds}${zone}`);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
