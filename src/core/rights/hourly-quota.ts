import type { PersonId, WorkspaceId } from '../model/api-client.js';

/** A turn that was taken, or the moment at which one is free again. */
export type Turn =
  | { readonly kind: 'taken'; giveBack(): Promise<void> }
  | { readonly kind: 'none'; readonly freeAt: Date };

/** So much may happen within any hour, and no more, however many ask at once and in whichever processes. */
export interface Turns {
  take(
    workspace: WorkspaceId,
    act: 'create' | 'delete' | 'request',
    who: PersonId | 'everybody',
    limit: number,
  ): Promise<Turn>;
}

/** Creates under way, where a person may have so many API clients and no more. */
export interface Places {
  /**
   * Takes a place if `isRoomFor` the number of those taken says so, atomically: it is asked again when that
   * number changes meanwhile. Resolves to what gives the place back; `undefined` without room.
   */
  take(
    workspace: WorkspaceId,
    person: PersonId,
    isRoomFor: (underWay: number) => Promise<boolean>,
  ): Promise<(() => Promise<void>) | undefined>;
}
