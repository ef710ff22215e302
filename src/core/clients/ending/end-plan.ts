import type { ClientRecord, EndNews } from '../../model/client-record.js';
import { endAfterDays, type Whence } from '../../model/until.js';
import { DAY_MS } from '../../model/durations.js';

/** An end is at midnight: it is warned of at noon, early enough to be in time where Slack is away for hours. */
const EARLY_MS = DAY_MS / 2;
/** Slack takes a warning so long after it was begun at most, as long as it takes any. */
const SENT_WITHIN_MS = 30 * 60_000;

/** It always comes, and an end waits for it. */
export const LAST_WARNING = { days: 1, about: '1-day' } as const;

/** The warnings before an end, the first one first: so many days before. */
export const WARNINGS = [
  { days: 14, about: '14-days' },
  { days: 7, about: '7-days' },
  LAST_WARNING,
] as const satisfies readonly { readonly days: number; readonly about: EndNews['about'] }[];
export type Warning = (typeof WARNINGS)[number];

type Ending = Pick<ClientRecord, 'endsAt' | 'end' | 'createdAt'>;

const endOf = ({ endsAt = '' }: Ending): number => Date.parse(endsAt);

/** When a warning goes out. */
export const dueAt = (record: Ending, { days }: Warning): number => endOf(record) - days * DAY_MS - EARLY_MS;

/** The warning that has begun last. */
export const begunWarning = ({ end }: Ending): Warning | undefined =>
  WARNINGS.find(({ days }) => days === end?.warned);

/** The warning that follows: one that is due within a day after the end was set is left out, the last one never. */
export function nextWarning(record: Ending): Warning | undefined {
  const { end, createdAt } = record;
  const setAt = Date.parse(end?.setAt ?? createdAt);
  return WARNINGS.find(
    (warning) =>
      warning.days < (end?.warned ?? Number.POSITIVE_INFINITY) &&
      (warning === LAST_WARNING || dueAt(record, warning) >= setAt + DAY_MS),
  );
}

/** Whether Slack has taken a warning for anybody. One that is `sending` may stand: only the last one is repeated. */
export function isTaken({ end }: Ending, { about }: Warning): boolean {
  return (end?.news ?? []).some(
    (news) =>
      news.about === about &&
      (news.state === 'taken' || (news.state === 'sending' && about !== LAST_WARNING.about)),
  );
}

/** The warning that should stand at this moment: none is skipped, however late it is. */
export function warningAt(record: Ending, now: Date): Warning | undefined {
  const begun = begunWarning(record);
  if (begun !== undefined && !isTaken(record, begun)) return begun;
  const next = nextWarning(record);
  return next !== undefined && dueAt(record, next) <= now.getTime() ? next : begun;
}

/** The last warning comes a day before or more; less than a day of 7 or 14 does not matter. */
const latenessMs = (warning: Warning): number => (warning === LAST_WARNING ? 0 : DAY_MS);

/** The end, moved to a later midnight where a warning of it comes late. */
export function endAfterWarning(record: Ending, warning: Warning, whence: Whence): string {
  const promised = whence.now.getTime() + warning.days * DAY_MS;
  let end = endOf(record);
  if (end + latenessMs(warning) >= promised) return new Date(end).toISOString();
  for (let days = warning.days; end < promised + SENT_WITHIN_MS; days += 1) {
    end = endAfterDays(days, whence).getTime();
  }
  return new Date(end).toISOString();
}

/** When the clock has something to do about the end by itself: the next warning, or the end. */
export function nextEndLook(record: Ending): Date {
  const next = nextWarning(record);
  return new Date(next === undefined ? endOf(record) : dueAt(record, next));
}

/** Warnings of which one is enough to delete the client at its end: taken by Slack a day or more before. */
export const lastWarningsInTime = (record: Ending): readonly EndNews[] =>
  (record.end?.news ?? []).filter(
    ({ about, state, at }) =>
      about === LAST_WARNING.about && state === 'taken' && Date.parse(at) <= endOf(record) - DAY_MS,
  );
