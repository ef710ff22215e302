import { createContext, useContext } from 'react';
import type { Drafts, Sandbox } from './sandbox-context.js';

/** What a button needs. It stays the same while snapshots come, so that hundreds of buttons are not drawn again. */
export interface Acting {
  readonly act: Sandbox['act'];
  readonly typedAt: Drafts['at'];
}

export const ActingContext = createContext<Acting | undefined>(undefined);

export function useActing(): Acting {
  const acting = useContext(ActingContext);
  if (!acting) throw new Error('useActing is called outside of the workspace');
  return acting;
}
