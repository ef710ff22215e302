import type { PersonId, WorkspaceId } from '../../model/ids.js';

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
