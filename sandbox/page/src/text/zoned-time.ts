/** A moment (seconds since 1970) as the clock in `tz` shows it: `2026-03-01T09:30`. */
export function localTime(seconds: number, tz: string): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(seconds * 1000);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

/** The moment at which the clock in `tz` shows `local`; where it never does, the moment just after. */
export function secondsOf(local: string, tz: string): number {
  const asUtc = (text: string): number => Date.parse(`${text}Z`) / 1000;
  const wanted = asUtc(local);
  // The zone's offset at the moment itself is not known before the moment is: two looks settle it.
  const near = wanted - (asUtc(localTime(wanted, tz)) - wanted);
  return near - (asUtc(localTime(near, tz)) - wanted);
}
