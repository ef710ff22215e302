import { createContext, useContext } from 'react';
import type { Confirm } from './element/element-schema.js';

/** Shows an element's confirm dialog; resolves to `true` when the person confirms. */
export type AskConfirm = (confirm: Confirm) => Promise<boolean>;

export const ConfirmContext = createContext<AskConfirm | undefined>(undefined);

export function useConfirm(): AskConfirm {
  const ask = useContext(ConfirmContext);
  if (!ask) throw new Error('useConfirm is called outside of the workspace');
  return ask;
}
