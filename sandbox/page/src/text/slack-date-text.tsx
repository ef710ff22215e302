import type { ReactNode } from 'react';
import { useNow } from '../clock/clock-context.js';
import { useDirectory } from '../directory-context.js';
import { formatSlackDate } from './slack-date.js';

export interface SlackDateProps {
  readonly seconds: number;
  readonly format: string;
  readonly url: string | undefined;
  readonly fallback: string;
}

/** A time in this reader's own zone and language. */
export function SlackDate({ seconds, format, url, fallback }: SlackDateProps): ReactNode {
  const { me } = useDirectory();
  const reader = { locale: me.locale, tz: me.tz, now: useNow() };
  const text = formatSlackDate(seconds, format, fallback, reader);
  const exact = formatSlackDate(seconds, '{date_long} {time_secs}', fallback, reader);
  const time = <time title={`${exact} (${me.tz})`}>{text}</time>;
  if (!url) return time;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {time}
    </a>
  );
}
