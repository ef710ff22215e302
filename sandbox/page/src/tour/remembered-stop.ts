import { useCallback, useState } from 'react';
import { STEPS, type TourStop } from './steps.js';

const KEY = 'sandbox-tour';

/** The present place on the tour, which survives a reload and the end of the sandbox. */
export function useRememberedStop(): readonly [TourStop, (stop: TourStop) => void] {
  const [stop, setStop] = useState(remembered);
  const goTo = useCallback((next: TourStop) => {
    localStorage.setItem(KEY, next);
    setStop(next);
  }, []);
  return [stop, goTo];
}

function remembered(): TourStop {
  const kept = localStorage.getItem(KEY);
  if (kept === 'left' || kept === 'done') return kept;
  return STEPS.find((step) => step === kept) ?? STEPS[0];
}
