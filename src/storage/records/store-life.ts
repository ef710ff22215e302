import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Problem } from '../../core/problem.js';
import type { Store } from '../../core/store.js';

/** `empty`: nothing is there any more; `another`: another store is; `older`: what was written since is gone. */
const Loss = z.enum(['empty', 'another', 'older']);
export type Loss = z.infer<typeof Loss>;

/** One record of the whole store, by which each process tells whether the store is still the one it knew. */
export const StoredLife = z.object({
  /** Made when the store was first met. */
  id: z.uuid(),
  /** Goes up with each heartbeat of each process, and never down. */
  mark: z.int().min(1),
  /** How often an operator has accepted the store as it is. */
  accepted: z.int().min(0),
  /** What was noticed, until an operator accepts it: nothing is allowed meanwhile. */
  doubt: z.object({ loss: Loss, at: z.iso.datetime() }).optional(),
});
export type StoredLife = z.infer<typeof StoredLife>;

export const STORE_LIFE = 'store-life';

export interface StoreLife {
  /** Looks whether the store is still the one that this process knew, and raises its mark. */
  look(): Promise<void>;
  /** Checks the store without raising the mark; throws a `Problem` when the store is in doubt. */
  check(): Promise<void>;
  /** As last seen: what came back, and is not accepted yet. */
  doubt(): Loss | undefined;
  /** How often an operator had accepted the store when it was last seen: what was known before does not count. */
  accepted(): number;
}

export interface StoreLifeParts {
  readonly store: Store<StoredLife>;
  readonly now: () => Date;
  /** Told each time that this process notices a loss. */
  readonly noticed: (loss: Loss) => void;
}

/** Watches over one store for one process, which remembers in memory what it has seen. */
export function storeLife({ store, now, noticed }: StoreLifeParts): StoreLife {
  let seen: StoredLife | undefined;

  const remember = (life: StoredLife): StoredLife => {
    const isNewer = seen === undefined || life.id !== seen.id || life.mark >= seen.mark;
    if (isNewer) seen = life;
    return life;
  };

  /** Writes the doubt down, so that every replica has it, and a restart does not end it. */
  const doubted = async (
    loss: Loss,
    before: StoredLife,
    standing: StoredLife | undefined,
  ): Promise<StoredLife> => {
    noticed(loss);
    const next: StoredLife = {
      id: standing?.id ?? randomUUID(),
      mark: Math.max(before.mark, standing?.mark ?? 0) + 1,
      accepted: Math.max(before.accepted, standing?.accepted ?? 0),
      doubt: { loss, at: now().toISOString() },
    };
    // In doubt from now on, whether the store takes it or not.
    seen = next;
    const isWritten =
      standing === undefined
        ? await store.putIfAbsent(STORE_LIFE, next)
        : await store.replace(STORE_LIFE, standing, next);
    return isWritten ? next : read();
  };

  const read = async (): Promise<StoredLife> => {
    // What was seen before asking: answers may come in another order.
    const before = seen;
    const standing = await store.get(STORE_LIFE);
    if (before === undefined) {
      if (standing !== undefined) return remember(standing);
      const first = { id: randomUUID(), mark: 1, accepted: 0 };
      if (await store.putIfAbsent(STORE_LIFE, first)) return remember(first);
      return read();
    }
    const loss = lossOf(before, standing);
    if (loss !== undefined) return doubted(loss, before, standing);
    return standing === undefined ? before : remember(standing);
  };

  return {
    async look() {
      const standing = await read();
      const next = { ...standing, mark: standing.mark + 1 };
      // If another process was faster, its mark is good too.
      if (await store.replace(STORE_LIFE, standing, next)) remember(next);
    },

    async check() {
      await read();
      refuseDoubt(seen);
    },

    doubt: () => seen?.doubt?.loss,
    accepted: () => seen?.accepted ?? 0,
  };
}

function lossOf(before: StoredLife, standing: StoredLife | undefined): Loss | undefined {
  if (standing === undefined) return 'empty';
  if (standing.id !== before.id) {
    // Another replica noticed first, and wrote that down.
    return standing.doubt === undefined ? 'another' : undefined;
  }
  return standing.mark < before.mark ? 'older' : undefined;
}

function refuseDoubt(life: StoredLife | undefined): void {
  if (life?.doubt !== undefined) throw new Problem({ kind: 'store-doubted' });
}

/** What came back, as an operator reads it. */
export const LOSS_IN_WORDS: Readonly<Record<Loss, string>> = {
  empty: 'the store came back empty',
  another: 'the store is another one than before',
  older: 'the store came back older than it was',
};
