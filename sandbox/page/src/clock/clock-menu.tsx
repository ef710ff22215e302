import { type ReactNode, useContext, useEffect, useState } from 'react';
import type { WirePerson } from '../../../slack/wire/wire.js';
import { orderLater } from '../underneath/order.js';
import { words } from '../words/words.js';
import { Icon } from '../widget/icon.js';
import { Menu } from '../widget/menu.js';
import { ClockContext } from './clock-context.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MOVES = [
  { key: 'hour', laterMs: HOUR_MS },
  { key: 'day', laterMs: DAY_MS },
  { key: 'week', laterMs: 7 * DAY_MS },
  { key: 'month', laterMs: 30 * DAY_MS },
] as const;

/** The minute that is shown is not much older than this. */
const DRAW_EVERY_MS = 5000;
const says = words.clock;

/** Moves the clock by which Slack, the API and the bot live; shows it once it differs from the machine's. */
export function ClockMenu({ me }: { readonly me: WirePerson | undefined }): ReactNode {
  const aheadMs = useContext(ClockContext);
  const [said, setSaid] = useState('');
  useDrawingEvery(DRAW_EVERY_MS);
  const timeAt = (ahead: number): string => (me === undefined ? '' : shortTime(Date.now() + ahead, me));
  const move = async (laterMs: number): Promise<void> => {
    const isMoved = await orderLater(laterMs);
    setSaid(isMoved ? says.isNow(timeAt(aheadMs + laterMs)) : says.failed);
  };
  return (
    <>
      <Menu
        name={aheadMs > 0 ? says.nameAt(timeAt(aheadMs)) : says.name}
        title={says.title}
        heading={timeAt(aheadMs)}
        face={
          <>
            <Icon name="clock" />
            {aheadMs > 0 && <time className="clock-time">{timeAt(aheadMs)}</time>}
          </>
        }
        items={MOVES.map(({ key, laterMs }) => ({
          key,
          text: says.later[key],
          onChoose: () => void move(laterMs),
        }))}
      />
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}

function shortTime(at: number, { locale, tz }: WirePerson): string {
  return new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: tz,
  }).format(at);
}

function useDrawingEvery(ms: number): void {
  const [, draw] = useState(0);
  useEffect(() => {
    const drawing = setInterval(() => draw((count) => count + 1), ms);
    return () => clearInterval(drawing);
  }, [ms]);
}
