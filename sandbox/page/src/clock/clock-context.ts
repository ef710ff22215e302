import { createContext, useContext } from 'react';

/** How far the sandbox's clock is ahead of this machine's, in milliseconds. */
export const ClockContext = createContext(0);

/** The sandbox's time, at which what is shown was drawn. */
export function useNow(): Date {
  const aheadMs = useContext(ClockContext);
  return new Date(Date.now() + aheadMs);
}
