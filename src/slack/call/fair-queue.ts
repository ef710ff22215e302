import type { PersonId, WorkspaceId } from '../../core/model/ids.js';

/** How much may go on, and wait, at a time. */
export interface QueueLimits {
  readonly personAtOnce: number;
  readonly workspaceAtOnce: number;
  readonly personWaiting: number;
  readonly workspaceWaiting: number;
  /** How many may run or wait in all workspaces together; beyond it only a workspace that has none gets in. */
  readonly total: number;
}

export const usualLimits: QueueLimits = {
  personAtOnce: 8,
  workspaceAtOnce: 32,
  personWaiting: 16,
  workspaceWaiting: 200,
  total: 2_000,
};

/** Ends a turn: the next one begins. */
export type Leave = () => void;

interface Turn {
  begin(leave: Leave): void;
  refuse(reason: unknown): void;
}

interface Place {
  running: number;
  readonly waiting: Turn[];
}

/** A workspace's people; those who had their turn longest ago come first. */
interface Line {
  running: number;
  waiting: number;
  readonly people: Map<PersonId, Place>;
}

/**
 * Bounds what goes on behind acknowledgements. Workspaces do not wait for each other; within one, people take
 * turns, so that one person who asks a hundred times does not keep others waiting.
 */
export class FairQueue {
  readonly #limits: QueueLimits;
  readonly #lines = new Map<WorkspaceId, Line>();
  #taken = 0;
  #closed = false;

  constructor(limits: QueueLimits = usualLimits) {
    this.#limits = limits;
  }

  /** How many have their turn or wait for it. */
  get size(): number {
    return this.#taken;
  }

  /** Resolves when it is this person's turn; `undefined` at once when there is no room to wait in. */
  enter(workspace: WorkspaceId, person: PersonId): Promise<Leave> | undefined {
    const line = this.#lines.get(workspace) ?? { running: 0, waiting: 0, people: new Map<PersonId, Place>() };
    const place = line.people.get(person) ?? { running: 0, waiting: [] };
    if (!this.#hasRoom(line, place)) return undefined;
    this.#lines.set(workspace, line);
    line.people.set(person, place);
    this.#taken += 1;
    return new Promise((resolve, reject) => {
      place.waiting.push({ begin: resolve, refuse: reject });
      line.waiting += 1;
      this.#next(workspace, line);
    });
  }

  /** Lets nobody in any more and refuses those who wait, with this reason; what is under way may end. */
  close(reason: unknown): void {
    this.#closed = true;
    for (const line of this.#lines.values()) {
      for (const place of line.people.values()) {
        for (const turn of place.waiting.splice(0)) {
          line.waiting -= 1;
          this.#taken -= 1;
          turn.refuse(reason);
        }
      }
    }
  }

  #hasRoom(line: Line, place: Place): boolean {
    const { personWaiting, workspaceWaiting, total } = this.#limits;
    if (this.#closed) return false;
    if (this.#taken >= total && line.running + line.waiting > 0) return false;
    return (
      this.#canBegin(line, place) || (place.waiting.length < personWaiting && line.waiting < workspaceWaiting)
    );
  }

  #canBegin(line: Line, place: Place): boolean {
    const { personAtOnce, workspaceAtOnce } = this.#limits;
    return line.running < workspaceAtOnce && place.running < personAtOnce;
  }

  #next(workspace: WorkspaceId, line: Line): void {
    for (const [person, place] of line.people) {
      if (place.waiting.length === 0 || !this.#canBegin(line, place)) continue;
      const turn = place.waiting.shift();
      line.waiting -= 1;
      line.running += 1;
      place.running += 1;
      // To the end of the line.
      line.people.delete(person);
      line.people.set(person, place);
      turn?.begin(() => this.#leave(workspace, line, person, place));
      return;
    }
  }

  #leave(workspace: WorkspaceId, line: Line, person: PersonId, place: Place): void {
    this.#taken -= 1;
    line.running -= 1;
    place.running -= 1;
    if (place.running + place.waiting.length === 0) line.people.delete(person);
    if (line.people.size === 0) this.#lines.delete(workspace);
    this.#next(workspace, line);
  }
}
