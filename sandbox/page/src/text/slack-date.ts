export interface Reader {
  readonly locale: string;
  readonly tz: string;
  readonly now: Date;
}

/** Slack's `<!date^…>`: the tokens of `format` as this reader sees them, `fallback` for a time that is none. */
export function formatSlackDate(seconds: number, format: string, fallback: string, reader: Reader): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return fallback;
  return format.replace(
    /\{([a-z_]+)\}/g,
    (token: string, name: string) => tokenText(name, at, reader) ?? token,
  );
}

function tokenText(name: string, at: Date, reader: Reader): string | undefined {
  switch (name) {
    case 'date_num':
      return isoDay(at, reader.tz);
    case 'date_slash':
      return inWords(at, reader, { year: 'numeric', month: '2-digit', day: '2-digit' });
    case 'date':
      return inWords(at, reader, { year: 'numeric', month: 'long', day: 'numeric' });
    case 'date_short':
      return inWords(at, reader, { year: 'numeric', month: 'short', day: 'numeric' });
    case 'date_long':
      return inWords(at, reader, { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' });
    case 'date_pretty':
    case 'date_short_pretty':
    case 'date_long_pretty':
      return nearDay(at, reader) ?? tokenText(name.replace('_pretty', ''), at, reader);
    case 'time':
      return inWords(at, reader, { hour: 'numeric', minute: '2-digit' });
    case 'time_secs':
      return inWords(at, reader, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
    case 'ago':
      return ago(at, reader);
    default:
      return undefined;
  }
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format takes a hundred times as long as using one. */
function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  formats.set(key, format);
  return format;
}

function inWords(at: Date, reader: Reader, options: Intl.DateTimeFormatOptions): string {
  return formatOf(reader.locale, { ...options, timeZone: reader.tz }).format(at);
}

/** As in 2027-03-31. */
function isoDay(at: Date, tz: string): string {
  return formatOf('sv-SE', { timeZone: tz }).format(at);
}

/** Yesterday, today, tomorrow: by the calendar of the reader's zone, not by hours. */
function nearDay(at: Date, reader: Reader): string | undefined {
  const days = dayNumber(at, reader.tz) - dayNumber(reader.now, reader.tz);
  if (Math.abs(days) > 1) return undefined;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}

function dayNumber(at: Date, tz: string): number {
  return Date.parse(`${isoDay(at, tz)}T00:00:00Z`) / 86_400_000;
}

function ago(at: Date, reader: Reader): string {
  const seconds = (at.getTime() - reader.now.getTime()) / 1000;
  const [size, unit] =
    Math.abs(seconds) < 3600
      ? ([60, 'minute'] as const)
      : Math.abs(seconds) < 86_400
        ? ([3600, 'hour'] as const)
        : ([86_400, 'day'] as const);
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(
    Math.trunc(seconds / size),
    unit,
  );
}
