import { useCallback, useMemo, useState } from 'react';
import type { Act, ActResult } from '../../slack/wire/wire.js';
import { postAct, Refused } from './post-act.js';
import type { Sandbox } from './sandbox-context.js';

interface Refusal {
  readonly id: string;
  readonly text: string;
}

/** What a person does to get an answer, as opposed to what the page does for them. */
const MEANT: ReadonlySet<Act['act']> = new Set(['command', 'say', 'shortcut', 'press', 'set', 'submit']);

/** What this person does, and why it was refused where it was. */
export function useAct(as: string): {
  readonly act: Sandbox['act'];
  readonly lastActAt: number;
  readonly refusals: readonly Refusal[];
  readonly dismiss: (id: string) => void;
} {
  const [refusals, setRefusals] = useState<readonly Refusal[]>([]);
  const [lastActAt, setLastActAt] = useState(-Infinity);
  const act = useMemo(
    () =>
      async (what: Act): Promise<ActResult | undefined> => {
        if (MEANT.has(what.act)) setLastActAt(performance.now());
        try {
          return await postAct(as, what);
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          const { message } = error;
          setRefusals((before) => [
            ...before.filter(({ text }) => text !== message),
            { id: crypto.randomUUID(), text: message },
          ]);
          return undefined;
        }
      },
    [as],
  );
  const dismiss = useCallback(
    (id: string) => setRefusals((before) => before.filter((one) => one.id !== id)),
    [],
  );
  return { act, lastActAt, refusals, dismiss };
}
