import { useEffect, useState } from 'react';
import type { WirePerson } from '../../slack/wire/wire.js';

const RETRY_MS = 1000;

interface People {
  /** Their workspace; `undefined` for the first, which stands in for one that there is not. */
  readonly team: string | undefined;
  /** Everybody whom one can act as; empty until the sandbox has told. */
  readonly people: readonly WirePerson[];
}

export function usePeople(asked: string | undefined): People {
  const [told, setTold] = useState<People & { readonly asked: string | undefined }>();
  useEffect(() => {
    let retry: ReturnType<typeof setTimeout> | undefined;
    const ask = async (team: string | undefined): Promise<void> => {
      const answer = await peopleOf(team);
      if (answer === 'no such workspace') await ask(undefined);
      else if (answer) setTold({ asked, team, people: answer });
      else retry = setTimeout(() => void ask(team), RETRY_MS);
    };
    void ask(asked);
    return () => clearTimeout(retry);
  }, [asked]);
  // Until a workspace has told, the same people as in the last one are taken to be in it.
  return { team: told && told.asked === asked ? told.team : asked, people: told?.people ?? [] };
}

/** `undefined` while the sandbox does not answer. */
async function peopleOf(
  team: string | undefined,
): Promise<readonly WirePerson[] | 'no such workspace' | undefined> {
  const response = await fetch(`/sandbox/people?team=${encodeURIComponent(team ?? '')}`).catch(
    () => undefined,
  );
  if (response?.status === 404) return 'no such workspace';
  const answer: unknown = await response?.json().catch(() => undefined);
  return isPeople(answer) ? answer : undefined;
}

function isPeople(answer: unknown): answer is readonly WirePerson[] {
  return Array.isArray(answer);
}
