import { useCallback, useEffect, useState } from 'react';
import type { Tab } from '../workspace/conversation.js';

export interface Place {
  /** A channel's name, or `dm` for the one with the bot. */
  readonly channel: string;
  readonly tab: Tab;
}

export interface Location {
  /** The key of the person, as in `?as=aiko`; `undefined` on a bare address. */
  readonly as: string | undefined;
  readonly place: Place;
}

/** Who one is and what is open, kept in the page's address: `/?as=aiko#general`, `#dm`, `#home`. */
export function useLocation(): readonly [Location, (location: Location) => void] {
  const [location, setLocation] = useState(read);
  useEffect(() => {
    const onChange = (): void => setLocation(read());
    window.addEventListener('popstate', onChange);
    return () => window.removeEventListener('popstate', onChange);
  }, []);
  const go = useCallback((next: Location) => {
    history.pushState(null, '', written(next));
    setLocation(next);
  }, []);
  return [location, go];
}

function read(): Location {
  const { search, hash } = window.location;
  const name = decoded(hash.slice(1));
  return {
    as: new URLSearchParams(search).get('as') ?? undefined,
    place: name === 'home' ? { channel: 'dm', tab: 'home' } : { channel: name, tab: 'messages' },
  };
}

/** Anybody may type anything into the address: what cannot be decoded names no place. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

function written({ as, place }: Location): string {
  const query = as === undefined ? '' : `?as=${encodeURIComponent(as)}`;
  return `/${query}#${place.tab === 'home' ? 'home' : encodeURIComponent(place.channel)}`;
}
