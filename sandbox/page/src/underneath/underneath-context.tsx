import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { ClockContext } from '../clock/clock-context.js';
import type { Exchange } from '../../../underneath/exchange.js';
import type { Underneath } from '../../../underneath/underneath.js';

/** How things stand beneath the page; `undefined` until the sandbox has told. */
export interface Depths {
  readonly now: Omit<Underneath, 'exchanges'> | undefined;
  /** In the order of their beginning. */
  readonly exchanges: readonly Exchange[];
  readonly clear: () => void;
}

const ASK_EVERY_MS = 500;
const MOST_KEPT = 400;

const UnderneathContext = createContext<Depths | undefined>(undefined);

export function useUnderneath(): Depths {
  const depths = useContext(UnderneathContext);
  if (!depths) throw new Error('useUnderneath is called outside of its provider');
  return depths;
}

/**
 * Asks again and again while the page is looked at. A stream would do with less, but a browser opens six
 * connections to one address, and each window's own stream takes one already.
 */
export function UnderneathProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const [now, setNow] = useState<Depths['now']>();
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([]);
  const revision = useRef(0);
  useEffect(() => {
    let next: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      if (!document.hidden) {
        const answer = await askUnderneath(revision.current);
        if (isOver) return;
        if (answer) {
          const { exchanges: news, ...rest } = answer;
          const isAnew = answer.revision < revision.current;
          revision.current = answer.revision;
          if (news.length > 0 || isAnew) setExchanges((before) => merged(isAnew ? [] : before, news));
          setNow((before) => (JSON.stringify(before) === JSON.stringify(rest) ? before : rest));
        }
      }
      next = setTimeout(() => void ask(), ASK_EVERY_MS);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(next);
    };
  }, []);
  const depths = useMemo((): Depths => ({ now, exchanges, clear: () => setExchanges([]) }), [now, exchanges]);
  return (
    <UnderneathContext value={depths}>
      <ClockContext value={now?.aheadMs ?? 0}>{children}</ClockContext>
    </UnderneathContext>
  );
}

function merged(before: readonly Exchange[], news: readonly Exchange[]): readonly Exchange[] {
  const byId = new Map([...before, ...news].map((exchange) => [exchange.id, exchange]));
  return [...byId.values()].slice(-MOST_KEPT);
}

async function askUnderneath(after: number): Promise<Underneath | undefined> {
  const answer: unknown = await fetch(`/sandbox/underneath?after=${after}`)
    .then((response) => response.json())
    .catch(() => undefined);
  return isUnderneath(answer) ? answer : undefined;
}

function isUnderneath(answer: unknown): answer is Underneath {
  return typeof answer === 'object' && answer !== null && 'revision' in answer && 'exchanges' in answer;
}
