import { useEffect, useState } from 'react';
import type { WirePerson } from '../../slack/wire/wire.js';

const RETRY_MS = 1000;

/** Everybody whom one can act as; empty until the sandbox has told. */
export function usePeople(team: string | undefined): readonly WirePerson[] {
  const [people, setPeople] = useState<readonly WirePerson[]>([]);
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      const answer: unknown = await fetch(`/sandbox/people?team=${team ?? ''}`)
        .then((response) => response.json())
        .catch(() => undefined);
      if (isPeople(answer)) setPeople(answer);
      else retry = setTimeout(() => void ask(), RETRY_MS);
    };
    void ask();
    return () => clearTimeout(retry);
  }, [team]);
  return people;
}

function isPeople(answer: unknown): answer is readonly WirePerson[] {
  return Array.isArray(answer);
}
