import { createContext, useContext } from 'react';
import type { TokenAnswer, TokenRequest } from '../../token-answer.js';
import type { TourPlace } from './tour/steps.js';
import type { Location } from './location/use-location.js';

export type Panel = 'trial' | 'underneath';

/** What lies around one person's Slack: who one is, and the sandbox's own panels. */
export interface Shell {
  readonly location: Location;
  readonly go: (location: Location) => void;
  readonly panel: Panel | undefined;
  readonly showPanel: (panel: Panel | undefined) => void;
  /** What stands in the panel for trying an API client. */
  readonly credentials: TokenRequest;
  readonly fillIn: (credentials: TokenRequest) => void;
  /** The result; `undefined` before the first try. */
  readonly token: TokenAnswer | undefined;
  readonly setToken: (answer: TokenAnswer | undefined) => void;
  readonly tour: TourPlace;
  readonly setTour: (place: TourPlace) => void;
}

export const ShellContext = createContext<Shell | undefined>(undefined);

export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error('useShell is called outside of the app');
  return shell;
}
