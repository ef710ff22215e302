import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ElementValue, Place } from '../../slack/wire/wire.js';
import type { Drafts } from './sandbox-context.js';

interface Draft {
  readonly value: ElementValue;
  /** The snapshot that was current when the server took it; `undefined` until then. */
  readonly settledAt: number | undefined;
}

function keyOf(person: string, place: Place, blockId: string, actionId: string): string {
  return JSON.stringify([person, place, blockId, actionId]);
}

/** Drafts of every person, so that switching to another and back loses nothing; `forget` is for a reload. */
export function useDrafts(
  person: string,
  revision: number,
): { readonly drafts: Drafts; readonly forget: () => void } {
  const [kept, setKept] = useState<ReadonlyMap<string, Draft>>(new Map());
  const current = useRef(revision);
  const latest = useRef(kept);
  latest.current = kept;
  useEffect(() => {
    current.current = revision;
  }, [revision]);

  const at = useCallback<Drafts['at']>(
    (place) =>
      [...latest.current]
        .filter(([key, { value, settledAt }]) => {
          return settledAt === undefined && key === keyOf(person, place, value.blockId, value.actionId);
        })
        .map(([, { value }]) => value),
    [person],
  );

  const drafts = useMemo((): Drafts => {
    const write = (place: Place, value: ElementValue, draft: Draft | undefined): void =>
      setKept((before) => {
        const after = new Map(before);
        const key = keyOf(person, place, value.blockId, value.actionId);
        if (draft) after.set(key, draft);
        else after.delete(key);
        return after;
      });
    return {
      get: (place, blockId, actionId) => {
        const draft = kept.get(keyOf(person, place, blockId, actionId));
        const isOver = draft?.settledAt !== undefined && draft.settledAt !== revision;
        return isOver ? undefined : draft?.value;
      },
      at,
      put: (place, value) => write(place, value, { value, settledAt: undefined }),
      settle: (place, value) => write(place, value, { value, settledAt: current.current }),
      drop: (place, value) => write(place, value, undefined),
    };
  }, [person, kept, revision, at]);

  const forget = useCallback(() => setKept(new Map()), []);
  return { drafts, forget };
}
