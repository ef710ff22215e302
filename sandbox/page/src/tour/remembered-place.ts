import { useCallback, useState } from 'react';
import { STEPS, type TourPlace } from './steps.js';

const KEY = 'sandbox-tour';
const LEFT = ' left';

/** The present place on the tour, which survives a reload and the end of the sandbox. */
export function useRememberedPlace(): readonly [TourPlace, (place: TourPlace) => void] {
  const [place, setPlace] = useState(remembered);
  const goTo = useCallback((next: TourPlace) => {
    localStorage.setItem(KEY, `${next.at}${next.isLeft ? LEFT : ''}`);
    setPlace(next);
  }, []);
  return [place, goTo];
}

function remembered(): TourPlace {
  const kept = localStorage.getItem(KEY) ?? '';
  const name = kept.replace(LEFT, '');
  const at = name === 'done' ? name : STEPS.find((step) => step === name);
  return { at: at ?? STEPS[0], isLeft: kept.endsWith(LEFT) };
}
