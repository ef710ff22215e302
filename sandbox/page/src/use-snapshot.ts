import { useEffect, useState } from 'react';
import { keepUnchanged } from './keep-unchanged.js';
import type { Json, Snapshot } from '../../slack/wire/wire.js';

export type Connection = 'connecting' | 'live' | 'lost';

const RETRY_MS = 1000;

/**
 * Everything that one person sees, live. A hidden tab lets its connection go: a browser allows six to one
 * address, and one tab a person is a good way to use the sandbox.
 */
export function useSnapshot(as: string): {
  readonly snapshot: Snapshot | undefined;
  readonly connection: Connection;
} {
  const [snapshot, setSnapshot] = useState<Snapshot>();
  const [connection, setConnection] = useState<Connection>('connecting');

  useEffect(() => {
    let source: EventSource | undefined;
    let last: Json = null;
    let retry: ReturnType<typeof setTimeout> | undefined;
    const disconnect = (): void => {
      clearTimeout(retry);
      source?.close();
      source = undefined;
    };
    const connect = (): void => {
      disconnect();
      source = new EventSource(`/sandbox/stream?as=${encodeURIComponent(as)}`);
      source.addEventListener('message', (event: MessageEvent<string>) => {
        setConnection('live');
        const told: Json = JSON.parse(event.data);
        last = keepUnchanged(last, told);
        setSnapshot(snapshotOf(last));
      });
      source.addEventListener('error', () => {
        setConnection('lost');
        disconnect();
        retry = setTimeout(connect, RETRY_MS);
      });
    };
    const onVisibility = (): void => (document.hidden ? disconnect() : connect());
    setSnapshot(undefined);
    setConnection('connecting');
    if (!document.hidden) connect();
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      disconnect();
    };
  }, [as]);

  return { snapshot, connection };
}

function snapshotOf(json: unknown): Snapshot {
  if (isSnapshot(json)) return json;
  throw new Error('The stream sent something that is not a snapshot');
}

function isSnapshot(json: unknown): json is Snapshot {
  return typeof json === 'object' && json !== null && 'revision' in json && 'channels' in json;
}
