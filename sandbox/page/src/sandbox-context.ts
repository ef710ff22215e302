import { createContext, useContext } from 'react';
import type { Act, ActResult, ElementValue, Place, Snapshot } from '../../slack/wire/wire.js';

/** What a person has typed or chosen and the server does not hold yet, kept while the page is open. */
export interface Drafts {
  get(place: Place, blockId: string, actionId: string): ElementValue | undefined;
  /** The values that the server has not been told of, as of now. */
  readonly at: (place: Place) => readonly ElementValue[];
  put(place: Place, value: ElementValue): void;
  /** The server holds it now: shown until the next snapshot, which is the truth again. */
  settle(place: Place, value: ElementValue): void;
  drop(place: Place, value: ElementValue): void;
}

export interface Sandbox {
  readonly snapshot: Snapshot;
  readonly drafts: Drafts;
  /** `undefined` when the server refused; the refusal is shown to the person already. */
  readonly act: (act: Act) => Promise<ActResult | undefined>;
  /** When this person last did something that they expect an answer to, as `performance.now()` has it. */
  readonly lastActAt: number;
}

export const SandboxContext = createContext<Sandbox | undefined>(undefined);

export function useSandbox(): Sandbox {
  const sandbox = useContext(SandboxContext);
  if (!sandbox) throw new Error('useSandbox is called outside of the workspace');
  return sandbox;
}
