import { useCallback, useEffect, useRef } from 'react';
import type { Snapshot } from '../../../slack/wire/wire.js';
import type { Exchange } from '../../../underneath/exchange.js';
import { useShell } from '../shell-context.js';
import { useUnderneath } from '../underneath/underneath-context.js';
import { completes, stepAfter, type TourStop } from './steps.js';

/** Goes on by itself when what the step asks for has happened; gives what skips a step. */
export function useTour(snapshot: Snapshot | undefined): {
  readonly at: TourStop;
  readonly skip: () => void;
} {
  const { tour: at, setTour, token } = useShell();
  const { exchanges } = useUnderneath();
  const seen = useRef<Set<string>>(undefined);
  const skip = useCallback(() => {
    if (at !== 'left' && at !== 'done') setTour(stepAfter(at));
  }, [at, setTour]);
  useEffect(() => {
    const answered = exchanges.filter(({ answer }) => answer !== null);
    const before = seen.current;
    seen.current = new Set(answered.map(keyOf));
    // What had happened when the page was opened completes nothing.
    if (before === undefined || snapshot === undefined || at === 'left' || at === 'done') return;
    const news = answered.filter((exchange) => !before.has(keyOf(exchange)));
    if (news.some((exchange) => completes(at, exchange, snapshot))) skip();
  }, [exchanges, at, snapshot, skip]);
  useEffect(() => {
    if (at === 'token' && token?.kind === 'issued') skip();
  }, [at, token, skip]);
  return { at, skip };
}

/** A restarted sandbox counts from one again. */
const keyOf = ({ id, at }: Exchange): string => `${id} ${at}`;
