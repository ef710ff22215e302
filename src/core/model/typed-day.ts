const ISO = /^(\d{4})-(\d{2})-(\d{2})$/u;
const SLASHES = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/u;
const JAPANESE = /^(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日$/u;

/**
 * A day as people type it, in the form of ISO 8601: `2027-03-31`, `2027/3/31` or `2027年3月31日`. `undefined` for anything
 * else; whether there is such a day is not looked at.
 */
export function typedDay(text: string): string | undefined {
  const [, year, month = '', day = ''] = ISO.exec(text) ?? SLASHES.exec(text) ?? JAPANESE.exec(text) ?? [];
  return year === undefined ? undefined : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
