import { useCallback, useEffect, useRef } from 'react';
import type { Snapshot } from '../../../slack/wire/wire.js';
import type { Exchange } from '../../../underneath/exchange.js';
import { useShell } from '../shell-context.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { IS_WIDE } from '../wide.js';
import { reveal } from './reveal.js';
import { completes, stepAfter, type TourPlace } from './steps.js';

/** Goes on by itself when what the step asks for has happened; gives what skips a step. */
export function useTour(snapshot: Snapshot | undefined): {
  readonly place: TourPlace;
  readonly skip: () => void;
} {
  const { tour: place, setTour, panel, showPanel } = useShell();
  const { exchanges, now } = useUnderneath();
  const { at, isLeft } = place;
  const seen = useRef<Set<string>>(undefined);
  const skip = useCallback(() => {
    if (at === 'done') return;
    const next = stepAfter(at);
    setTour({ at: next, isLeft: false });
    // Another panel that somebody looks at stays.
    if (next === 'token' && panel === undefined && IS_WIDE.matches) showPanel('trial');
  }, [at, setTour, panel, showPanel]);
  useEffect(() => {
    const answered = exchanges.filter(({ answer }) => answer !== null);
    const before = seen.current;
    seen.current = new Set(answered.map(keyOf));
    // What had happened when the page was opened completes nothing.
    if (before === undefined || snapshot === undefined || isLeft || at === 'done') return;
    const facts = { snapshot, exchanges, connectionId: now?.connectionId };
    const news = answered.filter((exchange) => !before.has(keyOf(exchange)));
    if (!news.some((exchange) => completes(at, exchange, facts))) return;
    // The secret stands just above this button; on a phone it would be below the fold.
    if (at === 'collect') reveal('receipt.saved.');
    skip();
  }, [exchanges, at, isLeft, snapshot, now?.connectionId, skip]);
  return { place, skip };
}

/** A restarted sandbox counts from one again. */
const keyOf = ({ id, at }: Exchange): string => `${id} ${at}`;
