/** Who reads a text: what names mean to them, and in which zone and language they see times. */
export interface Reader {
  readonly locale: string;
  readonly tz: string;
  readonly nameOf: (id: string) => string | undefined;
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

const DATE_PARTS: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date_num: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  date_pretty: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short_pretty: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long_pretty: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  time: { hour: 'numeric', minute: '2-digit' },
  time_secs: { hour: 'numeric', minute: '2-digit', second: '2-digit' },
};

/** The formats by language, zone and part: making one takes longer than all else that is read in a message. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

const dateFormat = ({ locale, tz }: Reader, part: string, options: Intl.DateTimeFormatOptions) => {
  const key = `${locale} ${tz} ${part}`;
  const known = dateFormats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: tz });
  dateFormats.set(key, made);
  return made;
};

/** Slack's date format (`{date_short} at {time}`), in the reader's zone and language. */
export const formatDate = (seconds: number, format: string, reader: Reader): string =>
  format.replaceAll(/\{(\w+)\}/g, (token, name: string) => {
    const options = DATE_PARTS[name];
    if (options === undefined) return token;
    return dateFormat(reader, name, options).format(seconds * 1000);
  });

const angle = (inside: string, reader: Reader): string => {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : inside.slice(bar + 1);
  if (/^@[UW]/.test(target)) return `@${reader.nameOf(target.slice(1)) ?? label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${reader.nameOf(target.slice(1)) ?? label ?? 'private-channel'}`;
  if (target.startsWith('!subteam^')) return `@${reader.nameOf(target.slice(9)) ?? label ?? 'group'}`;
  if (target.startsWith('!date^')) {
    const [, seconds = '', format = ''] = target.split('^');
    return /^\d+$/.test(seconds) ? formatDate(Number(seconds), format, reader) : (label ?? target);
  }
  if (target.startsWith('!')) return `@${target.slice(1)}`;
  return label ?? target.replace(/^mailto:/, '');
};

const entities = (text: string, reader: Reader): string =>
  text.replaceAll(/<([^<>\n]+)>/g, (_, inside: string) => angle(inside, reader));

const STYLE = /(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\1(?![\p{L}\p{N}])/gu;

const withoutStyle = (text: string): string => {
  const next = text.replaceAll(STYLE, (_, _mark: string, inside: string) => inside);
  return next === text ? text : withoutStyle(next);
};

const CODE = /(```[\s\S]+?```|`[^`\n]+`)/g;

/** What a person reads where mrkdwn stands: marks gone, mentions and links as their texts, entities decoded. */
export const readMrkdwn = (text: string, reader: Reader): string =>
  text
    .split(CODE)
    .map((part, at) =>
      at % 2 === 1
        ? entities(part.replaceAll(/^`{1,3}|`{1,3}$/g, ''), reader)
        : withoutStyle(entities(part, reader)),
    )
    .map(unescape)
    .join('');
