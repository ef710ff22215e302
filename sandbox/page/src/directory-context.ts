import { createContext, useContext, useMemo } from 'react';
import type { Snapshot } from '../../slack/wire/wire.js';

/** The names that texts mention, and the person who reads them: the same while messages come and go. */
export interface Directory extends Pick<Snapshot, 'me' | 'people' | 'groups'> {
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export const DirectoryContext = createContext<Directory | undefined>(undefined);

export function useDirectory(): Directory {
  const directory = useContext(DirectoryContext);
  if (!directory) throw new Error('useDirectory is called outside of the workspace');
  return directory;
}

/** The directory of a snapshot; a new one only when a name or the reader has changed. */
export function useDirectoryOf(snapshot: Snapshot | undefined): Directory | undefined {
  const { me, people, groups, channels } = snapshot ?? {};
  const names = JSON.stringify(channels?.map(({ id, name }) => [id, name]));
  return useMemo(
    () =>
      me && people && groups && channels
        ? { me, people, groups, channels: channels.map(({ id, name }) => ({ id, name })) }
        : undefined,
    // The messages of a channel are no part of the directory.
    [me, people, groups, names],
  );
}
